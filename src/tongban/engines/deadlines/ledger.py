"""Why this date: runs of days that count or not, each with its rule.

Reading the ledger alone yields the date again: it is the `last` of the last line; and the lines that count hold exactly
the days of the limit and its extensions, those with a rule `extension` belonging to the extensions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tongban.engines.deadlines.arithmetic import Run
from tongban.engines.deadlines.calendars import NOTHING, Calendar
from tongban.engines.deadlines.hours import HourPiece, Stretch
from tongban.engines.deadlines.periods import Pause
from tongban.kernel.declarations.api import Text


@dataclass(frozen=True)
class Line:
    """Days (for limits in hours: instants) `first` to `last`, both included, whether they count, and by which rule.

    Rules: `start`, `working_day`, `make_up_day`, `calendar_day`, `hours`, `weekend`, `holiday`, `paused: <cause>`,
    `restarted: <cause>`, `rolled_on`, `rolled_back`, `at_once` (a limit of nothing that began paused), and
    `extension N: <rule>` for days of an extension. `note` is the holiday's name.
    """

    first: dt.date
    last: dt.date
    counts: bool
    rule: str
    note: Text = NOTHING


Day = tuple[int, bool, str, Text]


def _cause(pauses: Sequence[Pause], day: dt.date) -> str | None:
    for pause in pauses:
        if pause.start <= day and (pause.end is None or day < pause.end):
            return pause.cause or "pause"
    return None


def _reset(original: int, run: Run, pauses: Sequence[Pause]) -> Iterator[Day]:
    """Days before a restart: whatever ran then is void."""
    cause = next((p.cause for p in pauses if p.policy == "restart" and p.end and p.end.toordinal() == run.start), "")
    for day in range(original, run.start):
        paused = _cause(pauses, dt.date.fromordinal(day))
        yield (day, False, f"paused: {paused}" if paused else f"restarted: {cause or 'pause'}", NOTHING)


def _counted(run: Run, calendar: Calendar, pauses: Sequence[Pause]) -> Iterator[Day]:
    for piece in run.pieces:
        prefix = f"extension {piece.number}: " if piece.number else ""
        working = piece.unit == "working_days"
        for day in range(piece.cursor + 1, piece.end + 1):
            paused = _cause(pauses, dt.date.fromordinal(day))
            kind = calendar.kind(day) if working else "calendar_day" if piece.unit else "at_once"
            if paused is not None:
                yield day, False, f"{prefix}paused: {paused}", NOTHING
            elif kind in ("weekend", "holiday"):
                yield day, False, prefix + kind, calendar.name(day)
            else:
                yield day, bool(piece.unit), prefix + kind, calendar.name(day) if working else NOTHING


def _days(original: int, run: Run, due: int, calendar: Calendar, pauses: Sequence[Pause]) -> Iterator[Day]:
    yield from _reset(original, run, pauses)
    if run.pieces[0].cursor >= run.start:
        yield run.start, False, "start", NOTHING
    yield from _counted(run, calendar, pauses)
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


def of_days(original: int, run: Run, due: int, calendar: Calendar, pauses: Sequence[Pause]) -> tuple[Line, ...]:
    """The ledger of a limit in days, weeks, months or years."""
    return tuple(_runs(_days(original, run, due, calendar, pauses)))


def of_hours(pieces: Sequence[HourPiece], pauses: Sequence[tuple[Stretch, str]]) -> tuple[Line, ...]:
    """The ledger of a limit in hours, on local instants; counting lines end where the next begins."""
    lines: list[Line] = []
    for piece in pieces:
        prefix = f"extension {piece.number}: " if piece.number else ""
        at = piece.begin
        for stretch, cause in sorted(pauses, key=lambda pause: pause[0]):
            if stretch.after <= at or stretch.first >= piece.end:
                continue
            if stretch.first > at:
                lines.append(Line(at, stretch.first, counts=True, rule=f"{prefix}hours"))
            lines.append(
                Line(max(at, stretch.first), stretch.after, counts=False, rule=f"{prefix}paused: {cause or 'pause'}")
            )
            at = stretch.after
        if at < piece.end:
            lines.append(Line(at, piece.end, counts=True, rule=f"{prefix}hours"))
    return tuple(lines)
