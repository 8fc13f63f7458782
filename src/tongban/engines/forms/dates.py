"""Days as people write them."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from tongban.engines.forms.tidying import compact, tidy

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _in_words(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of "5 March 2026" or "Mar. 5, 2026"."""
    plain = tidy(text).lower().replace(",", "")
    found = re.fullmatch(r"(?P<d>\d{1,2}) (?P<m>[a-z]{3,9})\.? (?P<y>\d{4})", plain) or re.fullmatch(
        r"(?P<m>[a-z]{3,9})\.? (?P<d>\d{1,2}) (?P<y>\d{4})", plain
    )
    if not found or found["m"][:3] not in MONTHS:
        return None
    return int(found["y"]), MONTHS.index(found["m"][:3]) + 1, int(found["d"])


def _in_digits(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of 2026-3-5, 2026/03/05, 2026.3.5, 2026年3月5日 or 20260305."""
    found = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text) or re.fullmatch(
        r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?", text
    )
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def read_date(raw: str) -> dt.date:
    """The day that a text says. Raises ValueError with a message for the person."""
    parts = _in_digits(compact(raw)) or _in_words(raw)
    if parts is None:
        raise ValueError(_("Write the date as year, month and day, such as 2026-11-23."))
    try:
        return dt.date(*parts)
    except ValueError:
        raise ValueError(_("There is no such day in the calendar. Check the day and the month.")) from None


def check_day(day: dt.date, low: dt.date | None, high: dt.date | None) -> None:
    """Raises ValueError when a day is outside."""
    if low is not None and day < low:
        raise ValueError(_("The date must be %(bound)s or later.") % {"bound": low.isoformat()})
    if high is not None and day > high:
        raise ValueError(_("The date must be %(bound)s or earlier.") % {"bound": high.isoformat()})
