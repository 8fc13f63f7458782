"""When a resource is open: rules over the working calendar, and the slots of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Opening:
    """Open from `first` to `last` (local times), in slots of `minutes` with so many `seats`, on working days;
    `weekdays` (ISO, 1 Monday) narrows the rule to some of them. Raises ValueError for a rule that yields no slot.
    """

    first: dt.time
    last: dt.time
    minutes: int
    seats: int
    weekdays: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.minutes < 1 or self.seats < 1:
            raise ValueError("an opening has slots of at least one minute and one seat")
        if dt.timedelta(minutes=self.minutes) > _since_midnight(self.last) - _since_midnight(self.first):
            raise ValueError(f"from {self.first} to {self.last} there is no room for a slot of {self.minutes} minutes")
        if not set(self.weekdays) <= set(range(1, 8)):
            raise ValueError("weekdays are ISO weekdays, 1 (Monday) to 7 (Sunday)")


def _since_midnight(time: dt.time) -> dt.timedelta:
    return dt.timedelta(hours=time.hour, minutes=time.minute)


def as_json(openings: Iterable[Opening]) -> list[dict[str, Any]]:
    return [
        {
            "first": one.first.isoformat("minutes"),
            "last": one.last.isoformat("minutes"),
            "minutes": one.minutes,
            "seats": one.seats,
            "weekdays": list(one.weekdays),
        }
        for one in openings
    ]


def from_json(rows: Iterable[dict[str, Any]]) -> tuple[Opening, ...]:
    return tuple(
        Opening(
            dt.time.fromisoformat(row["first"]), dt.time.fromisoformat(row["last"]), row["minutes"], row["seats"],
            tuple(row["weekdays"]),
        )
        for row in rows
    )  # fmt: skip


def slots_of(
    day: dt.date, openings: Iterable[Opening], zone: dt.tzinfo
) -> Iterator[tuple[dt.datetime, dt.datetime, int]]:
    """Start, end (UTC) and seats of each slot of a day that is open, by start."""
    found: dict[dt.datetime, tuple[dt.datetime, int]] = {}
    for opening in openings:
        if opening.weekdays and day.isoweekday() not in opening.weekdays:
            continue
        length = dt.timedelta(minutes=opening.minutes)
        start = dt.datetime.combine(day, opening.first)
        while start + length <= dt.datetime.combine(day, opening.last):
            begin = start.replace(tzinfo=zone).astimezone(dt.UTC)
            found[begin] = (begin + length, opening.seats + found.get(begin, (begin, 0))[1])
            start += length
    for begin in sorted(found):
        yield begin, *found[begin]
