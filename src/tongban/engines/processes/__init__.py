"""A BPMN token engine: immutable graph, pure game, relational rows."""
