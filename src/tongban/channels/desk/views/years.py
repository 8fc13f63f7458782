"""A year of a calendar for people and for files: the kinds of days, and its text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.web.api import aside

MARKS = {  # of a kind of day: its class, its mark, its name
    "holiday": ("holiday", _("off"), _("Free by announcement")),
    "made-up": ("made-up", _("on"), _("Worked on a day of the weekend")),
    "half": ("half", _("half"), _("Half working day")),
    "weekend": ("rest", "", _("Weekend")),
}


def marked(day: dt.date, special: deadlines.SpecialDay | None, weekend: Sequence[int]) -> tuple[dt.date, str, str, str]:
    """A day of the picture: its class, its mark, and in words what it is."""
    kind = "weekend" if day.isoweekday() in weekend else ""
    if special is not None:
        kind = "half" if special.until else "made-up" if special.working else "holiday"
    if not kind:
        return day, "", "", ""
    style, mark, text = MARKS[kind]
    name = aside(special.name) if special is not None and special.name.zh else ""
    until = f" – {special.until}" if special is not None and special.until else ""
    return day, style, str(mark), f"{text}{name}{until}"
