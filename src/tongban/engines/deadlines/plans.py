"""One day for several periods that wait for one another: the critical path, and for each period why it falls there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tongban.engines.deadlines.calendars import Calendar, DeadlineError
from tongban.engines.deadlines.compute import compute
from tongban.engines.deadlines.periods import Extension, Limit, Pause

JOINT = "joint"
NOTHING = Limit(0, "calendar_days")


@dataclass(frozen=True)
class Step:
    """A period that begins when all of `after` are over, or with the whole. `ended`: the day on which it was over."""

    id: str
    limit: Limit | None = None
    after: tuple[str, ...] = ()
    ended: dt.date | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True)
class Planned:
    """When a step begins and is due. `waits_for`: the step that is over last of those before it, empty at the start of
    the whole; `open`: it, or one before it, stands still and nobody knows until when: `due` is the earliest day.
    """

    id: str
    begins: dt.date
    due: dt.date
    ended: dt.date | None
    waits_for: str
    open: bool
    provisional: bool
    critical: bool = False

    @property
    def over(self) -> dt.date:
        """The day that counts for those after it: whoever is late moves nobody's promise."""
        return min(self.ended, self.due) if self.ended else self.due


@dataclass(frozen=True)
class Plan:
    """`due` of the whole, set by the step that `bound_by` names or by the joint limit (`JOINT`); `path` are the
    critical steps in order, `path_due` the day to which they lead.
    """

    due: dt.date
    bound_by: str
    path_due: dt.date
    path: tuple[str, ...]
    open: bool
    provisional: bool
    steps: tuple[Planned, ...]


def plan(
    *, start: dt.date, steps: Sequence[Step], calendar: Calendar, as_of: dt.date, joint: dt.date | None = None
) -> Plan:
    """The day on which all steps are over at the latest, capped by `joint`; pure. A step that is over early lets the
    others begin early, one that is late does not. Raises DeadlineError naming what is unknown, twice or in a circle.
    """
    if not steps:
        raise DeadlineError("steps", "expected at least one")
    found: dict[str, Planned] = {}
    for step in ordered(steps):
        found[step.id] = _planned(step, found, start, calendar, as_of)
    listed = [found[step.id] for step in steps]
    last = max(listed, key=lambda one: one.over)
    path = [last.id]
    while found[path[0]].waits_for:
        path.insert(0, found[path[0]].waits_for)
    live = [one for one in listed if one.ended is None]
    capped = joint is not None and joint < last.over
    return Plan(
        joint if capped and joint is not None else last.over, JOINT if capped else last.id, last.over, tuple(path),
        any(one.open for one in live), any(one.provisional for one in live),
        tuple(replace(one, critical=one.id in path) for one in listed),
    )  # fmt: skip


def _planned(
    step: Step, before: Mapping[str, Planned], start: dt.date, calendar: Calendar, as_of: dt.date
) -> Planned:  # fmt: skip
    last = max((before[one] for one in step.after), key=lambda one: one.over, default=None)
    begins = last.over if last else start
    found = compute(
        start=begins, limit=step.limit or NOTHING, calendar=calendar, pauses=step.pauses, extensions=step.extensions,
        as_of=as_of,
    )  # fmt: skip
    assert found.due is not None  # noqa: S101 (with `as_of` there is always one)
    due = _day(found.due)
    stands = any(one.end is None and _day(one.start) <= due for one in step.pauses)
    ahead = [before[one] for one in step.after if before[one].ended is None]
    return Planned(
        step.id, _day(begins), due, step.ended, last.id if last else "",
        step.ended is None and (stands or any(one.open for one in ahead)),
        found.provisional or any(one.provisional for one in ahead),
    )  # fmt: skip


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def ordered(steps: Sequence[Step]) -> list[Step]:
    """The steps so that each comes after those for which it waits. Raises DeadlineError."""
    known = {step.id: step for step in steps}
    if len(known) != len(steps):
        raise DeadlineError("steps", "each step once")
    done: dict[str, Step] = {}
    waiting = list(steps)
    while waiting:
        ready = [step for step in waiting if all(one in done for one in step.after)]
        for step in ready:
            done[step.id] = step
        if not ready:
            strange = sorted({one for step in waiting for one in step.after} - set(known))
            names = ", ".join(strange or [step.id for step in waiting])
            raise DeadlineError("after", f"unknown: {names}" if strange else f"a circle: {names}")
        waiting = [step for step in waiting if step.id not in done]
    return list(done.values())
