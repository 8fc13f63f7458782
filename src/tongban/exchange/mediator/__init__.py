"""The mediator (政务数据交换): lookups between departments with right, purpose, schema check and evidence.

Blocks that hold information plug providers in; services ask. Inside one node a lookup is a function call; between nodes
it will be a signed message with the same question, answer and evidence.
"""
