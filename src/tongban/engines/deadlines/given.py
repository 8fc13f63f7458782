"""What was asked: checked, and brought to local days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from tongban.engines.deadlines.calendars import DeadlineError
from tongban.engines.deadlines.hours import instant
from tongban.engines.deadlines.periods import MAX_AMOUNT, Extension, Limit, Pause, check_amount

ONE_DAY = dt.timedelta(days=1)


def day_of(value: dt.date, zone: dt.tzinfo | None) -> int:
    """The ordinal of a date, or of a date-time's day in the zone."""
    if isinstance(value, dt.datetime) and value.tzinfo is not None and zone is not None:
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
        check_amount(f"extensions[{index}]", extension.amount, extension.unit)
        if (extension.unit == "hours") != (limit.unit == "hours"):
            raise DeadlineError(f"extensions[{index}].unit", "hours extend a limit in hours, and nothing else does")
    for index, pause in enumerate(pauses):
        if pause.policy not in ("continue", "restart"):
            raise DeadlineError(f"pauses[{index}].policy", f"expected continue or restart, got {pause.policy!r}")


def closed(pauses: Sequence[Pause], as_of: dt.date | None, zone: dt.tzinfo | None) -> list[Pause]:
    """Open pauses end the day after `as_of`, or never."""
    if as_of is None:
        return list(pauses)
    tomorrow = dt.date.fromordinal(day_of(as_of, zone)) + ONE_DAY
    return [pause if pause.end else replace(pause, end=tomorrow) for pause in pauses]


def dated(pauses: Sequence[Pause], zone: dt.tzinfo | None) -> list[Pause]:
    """Pauses given by date-times as whole local days."""
    return [
        pause
        if not isinstance(pause.start, dt.datetime) and not isinstance(pause.end, dt.datetime)
        else replace(
            pause,
            start=dt.date.fromordinal(day_of(pause.start, zone)),
            end=dt.date.fromordinal(day_of(pause.end, zone)) if pause.end else None,
        )
        for pause in pauses
    ]


def ordered(pauses: Sequence[Pause], zone: dt.tzinfo | None) -> None:
    """Raises DeadlineError for a pause that ends before it begins."""
    for index, pause in enumerate(pauses):
        if pause.end and instant(pause.end, zone) < instant(pause.start, zone):
            raise DeadlineError(f"pauses[{index}].to", f"{pause.end} is before the pause begins, {pause.start}")
