"""Texts of timers: ISO 8601, cron, an expression, or none of them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from tongban.engines.processes.bpmn import expressions
from tongban.engines.processes.saying import either
from tongban.engines.processes.saying import say as _

Kind = Literal["iso", "cron", "feel", "foreign", "wrong"]
_SPAN = (
    r"P(?=.)(?:\d+(?:\.\d+)?Y)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?W)?(?:\d+(?:\.\d+)?D)?"
    r"(?:T(?=.)(?:\d+(?:\.\d+)?H)?(?:\d+(?:\.\d+)?M)?(?:\d+(?:\.\d+)?S)?)?"
)
SPAN = re.compile(_SPAN)
_REPEATED = re.compile(r"R(?P<times>\d*)(?:/(?P<one>[^/]+))?/(?P<other>[^/]+)")
_FIELD = r"(?:[\d*?/,\-LW#]|[A-Z]{3})+"
_CRON = re.compile(rf"@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every .+)|{_FIELD}(?: +{_FIELD}){{4,6}}")
EXAMPLES = {
    "date": ("2026-11-23T09:00:00+08:00",),
    "duration": ("P20D", "PT8H"),
    "cycle": ("R3/P1D", "R/PT1H"),
}
NAMES = {"date": _("date"), "duration": _("duration"), "cycle": _("cycle")}
_PARTS = re.compile(r"\.\d+[^S\d]")
_CAPITALS = re.compile(r"[A-Z0-9/:.+-]+")


def kind(place: str, text: str) -> tuple[Kind, str]:
    """What a text is at a place (`date`, `duration`, `cycle`), and why when it is wrong or not executed."""
    if _iso(place, text):
        return ("iso", "") if _played(text) else ("foreign", _("this form of ISO 8601 is not executed"))
    if _CRON.fullmatch(text.strip()):
        return "cron", ""
    if expressions.foreign(text):
        return "foreign", ""
    expected = either(EXAMPLES[place])
    if not text:
        return "wrong", _("the time is missing; expected %(expected)s", expected=expected)
    if _CAPITALS.fullmatch(text):
        return "wrong", _(
            "expected an ISO 8601 %(place)s such as %(expected)s, got %(text)r",
            place=NAMES[place],
            expected=expected,
            text=text[:60],
        )
    why = expressions.fault(text)
    return (
        ("wrong", _("neither ISO 8601 nor FEEL: %(why)s; expected %(expected)s", why=why, expected=expected))
        if why
        else ("feel", "")
    )


def _iso(place: str, text: str) -> bool:
    if place == "date":
        return is_moment(text)
    if SPAN.fullmatch(text):
        return True
    match = _REPEATED.fullmatch(text)
    if place != "cycle" or match is None or match["times"].strip("0") == "" != match["times"]:
        return False
    one, other = match["one"], match["other"]
    if one is None:
        return SPAN.fullmatch(other) is not None
    spans = [part for part in (one, other) if SPAN.fullmatch(part)]
    return len(spans) <= 1 and all(part in spans or is_moment(part) for part in (one, other))


def _played(text: str) -> bool:
    """Fractions of seconds only; a cycle by its duration, which a moment with a time may precede."""
    match = _REPEATED.fullmatch(text)
    one, span = (match["one"], match["other"]) if match else (None, text)
    first = one is None or ("T" in one and is_moment(one))
    return first and (is_moment(text) or (SPAN.fullmatch(span) is not None and not _PARTS.search(span)))


def is_moment(text: str) -> bool:
    """Whether a text is a date or a date and time of ISO 8601."""
    try:
        if "T" in text:
            dt.datetime.fromisoformat(text)
        else:
            dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
