"""Moments of the calendar: a day, a month, a year, a time of day, a day with its time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tongban.engines.forms.dates import check_day, read_date
from tongban.engines.forms.kinds.kind import Kind, is_day
from tongban.engines.forms.options import local_day
from tongban.engines.forms.sayings import say
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field


@dataclass(frozen=True)
class Day(Kind):
    feel: ClassVar[str] = "date"
    takes: ClassVar[frozenset[str]] = frozenset({"min", "max"})
    widget: ClassVar[str] = "date"

    def fault(self, field: Field) -> str:
        for name in ("min", "max"):
            value = getattr(field, name)
            if value is not None and value != "today" and not is_day(value):
                return say("date-bounds", key=name)
        return super().fault(field)

    def within(self, field: Field, day: dt.date, at: dt.datetime) -> None:
        today = local_day(at)
        check_day(day, *(today if bound == "today" else bound for bound in (field.min, field.max)))

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        day = read_date(raw)
        self.within(field, day, at)
        return day.isoformat()

    def typed(self, field: Field, value: Any) -> dt.date | None:
        try:
            return read_date(str(value))
        except ValueError:
            return None

    def shown(self, field: Field, known: Any) -> str:
        return date_format(known, _("j F Y"), use_l10n=False)

    def export(self, field: Field, value: Any, at: dt.datetime) -> str:
        known = self.typed(field, value)
        return str(value or "") if known is None else known.isoformat()

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        found: dict[str, Any] = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        bounds = (("min", field.min), ("max", field.max))
        return found | {f"x-{name}": str(value) for name, value in bounds if value is not None}


DATE = Day(
    "date", Text("日期", "Date"),
    Text("可写 2026-12-01、2026年12月1日等。", "2026-12-01, 1 December 2026 and other ways."),
    'min = "today"', ("2099-12-01", "2099年12月1日"), ("2099-02-30", "明天", "2020-01-01"),
)  # fmt: skip
KINDS = (DATE,)
