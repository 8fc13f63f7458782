"""Moments beside the day: a time of day, a day with its time, a month, a year."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tongban.engines.forms.dates import read_date
from tongban.engines.forms.kinds.contact import Compacted
from tongban.engines.forms.tidying import compact, tidy
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

FIRST_YEAR, LAST_YEAR = 1000, 9999


def clock(raw: str) -> dt.time:
    """The time of day that a text says: 9:30, 0930, 9点30分, 9:30 pm. Raises ValueError for the person."""
    text = compact(raw).lower()
    found = re.fullmatch(r"(\d{1,2})(?:[:点时.](\d{2}|)分?|(\d{2}))(?::00)?(am|pm)?", text, flags=re.ASCII)
    hour = int(found[1]) if found else 99
    if found and found[4]:
        hour = hour % 12 + (12 if found[4] == "pm" else 0) if 1 <= hour <= 12 else 99  # noqa: PLR2004 (hours of a clock)
    try:
        return dt.time(hour, int((found and (found[2] or found[3])) or 0))
    except ValueError:
        raise ValueError(_("Write the time as hours and minutes, such as 09:30.")) from None


@dataclass(frozen=True)
class Clock(Compacted):
    feel: ClassVar[str] = "time"
    widget: ClassVar[str] = "time"

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        return clock(raw).strftime("%H:%M")

    def typed(self, field: Field, value: Any) -> Any:
        text = super().typed(field, value)
        return dt.time.fromisoformat(text) if text else None

    def shown(self, field: Field, known: Any) -> str:
        return str(known.strftime("%H:%M"))

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}


@dataclass(frozen=True)
class Moment(Compacted):
    """A day and a time, in the node's zone."""

    feel: ClassVar[str] = "date and time"
    widget: ClassVar[str] = "datetime"

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        day, _mark, time = tidy(raw).replace("T", " ").rpartition(" ")
        if not day:
            raise ValueError(_("Write the day and the time, such as 2026-12-01 09:30."))
        return f"{read_date(day).isoformat()}T{clock(time):%H:%M}"

    def typed(self, field: Field, value: Any) -> Any:
        text = super().typed(field, value)
        return dt.datetime.fromisoformat(text) if text else None

    def shown(self, field: Field, known: Any) -> str:
        return f"{date_format(known, _('j F Y'), use_l10n=False)} {known:%H:%M}"

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$"}


@dataclass(frozen=True)
class Month(Compacted):
    """A month of a year, kept as YYYY-MM; FEEL sees its first day."""

    feel: ClassVar[str] = "date"

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        found = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})月?", compact(raw), flags=re.ASCII)
        if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) < FIRST_YEAR:  # noqa: PLR2004 (months)
            raise ValueError(_("Write the year and the month, such as 2026-12."))
        return f"{found[1]}-{int(found[2]):02d}"

    def typed(self, field: Field, value: Any) -> Any:
        text = super().typed(field, value)
        return dt.date.fromisoformat(f"{text}-01") if text else None

    def shown(self, field: Field, known: Any) -> str:
        return date_format(known, _("F Y"), use_l10n=False)

    def export(self, field: Field, value: Any, at: dt.datetime) -> str:
        return str(value or "")

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}


@dataclass(frozen=True)
class Year(Compacted):
    feel: ClassVar[str] = "number"
    inputmode: ClassVar[str] = "numeric"
    takes: ClassVar[frozenset[str]] = frozenset({"min", "max"})

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> str:
        text = compact(raw).removesuffix("年")
        year = int(text) if re.fullmatch(r"[0-9]{4}", text) else 0
        low, high = max(field.min or 0, FIRST_YEAR), min(field.max or LAST_YEAR, LAST_YEAR)
        if not low <= year <= high:
            facts = {"low": low, "high": high}
            raise ValueError(_("Write a year in four digits from %(low)s to %(high)s.") % facts)
        return text

    def typed(self, field: Field, value: Any) -> Any:
        text = super().typed(field, value)
        return Decimal(text) if text else None

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[1-9][0-9]{3}$"}


TIME = Clock(
    "time", Text("时间", "Time of day"), Text("24 小时制。", "By the 24-hour clock; 9:30 pm is read too."),
    "", ("9:30", "21点05分", "9:30 pm"), ("25:00", "早上"),
)  # fmt: skip
DATETIME = Moment(
    "datetime", Text("日期和时间", "Date and time"), Text("按本地时间。", "In local time."),
    "", ("2099-12-01T09:30", "2099年12月1日 9:30"), ("2099-12-01", "2099-02-30 09:30"),
)  # fmt: skip
MONTH = Month("month", Text("年月", "Year and month"), Text("", ""), "", ("2026年3月", "2026-12"), ("2026-13", "三月"))
YEAR = Year("year", Text("年份", "Year"), Text("", ""), "min = 1949\nmax = 2100", ("2026年",), ("26", "1900"))
KINDS = (TIME, DATETIME, MONTH, YEAR)
