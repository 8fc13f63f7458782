"""From a start, a limit, pauses and extensions to a deadline that can explain itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from tongban.engines.deadlines import arithmetic as days
from tongban.engines.deadlines import hours, ledger
from tongban.engines.deadlines.arithmetic import NEVER, CountFrom, Extension, Limit, Pause, Roll, Run, Span
from tongban.engines.deadlines.calendars import Calendar, DeadlineError

Status = Literal["running", "paused", "overdue"]
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """`due`: the last day still in time (a local date-time for hours), None while an open pause holds the clock and
    `as_of` was not given. `provisional`: it depends on a day whose calendar is not published. `status` as of `as_of`.
    `remaining`: days of the limit's kind left after `as_of` (working days, otherwise calendar days; hours for hours),
    negative when overdue, None without `as_of` or `due`. `ledger` is computed when first read.
    """

    due: dt.date | None
    provisional: bool
    status: Status
    remaining: int | Decimal | None
    _explain: Callable[[], tuple[ledger.Line, ...]] = field(repr=False, compare=False)

    @cached_property
    def ledger(self) -> tuple[ledger.Line, ...]:
        return self._explain()


def _day(value: dt.date, zone: dt.tzinfo | None) -> int:
    if isinstance(value, dt.datetime) and value.tzinfo is not None and zone is not None:
        value = value.astimezone(zone)
    return value.toordinal()


def _check(limit: Limit, pauses: Sequence[Pause], extensions: Sequence[Extension], count_from: str, roll: str) -> None:
    days.check_amount("limit", limit.amount, limit.unit)
    if not 0 < limit.factor <= days.MAX_AMOUNT or limit.amount * limit.factor > days.MAX_AMOUNT:
        raise DeadlineError("limit.factor", f"expected a positive number within reason, got {limit.factor}")
    if count_from not in ("next_day", "same_day"):
        raise DeadlineError("count_from", f"expected next_day or same_day, got {count_from!r}")
    if roll not in ("none", "next_working_day", "previous_working_day"):
        raise DeadlineError("roll", f"expected none, next_working_day or previous_working_day, got {roll!r}")
    for index, extension in enumerate(extensions):
        days.check_amount(f"extensions[{index}]", extension.amount, extension.unit)
        if (extension.unit == "hours") != (limit.unit == "hours"):
            raise DeadlineError(f"extensions[{index}].unit", "hours extend a limit in hours, and nothing else does")
    for index, pause in enumerate(pauses):
        if pause.policy not in ("continue", "restart"):
            raise DeadlineError(f"pauses[{index}].policy", f"expected continue or restart, got {pause.policy!r}")


def _closed(pauses: Sequence[Pause], as_of: dt.date | None, zone: dt.tzinfo | None) -> list[Pause]:
    """Open pauses end the day after `as_of`, or never."""
    if as_of is None:
        return list(pauses)
    tomorrow = dt.date.fromordinal(_day(as_of, zone)) + ONE_DAY
    return [pause if pause.end else replace(pause, end=tomorrow) for pause in pauses]


def _dated(pauses: Sequence[Pause], zone: dt.tzinfo | None) -> list[Pause]:
    """Pauses given by date-times as whole local days."""
    return [
        pause
        if not isinstance(pause.start, dt.datetime) and not isinstance(pause.end, dt.datetime)
        else replace(
            pause,
            start=dt.date.fromordinal(_day(pause.start, zone)),
            end=dt.date.fromordinal(_day(pause.end, zone)) if pause.end else None,
        )
        for pause in pauses
    ]


def _spans(pauses: Sequence[Pause], policy: str, zone: dt.tzinfo | None) -> list[Span]:
    return [
        Span(_day(pause.start, zone), _day(pause.end, zone) if pause.end else NEVER)
        for pause in pauses
        if pause.policy == policy
    ]


def _ordered(pauses: Sequence[Pause], zone: dt.tzinfo | None) -> None:
    for index, pause in enumerate(pauses):
        if pause.end and hours.instant(pause.end, zone) < hours.instant(pause.start, zone):
            raise DeadlineError(f"pauses[{index}].to", f"{pause.end} is before the pause begins, {pause.start}")


def compute(
    *,
    start: dt.date,
    limit: Limit,
    calendar: Calendar,
    count_from: CountFrom = "next_day",
    roll: Roll = "none",
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    as_of: dt.date | None = None,
) -> Deadline:
    """The deadline of a period; pure. Dates may be date-times: aware ones are read in the calendar's zone, and the time
    of day matters only for limits in hours. Raises DeadlineError naming the key of what cannot be used.

    `next_day`: the day after `start` is day 1; weeks end on the same weekday, months and years on the same day number,
    clipped to the month's last day. `same_day`: `start` is day 1 if it counts; weeks, months and years end the day
    before that day. A paused day never counts and moves the end; a pause with policy `restart` that begins before the
    period is over makes its end the new start. Extensions count on from the unrolled end; `roll` is applied once, last.
    Hours run from the moment of `start`, whatever `count_from` says.
    """
    _check(limit, pauses, extensions, count_from, roll)
    zone = calendar.zone
    if pauses:
        _ordered(pauses, zone)
    if limit.unit == "hours":
        return _hours(
            start, limit=limit, calendar=calendar, roll=roll, pauses=pauses, extensions=extensions, as_of=as_of
        )
    closed = _dated(_closed(pauses, as_of, zone), zone) if pauses else []
    first = _day(start, zone)
    found = days.settle(
        first, limit, extensions, same_day=count_from == "same_day", calendar=calendar,
        pauses=_spans(closed, "continue", zone), restarts=_spans(closed, "restart", zone),
    )  # fmt: skip
    if found.end == NEVER:
        return Deadline(None, provisional=False, status="paused", remaining=None, _explain=tuple)
    due = days.roll_on(found.end, roll, calendar)
    today = None if as_of is None else _day(as_of, zone)
    return Deadline(
        dt.date.fromordinal(due),
        provisional=_provisional(found, due, roll, calendar),
        status=_status(pauses, today, due, zone),
        remaining=None if today is None else _remaining(today, due, limit.unit, calendar, closed),
        _explain=lambda: ledger.of_days(first, found, due, calendar, closed),
    )


def _provisional(found: Run, due: int, roll: str, calendar: Calendar) -> bool:
    for piece in found.pieces:
        if piece.unit == "working_days" and not calendar.published(piece.cursor + 1, piece.end):
            return True
    return roll != "none" and not calendar.published(min(due, found.end), max(due, found.end))


def _status(pauses: Sequence[Pause], today: int | None, due: int, zone: dt.tzinfo | None) -> Status:
    if today is None:
        return "running"
    if today > due:
        return "overdue"
    for pause in pauses:
        if _day(pause.start, zone) <= today and (pause.end is None or today < _day(pause.end, zone)):
            return "paused"
    return "running"


def _remaining(today: int, due: int, unit: str, calendar: Calendar, pauses: Sequence[Pause]) -> int:
    first, last, sign = (today + 1, due, 1) if today <= due else (due + 1, today, -1)
    spans = days.merge([*_spans(pauses, "continue", calendar.zone), *_spans(pauses, "restart", calendar.zone)])
    working = unit == "working_days"

    def count(first: int, last: int) -> int:
        return calendar.between(first, last) if working else max(0, last - first + 1)

    paused = sum(count(max(first, span.first), min(last, span.after - 1)) for span in spans)
    return sign * (count(first, last) - paused)


def _hours(
    start: dt.date,
    *,
    limit: Limit,
    calendar: Calendar,
    roll: str,
    pauses: Sequence[Pause],
    extensions: Sequence[Extension],
    as_of: dt.date | None,
) -> Deadline:
    zone = calendar.zone
    closed = _closed(pauses, as_of, zone)

    def stretches(*policies: str) -> list[hours.Stretch]:
        return [
            hours.Stretch(hours.instant(p.start, zone), hours.instant(p.end, zone) if p.end else hours.FOREVER)
            for p in closed
            if p.policy in policies
        ]

    begin = hours.instant(start, zone)
    _start, pieces = hours.settle(begin, limit, extensions, stretches("continue"), stretches("restart"))
    end = pieces[-1].end
    if end == hours.FOREVER:
        return Deadline(None, provisional=False, status="paused", remaining=None, _explain=tuple)
    raw = hours.local(end, start, zone)
    due = hours.roll_on(raw, roll, calendar)
    span = sorted((raw.toordinal(), due.toordinal()))
    now = None if as_of is None else hours.instant(as_of, zone)
    left = None if now is None else hours.instant(due, zone) - now
    standing = now is not None and any(s.first <= now < s.after for s in stretches("continue", "restart"))
    overdue = left is not None and left < dt.timedelta()
    named = [(stretch, pause.cause) for pause, stretch in zip(closed, stretches("continue", "restart"), strict=True)]
    return Deadline(
        due,
        provisional=roll != "none" and not calendar.published(*span),
        status="overdue" if overdue else "paused" if standing else "running",
        remaining=None if left is None else (Decimal(left // dt.timedelta(microseconds=1)) / hours.HOUR),
        _explain=lambda: _told(begin, raw, due, pieces=pieces, pauses=named, start=start, zone=zone),
    )


def _told(
    begin: dt.datetime,
    raw: dt.datetime,
    due: dt.datetime,
    *,
    pieces: Sequence[hours.HourPiece],
    pauses: Sequence[tuple[hours.Stretch, str]],
    start: dt.date,
    zone: dt.tzinfo | None,
) -> tuple[ledger.Line, ...]:
    lines = list(ledger.of_hours(pieces, pauses))
    if pieces[0].begin > begin:
        lines.insert(0, ledger.Line(begin, pieces[0].begin, counts=False, rule="restarted: pause"))
    lines = [
        replace(
            line,
            first=hours.local(_instant(line.first), start, zone),
            last=hours.local(_instant(line.last), start, zone),
        )
        for line in lines
    ]
    if due != raw:
        lines.append(ledger.Line(due, due, counts=False, rule="rolled_on" if due > raw else "rolled_back"))
    return tuple(lines)


def _instant(value: dt.date) -> dt.datetime:
    assert isinstance(value, dt.datetime)  # noqa: S101 (of_hours yields date-times only)
    return value
