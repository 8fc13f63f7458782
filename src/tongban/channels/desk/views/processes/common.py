"""What the pages of processes share: the model asked for and its name."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404

from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item

KIND = "processes"


def process_of(key: str, version: str = "") -> Item:
    """A version of a process, the one in force when none is named. Raises Http404."""
    try:
        return declarations.pinned(KIND, key, version) if version else declarations.current(KIND, key)
    except LookupError:
        raise Http404(key) from None


def title_of(item: Item) -> str:
    """The name of a process in the page's language."""
    return str(item.value.name) or item.key


@lru_cache(maxsize=1024)
def _findings(key: str, version: str) -> tuple[processes.Finding, ...]:
    return tuple(processes.check(declarations.pinned(KIND, key, version).value))


def findings_of(item: Item) -> tuple[processes.Finding, ...]:
    """What the check says of a published version, proved once: its text never changes."""
    return _findings(item.key, item.version)
