"""From a start, a limit in hours, pauses and extensions to a deadline that can explain itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from tongban.engines.deadlines import hours, ledger
from tongban.engines.deadlines.calendars import Calendar
from tongban.engines.deadlines.deadline import Deadline
from tongban.engines.deadlines.given import closed
from tongban.engines.deadlines.periods import Extension, Limit, Pause


def compute_hours(
    start: dt.date,
    *,
    limit: Limit,
    calendar: Calendar,
    roll: str,
    pauses: Sequence[Pause],
    extensions: Sequence[Extension],
    as_of: dt.date | None,
) -> Deadline:
    """The deadline of a limit in hours."""
    zone = calendar.zone
    ended = closed(pauses, as_of, zone)

    def stretches(*policies: str) -> list[hours.Stretch]:
        return [
            hours.Stretch(hours.instant(p.start, zone), hours.instant(p.end, zone) if p.end else hours.FOREVER)
            for p in ended
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
    named = [(stretch, pause.cause) for pause, stretch in zip(ended, stretches("continue", "restart"), strict=True)]
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
