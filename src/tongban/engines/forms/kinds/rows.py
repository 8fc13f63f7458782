"""Answers of many rows, each of the declared columns: a table, or groups one below the other.

Without scripts: two empty rows stand below those filled in; a row left empty is none, and a tick takes a row out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.kind import Kind, is_count, last
from tongban.engines.forms.kinds.parts import read_parts, schema_of_parts, shown_parts, typed_parts
from tongban.engines.forms.sayings import say
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

MAX_ROWS = 100
SPARE = 2
UNFIT = ("parts", "table", "group", "upload", "computed", "information", "signature", "lookup", "cascade")


@dataclass(frozen=True)
class Rows(Kind):
    """`min` and `max` bound the number of rows; a column has a plain kind and no condition."""

    feel: ClassVar[str] = "list of context"
    takes: ClassVar[frozenset[str]] = frozenset({"min", "max", "columns"})
    empty: ClassVar[Any] = []
    widget: ClassVar[str] = "table"
    paper: ClassVar[str] = "rows"

    def fault(self, field: Field) -> str:
        if not field.columns:
            return say("rows-columns", kind=self.name)
        for column in field.columns:
            if column.of.widget in UNFIT or column.show_if or column.bind or isinstance(column.required, str):
                return say("column-plain", name=repr(column.name))
        if len({column.name for column in field.columns}) < len(field.columns):
            return say("column-names")
        if any(bound is not None and (not is_count(bound) or bound > MAX_ROWS) for bound in (field.min, field.max)):
            return say("counts-of-rows", most=MAX_ROWS)
        return super().fault(field)

    def most(self, field: Field) -> int:
        return MAX_ROWS if field.max is None else int(field.max)

    def is_empty(self, value: Any) -> bool:
        return value is None or value == "" or (isinstance(value, list) and all(blank(row) for row in value))

    def missing(self, field: Field) -> str:
        return _("Fill in at least one row: %(label)s") % {"label": field.label}

    def names(self, field: Field, posted: Mapping[str, Any], name: str) -> set[str]:
        return {name, *(key for key in posted if key.startswith(f"{name}-"))}

    def posted(self, field: Field, posted: Mapping[str, Any], name: str, before: Any) -> Any:
        if name in posted and not isinstance(last(posted, name), str):
            return posted[name]
        if not any(key.startswith(f"{name}-") for key in posted):
            return before if name not in posted else []
        found = []
        for place in range(self.most(field) + SPARE):
            row = {one.name: one.of.posted(one, posted, f"{name}-{place}-{one.name}", None) for one in field.columns}
            if f"{name}-{place}-remove" not in posted and not blank(row):
                found.append({key: value for key, value in row.items() if value not in (None, "", [])})
        return found

    def read(self, field: Field, raw: Any, at: dt.datetime) -> Any:
        if not isinstance(raw, list):
            raise ValueError(_("This answer cannot be read. Write it again."))  # noqa: TRY004 (for the person)
        filled = [row for row in raw if not blank(row)]
        if len(filled) > self.most(field):
            raise ValueError(_("Fill in at most %(bound)s rows.") % {"bound": self.most(field)})
        if len(filled) < (field.min or 0):
            raise ValueError(_("Fill in at least %(bound)s rows.") % {"bound": field.min})
        kept = []
        for place, row in enumerate(filled, 1):
            try:
                kept.append(read_parts(field.columns, row, at))
            except ValueError as error:
                raise ValueError(_("Row %(place)s: %(fault)s") % {"place": place, "fault": error}) from None
        return kept

    def typed(self, field: Field, value: Any) -> Any:
        if not isinstance(value, list):
            return None
        return [row for row in (typed_parts(field.columns, one) for one in value) if row is not None]

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        rows = [shown_parts(field.columns, row, at) for row in value] if isinstance(value, list) else []
        return "\n".join(_("; ").join(f"{label}: {shown}" for label, shown in row) for row in rows if row)

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        bounds = {"minItems": max(field.min or 1, 1), "maxItems": self.most(field)}
        return {"type": "array", "items": schema_of_parts(field.columns, at)} | bounds


@dataclass(frozen=True)
class Group(Rows):
    """The same, each row drawn as a group of questions of its own."""

    widget: ClassVar[str] = "group"


def blank(row: Any) -> bool:
    """Whether nothing stands in a row."""
    return not isinstance(row, dict) or all(value in (None, "", []) for value in row.values())


COLUMNS = """columns = [
  { name = "day", kind = "choice", label = { zh = "星期", en = "Day" }, options = [
    { value = "mon", label = { zh = "星期一", en = "Monday" } },
    { value = "tue", label = { zh = "星期二", en = "Tuesday" } },
  ] },
  { name = "opens", kind = "time", label = { zh = "开门", en = "Opens" } },
  { name = "closes", kind = "time", label = { zh = "关门", en = "Closes" } },
]"""
TABLE = Rows(
    "table", Text("表格", "Table of rows"),
    Text("每行一组答案；空行不算。", "One set of answers a row; empty rows do not count."),
    "max = 7\n" + COLUMNS, ([{"day": "mon", "opens": "9:00", "closes": "21:30"}],),
    ([{"day": "sun", "opens": "9:00", "closes": "21:00"}], [{"day": "mon"}], "mon"),
)  # fmt: skip
GROUP = Group(
    "group", Text("可增减的一组问题", "Repeating group"),
    Text("申请人可以自己增加和删除。", "The applicant adds and removes groups."),
    """max = 3
columns = [
  { name = "name", kind = "text", label = { zh = "姓名", en = "Name" }, length = 40 },
  { name = "phone", kind = "phone", label = { zh = "电话", en = "Telephone" }, required = false },
]""", ([{"name": "某人", "phone": "13800001234"}],), ([{"phone": "13800001234"}], [{"name": "甲"}] * 4),
)  # fmt: skip
KINDS = (TABLE, GROUP)
