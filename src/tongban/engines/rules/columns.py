"""How the names of a filter are found in a database, and what came of translating one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tongban.engines.rules.expressions import Expression


def same(value: Any) -> Any:
    """A value that is stored as it is."""
    return value


@dataclass(frozen=True)
class Column:
    """How a name of a filter is found in the database: an expression to compare for equality, and one whose order is
    that of FEEL (texts by code point), if there is any. `kind` is the FEEL type of its values; `stored` makes a value
    what is stored; a text of more than `longest` characters may be cut off in the column. `why`: no column at all.
    """

    kind: str
    equal: Any = None
    order: Any = None
    stored: Callable[[Any], Any] = same
    longest: int | None = None
    why: str = ""


@dataclass(frozen=True)
class Quality:
    """An attribute of objects that conditions ask: its FEEL type; the database keeps a number times `scale`."""

    kind: str
    scale: int = 1


@dataclass(frozen=True)
class Plan:
    """`condition` (a Q, or None for all) keeps every row that passes; `rest` must be asked of each row that it keeps,
    if there is a rest, for the `reasons`. `names` are the columns that the condition uses, `unknown` are names that are
    neither columns nor FEEL's own.
    """

    condition: Any
    rest: Expression | None
    reasons: tuple[str, ...]
    names: frozenset[str]
    unknown: frozenset[str]
