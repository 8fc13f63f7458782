"""The entries of the masthead: channels and identity add theirs in `apps.py`; every page shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Place = Literal["main", "account", "foot"]


@dataclass(frozen=True)
class Entry:
    """A link on every page. `url` is a view's name, `show(subject)` says who sees it (None: page without session);
    `holds` names the views that hang under it though their addresses lie elsewhere, or the address they begin with.
    """

    text: str | Promise
    url: str
    place: Place = "main"
    order: int = 100
    show: Callable[[Any], bool] = lambda _subject: True
    holds: tuple[str, ...] = ()


_ENTRIES: dict[tuple[str, str], Entry] = {}


def add_entry(entry: Entry) -> None:
    """Adds a link to every page; adding the same view to the same place again replaces it. For `apps.py`."""
    _ENTRIES[entry.place, entry.url] = entry


def entries(*, place: Place, subject: Any) -> list[tuple[str, str]]:
    """The (address, text) pairs that a subject sees in a place, in order. Views that this node lacks are left out."""
    shown = (entry for entry in sorted(_ENTRIES.values(), key=lambda one: one.order) if entry.place == place)
    return [(url, str(entry.text)) for entry in shown if entry.show(subject) and (url := _address(entry.url))]


def parts(*, subject: Any) -> dict[str, str]:
    """The parts of the site that a subject sees: by the address at which each begins, that of its entry."""
    found: dict[str, str] = {}
    for entry in _ENTRIES.values():
        if entry.show(subject) and (url := _address(entry.url)):
            found |= {start: url for name in (entry.url, *entry.holds) if (start := _address(name))}
    return found


def _address(name: str) -> str:
    try:
        return name if name.startswith("/") else reverse(name)
    except NoReverseMatch:
        return ""
