"""Why this date: runs of days that count or not, each with its rule.

Reading the ledger alone yields the date again: it is the `last` of the last line; and the lines that count hold exactly
the days of the limit and its extensions, those with a rule `extension` belonging to the extensions.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tongban.engines.deadlines.arithmetic import Run, Span
from tongban.engines.deadlines.calendars import NOTHING, Calendar
from tongban.engines.deadlines.hours import HourPiece, Stretch
from tongban.kernel.declarations.api import Text


@dataclass(frozen=True)
class Line:
    """Days (for limits in hours: instants) `first` to `last`, both included, whether they count, and by which rule.

    Rules: `start`, `working_day`, `make_up_day`, `half_day`, `calendar_day`, `hours`, `weekend`, `holiday`,
    `paused: <cause>`, `restarted: <cause>`, `rolled_on`, `rolled_back`, `at_once` (a limit of nothing that began
    paused), and `extension N: <rule>` for days of an extension. `note` is the holiday's name.
    """

    first: dt.date
    last: dt.date
    counts: bool
    rule: str
    note: Text = NOTHING


Day = tuple[int, bool, str, Text]


def _causes(pauses: Sequence[Span]) -> Callable[[int], str]:
    """Why the clock stands on a day: the cause of the first pause that holds it; empty where it runs."""
    points = sorted({point for pause in pauses for point in pause[:2]})
    causes = [""] + [
        next((pause.cause for pause in pauses if pause.first <= point < pause.after), "") for point in points
    ]
    return lambda day: causes[bisect_right(points, day)]


def _reset(original: int, run: Run, pauses: Sequence[Span], stands: Callable[[int], str]) -> Iterator[Day]:
    """Days before a restart: whatever ran then is void."""
    causes = [pause.cause for pause in pauses if pause.policy == "restart" and pause.after == run.start]
    for day in range(original, run.start):
        cause = stands(day)
        yield day, False, f"paused: {cause}" if cause else f"restarted: {causes[0]}", NOTHING


def _counted(run: Run, calendar: Calendar, stands: Callable[[int], str]) -> Iterator[Day]:
    for piece in run.pieces:
        prefix = f"extension {piece.number}: " if piece.number else ""
        working = piece.unit == "working_days"
        for day in range(piece.cursor + 1, piece.end + 1):
            cause = stands(day)
            kind = calendar.kind(day) if working else "calendar_day" if piece.unit else "at_once"
            if cause:
                yield day, False, f"{prefix}paused: {cause}", NOTHING
            elif kind in ("weekend", "holiday"):
                yield day, False, prefix + kind, calendar.name(day)
            else:
                yield day, bool(piece.unit), prefix + kind, calendar.name(day) if working else NOTHING


def _days(original: int, run: Run, due: int, calendar: Calendar, pauses: Sequence[Span]) -> Iterator[Day]:
    stands = _causes(pauses)
    yield from _reset(original, run, pauses, stands)
    if run.pieces[0].cursor >= run.start:
        yield run.start, False, "start", NOTHING
    yield from _counted(run, calendar, stands)
    for day in range(run.end + 1, due):
        yield day, False, calendar.kind(day), calendar.name(day)
    if due != run.end:
        yield due, False, "rolled_on" if due > run.end else "rolled_back", NOTHING


def _runs(days: Iterable[Day]) -> Iterator[Line]:
    first = last = 0
    held: tuple[bool, str, Text] | None = None
    for day, counts, rule, note in days:
        facts = (counts, rule, note)
        if held == facts and day == last + 1:
            last = day
            continue
        if held is not None:
            yield Line(dt.date.fromordinal(first), dt.date.fromordinal(last), *held)
        first, last, held = day, day, facts
    if held is not None:
        yield Line(dt.date.fromordinal(first), dt.date.fromordinal(last), *held)


def of_days(original: int, run: Run, due: int, calendar: Calendar, pauses: Sequence[Span]) -> tuple[Line, ...]:
    """The ledger of a limit in days, weeks, months or years."""
    return tuple(_runs(_days(original, run, due, calendar, pauses)))


def of_hours(pieces: Sequence[HourPiece], pauses: Sequence[Stretch]) -> tuple[Line, ...]:
    """The ledger of a limit in hours, on local instants; counting lines end where the next begins."""
    lines: list[Line] = []
    for piece in pieces:
        prefix = f"extension {piece.number}: " if piece.number else ""
        at = piece.begin
        for stretch in sorted(pauses):
            if stretch.after <= at or stretch.first >= piece.end:
                continue
            if stretch.first > at:
                lines.append(Line(at, stretch.first, counts=True, rule=f"{prefix}hours"))
            lines.append(
                Line(max(at, stretch.first), stretch.after, counts=False, rule=f"{prefix}paused: {stretch.cause}")
            )
            at = stretch.after
        if at < piece.end:
            lines.append(Line(at, piece.end, counts=True, rule=f"{prefix}hours"))
    return tuple(lines)
