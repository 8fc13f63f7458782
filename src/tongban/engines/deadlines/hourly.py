"""From a start, a limit in hours, pauses and extensions to a deadline that can explain itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from tongban.engines.deadlines import hours, ledger
from tongban.engines.deadlines.calendars import Calendar
from tongban.engines.deadlines.deadline import Deadline
from tongban.engines.deadlines.given import stretches
from tongban.engines.deadlines.periods import Extension, Limit, Pause


def compute_hours(
    start: dt.date,
    zone: dt.tzinfo | None,
    *,
    limit: Limit,
    calendar: Calendar,
    roll: str,
    pauses: Sequence[Pause],
    extensions: Sequence[Extension],
    as_of: dt.date | None,
) -> Deadline:
    """The deadline of a limit in hours."""
    stops = stretches(pauses, as_of, zone)
    begin = hours.instant(start, zone)
    _start, pieces = hours.settle(begin, limit, extensions, stops)
    end = pieces[-1].end
    raw = hours.local(end, start, zone)
    due = hours.roll_on(raw, roll, calendar)
    span = sorted((raw.toordinal(), due.toordinal()))
    now = None if as_of is None else hours.instant(as_of, zone)
    left = None if now is None else hours.running(now, hours.instant(due, zone), stops)
    standing = now is not None and any(s.first <= now < s.after for s in stops)
    overdue = left is not None and left < dt.timedelta()
    return Deadline(
        due,
        provisional=roll != "none" and not calendar.published(*span),
        status="overdue" if overdue else "paused" if standing else "running",
        remaining=None if left is None else (Decimal(left // dt.timedelta(microseconds=1)) / hours.HOUR),
        _explain=lambda: _told(begin, raw, due, pieces=pieces, pauses=stops, start=start, zone=zone),
    )


def _told(
    begin: dt.datetime,
    raw: dt.datetime,
    due: dt.datetime,
    *,
    pieces: Sequence[hours.HourPiece],
    pauses: Sequence[hours.Stretch],
    start: dt.date,
    zone: dt.tzinfo | None,
) -> tuple[ledger.Line, ...]:
    lines = list(ledger.of_hours(pieces, pauses))
    if pieces[0].begin > begin:
        cause = next(one.cause for one in pauses if one.policy == "restart" and one.after == pieces[0].begin)
        lines.insert(0, ledger.Line(begin, pieces[0].begin, counts=False, rule=f"restarted: {cause}"))
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
