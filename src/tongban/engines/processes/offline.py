"""The door for commands that work without a node: reading, checking and laying out models needs no tables.

`runs` beside it plays models in memory.
"""

from __future__ import annotations

from tongban.engines.processes.checking import examine
from tongban.engines.processes.document import Document
from tongban.engines.processes.facts import Finding
from tongban.engines.processes.xml import MAX_BYTES, load

__all__ = ["MAX_BYTES", "Document", "Finding", "examine", "layout", "load"]


def layout(text: str) -> str:
    """The same BPMN text with a diagram of our own layout. Raises DeclarationError."""
    from tongban.engines.processes import layout as layouts  # noqa: PLC0415 (a check needs none of it)

    return layouts.layout(text)
