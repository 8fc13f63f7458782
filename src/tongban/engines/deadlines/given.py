"""What was asked: checked, and brought to local days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tongban.engines.deadlines.arithmetic import Span
from tongban.engines.deadlines.calendars import DeadlineError
from tongban.engines.deadlines.hours import Stretch, instant
from tongban.engines.deadlines.periods import MAX_AMOUNT, Extension, Limit, Pause, check_amount

ONE_DAY = dt.timedelta(days=1)


def day_of(value: dt.date, zone: dt.tzinfo | None) -> int:
    """The ordinal of a date, or of a date-time's day in the zone."""
    if type(value) is dt.date:  # most are: the quickest way out
        return value.toordinal()
    if zone is not None and isinstance(value, dt.datetime) and value.tzinfo is not None:
        value = value.astimezone(zone)
    return value.toordinal()


def check(limit: Limit, pauses: Sequence[Pause], extensions: Sequence[Extension], count_from: str, roll: str) -> None:
    """Raises DeadlineError naming the key of what cannot be used."""
    check_amount("limit", limit.amount, limit.unit)
    if not 0 < limit.factor <= MAX_AMOUNT or limit.amount * limit.factor > MAX_AMOUNT:
        raise DeadlineError("limit.factor", f"expected a positive number within reason, got {limit.factor}")
    if count_from not in ("next_day", "same_day"):
        raise DeadlineError("count_from", f"expected next_day or same_day, got {count_from!r}")
    if roll not in ("none", "next_working_day", "previous_working_day"):
        raise DeadlineError("roll", f"expected none, next_working_day or previous_working_day, got {roll!r}")
    for index, extension in enumerate(extensions):
        check_amount("extensions", extension.amount, extension.unit, index)
        if (extension.unit == "hours") != (limit.unit == "hours"):
            raise DeadlineError(f"extensions[{index}].unit", "hours extend a limit in hours, and nothing else does")
    for index, pause in enumerate(pauses):
        if pause.policy not in ("continue", "restart"):
            raise DeadlineError(f"pauses[{index}].policy", f"expected continue or restart, got {pause.policy!r}")


def spans(pauses: Sequence[Pause], as_of: dt.date | None, zone: dt.tzinfo | None) -> list[Span]:
    """Pauses as whole local days. One without end lasts through `as_of`; it is left out if it had not begun then."""
    tomorrow = 0 if as_of is None else day_of(as_of, zone) + 1
    found = []
    for pause in pauses:
        first = day_of(pause.start, zone)
        if pause.end or first < tomorrow:
            after = day_of(pause.end, zone) if pause.end else tomorrow
            found.append(Span(first, after, pause.cause or "pause", pause.policy))
    return found


def stretches(pauses: Sequence[Pause], as_of: dt.date | None, zone: dt.tzinfo | None) -> list[Stretch]:
    """The same as instants."""
    tomorrow = None if as_of is None else dt.date.fromordinal(day_of(as_of, zone)) + ONE_DAY
    found = []
    for pause in pauses:
        first, end = instant(pause.start, zone), pause.end or tomorrow
        if end and (pause.end or first < instant(end, zone)):
            found.append(Stretch(first, instant(end, zone), pause.cause or "pause", pause.policy))
    return found


def ordered(pauses: Sequence[Pause], zone: dt.tzinfo | None) -> None:
    """Raises DeadlineError for a pause that ends before it begins."""
    for index, pause in enumerate(pauses):
        end, start = pause.end, pause.start
        if not end:
            continue
        plain = type(end) is type(start) is dt.date
        if end < start if plain else instant(end, zone) < instant(start, zone):
            raise DeadlineError(f"pauses[{index}].to", f"{end} is before the pause begins, {start}")
