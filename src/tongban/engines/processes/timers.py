"""When timers fall due: ISO 8601 as BPMN has it, or FEEL over the variables."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import feel
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.graph import Formula, Timer
from tongban.engines.rules import api as rules

_SPAN = re.compile(
    r"P(?=.)(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,7})H)?(?:(?P<minutes>\d{1,8})M)?(?:(?P<seconds>\d{1,9})(?:\.\d+)?S)?)?"
)
_CYCLE = re.compile(r"R(?P<times>\d{0,5})/(?:(?P<first>[^P/][^/]*)/)?(?P<span>P[^/]+)")
FOREVER = -1


@dataclass(frozen=True)
class Due:
    """The next moment, and how many firings follow it (FOREVER: without end)."""

    at: dt.datetime
    left: int = 0


def _cycle(text: str) -> re.Match[str] | None:
    """A repeating interval: so many times (none: without end) a duration, from a first moment if it names one."""
    match = _CYCLE.fullmatch(text)
    if match is None or match["times"] == "0" or not is_span(match["span"]):
        return None
    return match if match["first"] is None or isinstance(_moment(match["first"]), dt.datetime) else None


def is_span(text: str) -> bool:
    """Whether a text is a duration of ISO 8601."""
    return _SPAN.fullmatch(text) is not None


def _literal(timer: Timer, text: str) -> bool:
    if timer.kind == "date":
        return _moment(text) is not None
    return _SPAN.fullmatch(text) is not None


def _moment(text: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)
    except ValueError:
        return None


def due(timer: Timer, context: Mapping[str, Any], element: str, at: dt.datetime) -> Due:
    """When the timer, begun at `at`, falls due. Raises ProcessError when it gives neither date nor duration."""
    if timer.kind == "cycle":
        return _begun(_text_of(timer, context, element, at), element, at)
    value: Any = timer.text
    if not _literal(timer, timer.text):
        value = feel.value(Formula(timer.text, timer.line), context, element, at)
    moment = _due(value, at)
    if moment is None:
        raise ProcessError(
            _("The timer {element} has no date or duration: {value}."), element=element, value=repr(value)
        )
    return Due(moment)


def _text_of(timer: Timer, context: Mapping[str, Any], element: str, at: dt.datetime) -> str:
    """The text of a cycle, of the file or of an expression."""
    if _cycle(timer.text) or is_span(timer.text):
        return timer.text
    value = feel.value(Formula(timer.text, timer.line), context, element, at)
    return value if isinstance(value, str) else ""


def _begun(text: str, element: str, at: dt.datetime) -> Due:
    match = _cycle(text)
    if match is None and is_span(text):
        return Due(after(at, text))
    if match is None:
        raise ProcessError(_("The timer {element} has no cycle: {value}."), element=element, value=repr(text))
    left = int(match["times"]) - 1 if match["times"] else FOREVER
    first = _due(match["first"], at) if match["first"] else None
    return Due(first or after(at, match["span"]), left)


def again(timer: Timer, due_at: dt.datetime, context: Mapping[str, Any]) -> dt.datetime:
    """The next firing of a cycle after the one that was due. Raises ProcessError when there is none."""
    text = _text_of(timer, context, "", due_at)
    match = _cycle(text)
    if match is None:
        raise ProcessError(_("The timer {element} has no cycle: {value}."), element="", value=repr(text))
    return after(due_at, match["span"])


def _due(value: Any, at: dt.datetime) -> dt.datetime | None:
    if isinstance(value, str):
        if _SPAN.fullmatch(value):
            return after(at, value)
        value = _moment(value)
    if isinstance(value, dt.datetime):
        return (value if value.tzinfo else value.replace(tzinfo=get_default_timezone())).astimezone(dt.UTC)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time(), get_default_timezone()).astimezone(dt.UTC)
    if isinstance(value, dt.timedelta):
        return at + value
    return _later(at, value.months) if isinstance(value, rules.YearsMonths) else None


def after(at: dt.datetime, span: str) -> dt.datetime:
    """`at` moved by an ISO 8601 duration; months and years by the calendar."""
    match = _SPAN.fullmatch(span)
    part = {name: int(text or 0) for name, text in match.groupdict().items()} if match else {}
    moved = _later(at, part.pop("years", 0) * 12 + part.pop("months", 0))
    try:
        return moved + dt.timedelta(**part)
    except OverflowError:
        raise ProcessError(_("A timer of {span} is beyond the calendar."), span=span) from None


def _later(at: dt.datetime, months: int) -> dt.datetime:
    if not months:
        return at
    day = at.astimezone(get_default_timezone())
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not dt.MINYEAR <= year < dt.MAXYEAR:
        raise ProcessError(_("A timer of {months} months is beyond the calendar."), months=months)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last)).astimezone(dt.UTC)
