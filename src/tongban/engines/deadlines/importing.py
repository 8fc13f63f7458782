"""The days of a year from CSV or ICS, each fault with its line. What is read is a draft: a person looks at it first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.engines.deadlines.shipped import CLOCK, SpecialDay, Year
from tongban.kernel.declarations.api import DeclarationError, Problem, Text

KINDS = {
    "holiday": "holiday", "holidays": "holiday", "free": "holiday", "休": "holiday", "放假": "holiday",
    "working": "working", "workday": "working", "班": "working", "上班": "working", "half": "half", "半天": "half",
}  # fmt: skip
LONGEST = 100  # characters of a name
SHOWN = 60  # characters of a value in a message
MOST = 40  # faults told
NAMES = "holiday, working, half"


class Fault(ValueError):  # noqa: N818 (a finding, kept in lists)
    """What is wrong on a line of a file, in the reader's language."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Row:
    """A day as a line of a file states it; `kind` is one of KINDS."""

    line: int
    date: dt.date
    kind: str
    name: Text
    until: str = ""


def told(value: str) -> str:
    """A value of a file as a message names it."""
    plain = " ".join(value.split())
    return f"“{plain[:SHOWN]}…”" if len(plain) > SHOWN else f"“{plain}”"


def refused(faults: Iterable[Fault], source: str) -> DeclarationError:
    """The faults of a file, the first MOST of them."""
    first = sorted(faults, key=lambda fault: fault.line)[:MOST]
    return DeclarationError([Problem(source, _("line %d") % fault.line, str(fault)) for fault in first])


def year_of(rows: Iterable[Row], like: Year, *, source: str) -> Year:
    """The year of these days, with region, year, source and weekend of `like`. Raises DeclarationError."""
    seen: dict[dt.date, int] = {}
    faults, days = [], []
    for row in rows:
        try:
            days.append(_day(row, like.year, seen))
        except Fault as fault:
            faults.append(fault)
        seen.setdefault(row.date, row.line)
    if faults:
        raise refused(faults, source)
    return Year(like.region, like.year, like.source, tuple(sorted(days, key=lambda day: day.date)), like.weekend)


def _day(row: Row, year: int, seen: dict[dt.date, int]) -> SpecialDay:
    found = KINDS.get(row.kind.strip().lower())
    if row.date.year != year:
        raise Fault(row.line, _("%(day)s is not a day of %(year)d") % {"day": row.date, "year": year})
    if row.date in seen:
        raise Fault(row.line, _("%(day)s stands on line %(line)d already") % {"day": row.date, "line": seen[row.date]})
    if found is None:
        message = _("unknown kind of day %(kind)s; known: %(known)s")
        raise Fault(row.line, message % {"kind": told(row.kind), "known": NAMES})
    if max(len(row.name.zh), len(row.name.en)) > LONGEST:
        raise Fault(row.line, _("a name has at most %d characters") % LONGEST)
    if bool(row.until) != (found == "half") or (row.until and not CLOCK.fullmatch(row.until)):
        raise Fault(row.line, _("a half day, and only that, says until when offices are open, such as 12:00"))
    return SpecialDay(row.date, found != "holiday", row.name, row.until)
