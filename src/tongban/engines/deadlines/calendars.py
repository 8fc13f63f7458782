"""A calendar of working days: which days count, how far it is published, and counting in logarithmic time."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

from tongban.kernel.declarations.api import Text

SATURDAY_SUNDAY = frozenset({6, 7})
MAX_ORDINAL = dt.date.max.toordinal()
CHUNK = 1500  # days added on either side when a question goes beyond what is laid out
NOTHING = Text("", "")


class DeadlineError(ValueError):
    """A limit, pause, extension or calendar cannot be used. `key` names the place in the request."""

    def __init__(self, key: str, message: str) -> None:
        self.key, self.message = key, message
        super().__init__(f"{key}: {message}" if key else message)


def _known(years: Iterable[int] | None, until: int) -> list[tuple[int, int]]:
    """The stretches of days that are published, as first and last ordinals."""
    if years is None:
        return [(0, until)]
    found: list[tuple[int, int]] = []
    for year in sorted(years):
        first, last = dt.date(year, 1, 1).toordinal(), min(until, dt.date(year, 12, 31).toordinal())
        if found and found[-1][1] == first - 1:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


class Calendar:
    """Working days of a region. Days are proleptic ordinals (`date.toordinal()`); immutable from outside.

    `weekend` holds ISO weekdays (1 Monday to 7 Sunday), `weekends` those of years that differ, `holidays` free days,
    `working` make-up working days, `half` working days on which offices close early: they count as days. After
    `published_until` and, if `years` is given, in other years only the weekend is known and results are provisional.
    `names` says what a special day is. `zone` is where an aware date-time is read; without it the offset of the start.
    """

    def __init__(
        self,
        *,
        region: str = "",
        weekend: Iterable[int] = SATURDAY_SUNDAY,
        weekends: Mapping[int, Iterable[int]] | None = None,
        holidays: Iterable[dt.date] = (),
        working: Iterable[dt.date] = (),
        half: Iterable[dt.date] = (),
        published_until: dt.date | None = None,
        years: Iterable[int] | None = None,
        names: Mapping[dt.date, Text] | None = None,
        zone: dt.tzinfo | None = None,
    ) -> None:
        self.region = region
        self.weekend = frozenset(weekend)
        self.holidays = frozenset(day.toordinal() for day in holidays)
        self.half = frozenset(day.toordinal() for day in half)
        self.working = frozenset(day.toordinal() for day in working) | self.half
        self.names = {day.toordinal(): text for day, text in (names or {}).items()}
        self.zone = zone
        self.published_until = published_until
        self.years = None if years is None else frozenset(years)
        self._known = _known(self.years, published_until.toordinal() if published_until else MAX_ORDINAL)
        own = {year: frozenset(days) for year, days in (weekends or {}).items()}
        if not self.weekend.union(*own.values()) <= set(range(1, 8)):
            raise DeadlineError("calendar.weekend", "expected ISO weekdays, 1 (Monday) to 7 (Sunday)")
        if self.holidays & self.working:
            both = dt.date.fromordinal(min(self.holidays & self.working))
            key = "half_days" if both.toordinal() in self.half else "working"
            raise DeadlineError(f"calendar.{key}", f"{both} is both a holiday and a working day")
        self._free = frozenset((day - 1) % 7 for day in self.weekend)  # ordinal 1 was a Monday
        self._own = {year: frozenset((day - 1) % 7 for day in days) for year, days in own.items()}
        self._days: tuple[int, int, list[int]] = (1, 0, [])  # laid out from, to, the working days between

    def works(self, day: int) -> bool:
        """Whether the day is a working day."""
        return day in self.working or (day not in self.holidays and not self._rests(day))

    def _rests(self, day: int) -> bool:
        """Whether the day is of the weekend of its year."""
        if self._own:
            return (day - 1) % 7 in self._own.get(dt.date.fromordinal(day).year, self._free)
        return (day - 1) % 7 in self._free

    def kind(self, day: int) -> str:
        """Why a day counts or not: working_day, make_up_day, half_day, weekend or holiday."""
        if day in self.half:
            return "half_day"
        if day in self.working:
            return "make_up_day"
        if day in self.holidays:
            return "holiday"
        return "weekend" if self._rests(day) else "working_day"

    def name(self, day: int) -> Text:
        return self.names.get(day, NOTHING)

    def published(self, first: int, last: int) -> bool:
        """Whether every day from `first` to `last` is published."""
        for low, high in self._known:  # noqa: SIM110 (`any` costs twice as much, and every due day asks)
            if low <= first and last <= high:
                return True
        return False

    def _laid(self, first: int, last: int) -> list[int]:
        low, high, days = self._days
        if low <= max(first, 1) and last <= high:
            return days
        low = max(1, min(first, low if days else first) - CHUNK)
        high = min(MAX_ORDINAL, max(last, high) + CHUNK)
        days = [day for day in range(low, high + 1) if self.works(day)]
        self._days = (low, high, days)  # one assignment: threads see the old or the new layout whole
        return days

    def nth(self, after: int, count: int) -> int:
        """The `count`-th working day after a day. Raises DeadlineError when the calendar has too few."""
        low, _high, days = self._days
        place = bisect_right(days, after) + count - 1
        if low <= after and place < len(days):  # laid out already
            return days[place]
        reach = after + count + CHUNK
        while True:
            days = self._laid(after, min(reach, MAX_ORDINAL))
            place = bisect_right(days, after) + count - 1
            if place < len(days):
                return days[place]
            if reach >= MAX_ORDINAL or reach - after > 8 * count + 40 * CHUNK:
                raise DeadlineError("calendar", f"fewer than {count} working days after {dt.date.fromordinal(after)}")
            reach += 2 * (reach - after)

    def between(self, first: int, last: int) -> int:
        """How many working days from `first` to `last`, both included."""
        if last < first:
            return 0
        low, high, days = self._days
        if first < low or last > high:
            days = self._laid(first, last)
        return bisect_right(days, last) - bisect_left(days, first)

    def on_or_after(self, day: int) -> int:
        return self.nth(day - 1, 1)

    def on_or_before(self, day: int) -> int:
        """The last working day up to a day. Raises DeadlineError when there is none."""
        days = self._laid(max(1, day - CHUNK), day)
        place = bisect_right(days, day)
        if not place:
            raise DeadlineError("calendar", f"no working day before {dt.date.fromordinal(day)}")
        return days[place - 1]
