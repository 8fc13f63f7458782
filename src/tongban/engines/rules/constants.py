"""Which nodes stand for one value whatever the context, and which value that is."""

from __future__ import annotations

from typing import Any

from tongban.engines.rules.compiler import CONSTANT_CALLS, Compiler
from tongban.engines.rules.errors import FeelError
from tongban.engines.rules.free import names_in
from tongban.engines.rules.run import Frame, Run
from tongban.engines.rules.tree import Literal, Node

STEPS = 1_000
UNKNOWN = object()


def constant(node: Node) -> Any:
    """The value of a node that takes nothing from outside; UNKNOWN for the others."""
    if isinstance(node, Literal):
        return node.value
    if any(name.name not in CONSTANT_CALLS for name, _ in names_in(node)):
        return UNKNOWN
    run = Run(STEPS)
    try:
        value = Compiler("").code(node)(Frame({}, run))
    except (FeelError, RecursionError):
        return UNKNOWN
    return UNKNOWN if run.warnings else value
