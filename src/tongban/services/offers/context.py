"""An offer that is checked, with what it may refer to, and how a fault is put."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tongban.kernel.declarations.api import Item, Package, Problem
from tongban.services.offers.declarations import Offer
from tongban.services.offers.publishing import published


@dataclass(frozen=True)
class Context:
    package: Package
    item: Item
    offer: Offer

    def problem(self, path: str, message: str, suggestion: str = "") -> Problem:
        return Problem(self.item.source, path, message, suggestion)

    def find(self, kind: str, key: str) -> Item | None:
        return self.package.find(kind, key) or published(kind, key)


def twice(context: Context, path: str, names: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            yield context.problem(f"{path}[{place}]", f"{name!r} stands here twice")
        seen.add(name)


def near(wrong: str, known: Iterable[str]) -> str:
    """A suggestion for an unknown name."""
    names = sorted(known)
    close = difflib.get_close_matches(wrong, names, 1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"known: {', '.join(names[:8])}" if names else "none is known"
