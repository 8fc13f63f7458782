"""The door for commands that work without a node: reading, checking and laying out models needs no tables.

`runs` beside it plays models in memory.
"""

from __future__ import annotations

from tongban.engines.processes.checking import examine
from tongban.engines.processes.document import Document
from tongban.engines.processes.facts import Finding
from tongban.engines.processes.xml import MAX_BYTES, load

__all__ = ["MAX_BYTES", "Document", "Finding", "examine", "load"]
