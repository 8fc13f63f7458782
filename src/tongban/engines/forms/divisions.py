"""The register of divisions as a form asks it; the register hands itself in, the engine knows none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from tongban.kernel.declarations.api import Text

LEVELS = ("province", "prefecture", "county", "township")
WIDTHS = (2, 4, 6, 9)


@dataclass(frozen=True)
class Place:
    """A division: `level` is one of LEVELS."""

    code: str
    name: Text
    level: str


Children = Callable[[str, dt.date], tuple[Place, ...]]
Way = Callable[[str, dt.date], tuple[Place, ...]]
SOURCE: dict[str, tuple[Children, Way]] = {}


def declare_divisions(*, children: Children, way: Way) -> None:
    """Hands in the register: `children` of a code (of the country for an empty one), the `way` down to a code, empty
    when there is no such division; both on a day. For the register's `apps.py`.
    """
    SOURCE["divisions"] = (children, way)


def children_of(code: str, on: dt.date) -> tuple[Place, ...]:
    """The divisions directly below; none where no register was handed in."""
    return SOURCE["divisions"][0](code, on) if SOURCE else ()


def way_to(code: str, on: dt.date) -> tuple[Place, ...]:
    """The divisions down to this one; empty when unknown."""
    return SOURCE["divisions"][1](code, on) if SOURCE else ()


def level_of(code: str) -> tuple[str, str]:
    """The level of a code of GB/T 2260 by its digits, and what the codes below it begin with."""
    plain = code.rstrip("0")
    for level, width in zip(LEVELS, WIDTHS, strict=True):
        if len(plain) <= width:
            return level, code[:width]
    return LEVELS[-1], code
