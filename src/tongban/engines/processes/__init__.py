"""Processes: BPMN 2.0 models executed by a token engine of our own.

A model is read once into an immutable graph (`xml`, `graph`), proved free of deadlocks (`soundness`), played by a pure
game of tokens (`game`, no I/O and no clock), and kept as rows: one command is one transaction (`commands`). The engine
knows nothing of government: whoever starts a process is its *host* and is asked for candidates, sub-processes and
service calls. Any block above may enter through `api`.
"""
