"""A form text judged and changed piece by piece: for builders of forms.

said = shaping.means(text)                                # what the text says, as plain tables
text = shaping.set_keys(text, (0, 2), {"length": 40})     # page 0, question 2; everything else to the letter
findings = shaping.located(text, problems)                # problems of declarations with line and column
"""

from __future__ import annotations

from collections.abc import Iterable

from tongban.engines.forms.checks import HELD
from tongban.engines.forms.examining import Finding, placed
from tongban.engines.forms.kinds import REGISTRY
from tongban.engines.forms.samples import page_of
from tongban.engines.forms.shaping.changes import (
    Place,
    add_column,
    add_field,
    add_page,
    move,
    piece,
    pieces,
    remove,
    set_keys,
    thing,
)
from tongban.engines.forms.shaping.chunks import Unshapely, means
from tongban.engines.forms.shaping.renaming import rename
from tongban.engines.forms.toml_places import places
from tongban.kernel.declarations.api import Problem

__all__ = [
    "Finding", "Place", "Unshapely", "add_column", "add_field", "add_page", "example", "held", "located", "means",
    "move", "piece", "pieces", "remove", "rename", "set_keys", "thing",
]  # fmt: skip


def located(text: str, problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """Problems with their places in the text, in their own order."""
    spots = places(text)
    return tuple(placed(one, spots) for one in problems)


def example(kind: str) -> dict[str, object]:
    """What a question of a kind says beyond name, kind and label, to begin with. Raises KeyError."""
    said = means(page_of(REGISTRY[kind]))["pages"][0]["fields"][0]
    return {name: value for name, value in said.items() if name not in ("name", "kind", "label")}


def held() -> tuple[str, ...]:
    """What registers hold, as a binding names it."""
    return tuple(f"{register}.{name}" for register, items in sorted(HELD.items()) for name in items)
