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
    """A link on every page. `url` is a view's name, `show(subject)` says who sees it (None: page without session)."""

    text: str | Promise
    url: str
    place: Place = "main"
    order: int = 100
    show: Callable[[Any], bool] = lambda _subject: True


_ENTRIES: dict[tuple[str, str], Entry] = {}


def add_entry(entry: Entry) -> None:
    """Adds a link to every page; adding the same view to the same place again replaces it. For `apps.py`."""
    _ENTRIES[entry.place, entry.url] = entry


def entries(*, place: Place, subject: Any) -> list[tuple[str, str]]:
    """The (address, text) pairs that a subject sees in a place, in order. Views that this node lacks are left out."""
    found: list[tuple[str, str]] = []
    for entry in sorted(_ENTRIES.values(), key=lambda one: one.order):
        if entry.place == place and entry.show(subject):
            try:
                found.append((reverse(entry.url), str(entry.text)))
            except NoReverseMatch:
                continue
    return found
