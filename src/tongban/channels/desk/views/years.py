"""A year of a calendar for people and for files: the kinds of days, and its text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from tongban.engines.deadlines import api as deadlines

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
    name = f" ({special.name})" if special is not None and special.name.zh else ""
    until = f" – {special.until}" if special is not None and special.until else ""
    return day, style, str(mark), f"{text}{name}{until}"


def as_toml(year: deadlines.Year) -> str:
    """The text of the file that publishes this year."""
    return "\n".join(_lines(year)) + "\n"


def _lines(year: deadlines.Year) -> Iterator[str]:
    yield f"region = {_quoted(year.region)}"
    yield f"year = {year.year}"
    yield f"source = {_quoted(year.source)}"
    yield f"weekend = {list(year.weekend)}"
    if not year.days:
        yield "days = []"
    for day in year.days:
        yield ""
        yield "[[days]]"
        yield f"date = {day.date}"
        yield f"working = {str(day.working).lower()}"
        if day.name.zh or day.name.en:
            yield f"name = {{ zh = {_quoted(day.name.zh)}, en = {_quoted(day.name.en)} }}"
        if day.until:
            yield f"until = {_quoted(day.until)}"


def _quoted(text: str) -> str:
    """A basic string of TOML: those of JSON are the same but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
