"""What stands inside a field on a page: its parts, its rows, what was found for it; by the widget of its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.engines.forms.declarations import Field
from tongban.engines.forms.divisions import LEVELS, children_of, level_of, way_to
from tongban.engines.forms.kinds.lookup import MOST_SHOWN, found_by
from tongban.engines.forms.kinds.parts import Parts, part
from tongban.engines.forms.kinds.rows import SPARE, Rows
from tongban.engines.forms.kinds.shapes import typed_lines
from tongban.engines.forms.options import Option, local_day, options
from tongban.kernel.declarations.api import Text

Pairs = tuple[tuple[Field, Any], ...]
TITLES = {
    "province": Text("省、自治区、直辖市", "Province"), "prefecture": Text("市、州", "Prefecture or city"),
    "county": Text("县、区", "County or district"), "township": Text("乡镇、街道", "Township or street"),
}  # fmt: skip
PICK = Text("符合的有", "What fits")


@dataclass(frozen=True)
class Inside:
    """`text` takes the place of the value, `note` stands beside it; a field that `grows` shows more when saved."""

    parts: Pairs = ()
    rows: tuple[Pairs, ...] = ()
    text: str = ""
    note: str = ""
    grows: bool = False


def _parts(field: Field, value: Any, _at: dt.datetime) -> Inside:
    given = value if isinstance(value, dict) else {}
    parts = field.of.parts(field) if isinstance(field.of, Parts) else ()
    return Inside(tuple((one, given.get(one.name)) for one in parts))


def _rows(field: Field, value: Any, _at: dt.datetime) -> Inside:
    filled = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    most = field.of.most(field) if isinstance(field.of, Rows) else 0
    count = min(most, max(len(filled) + SPARE, field.min or 0))
    shown = [*filled, *({} for _ in range(count - len(filled)))]
    rows = tuple(tuple((column, row.get(column.name)) for column in field.columns) for row in shown)
    return Inside(rows=rows, grows=count < most)


def _levels(field: Field, value: Any, at: dt.datetime) -> Inside:
    """A list for each level down to the one below what is chosen."""
    day, deepest = local_day(at), LEVELS.index(field.level or "county")
    way = way_to(str(value), day) if value else ()
    above, found = field.root, []
    chosen = {one.level: one.code for one in way}
    first = LEVELS.index(level_of(field.root)[0]) + 1 if field.root else 0
    for level in LEVELS[first : deepest + 1]:
        offered = tuple(Option(one.code, one.name) for one in children_of(above, day) if one.level == level)
        if offered:
            found.append((part(level, "choice", TITLES[level], options=offered), chosen.get(level)))
            if level not in chosen:
                break
            above = chosen[level]
        # a city without counties, or a province's own counties: the next level stands directly below
    grows = bool(found) and found[-1][0].name != LEVELS[deepest]
    return Inside(tuple(found), grows=grows)


def _found(field: Field, value: Any, at: dt.datetime) -> Inside:
    """What fits the words that were written, to pick from; the title of what was found."""
    offered = options(field, at)
    found = found_by(offered, value) if value else ()
    if len(found) == 1:
        return Inside(text=str(found[0].label), note=found[0].value)
    pick = part("pick", "choice", PICK, options=found[:MOST_SHOWN]) if found else None
    more = _("%(count)s fit; write more to see fewer.") % {"count": len(found)} if len(found) > MOST_SHOWN else ""
    return Inside(((pick, None),) if pick else (), note=more, grows=True)


def _shape(_field: Field, value: Any, _at: dt.datetime) -> Inside:
    return Inside(text=typed_lines(value))


BY_WIDGET: dict[str, Callable[[Field, Any, dt.datetime], Inside]] = {
    "parts": _parts, "signature": _parts, "table": _rows, "group": _rows, "cascade": _levels, "lookup": _found,
    "geometry": _shape,
}  # fmt: skip


def inside(field: Field, value: Any, at: dt.datetime) -> Inside:
    """What stands inside; nothing for plain kinds."""
    return BY_WIDGET[field.of.widget](field, value, at) if field.of.widget in BY_WIDGET else Inside()
