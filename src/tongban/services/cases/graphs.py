"""Published processes, read once."""

from __future__ import annotations

from functools import lru_cache

from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations


@lru_cache(maxsize=256)
def graph_of(key: str, version: str) -> processes.Graph:
    """A published process; its text is immutable, so it is read once."""
    found: processes.Graph = declarations.pinned("processes", key, version).value
    return found
