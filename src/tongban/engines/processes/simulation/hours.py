"""Working time as a clock of its own: moments turned into time worked so far, and back, in logarithmic time."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right

from tongban.engines.processes.simulation.plan import ALWAYS, Calendar, PlanError

DAY, HOUR = 86_400.0, 3_600.0
CHUNK, LONGEST = 400, 36_600  # days laid out at once, and at most


class Hours:
    """The open hours after a start. Moments are seconds after it."""

    def __init__(self, start: dt.datetime, hours: tuple[tuple[float, float], ...], works: Calendar) -> None:
        self._first = start.date()
        self._offset = (start - start.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
        self._hours, self._works, self._days = hours, works, 0
        self.always = False
        self._opens: list[float] = []
        self._before: list[float] = []  # time worked before each opening
        self._closes: list[float] = []
        self._extend()

    @classmethod
    def unbroken(cls, start: dt.datetime) -> Hours:
        """Day and night."""
        found = cls(start, ALWAYS, lambda _day: True)
        found.always = True
        return found

    def _extend(self) -> None:
        if self._days >= LONGEST:
            raise PlanError("the hours of a post end before the work does: is there any working day?")
        done = self.worked_at_end
        for index in range(self._days, self._days + CHUNK):
            if self._works(self._first + dt.timedelta(days=index)):
                for opens, closes in self._hours:
                    first = max(index * DAY + opens * HOUR - self._offset, 0.0)
                    last = index * DAY + closes * HOUR - self._offset
                    if last > first:
                        self._opens.append(first)
                        self._closes.append(last)
                        self._before.append(done)
                        done += last - first
        self._days += CHUNK

    @property
    def worked_at_end(self) -> float:
        return self._before[-1] + self._closes[-1] - self._opens[-1] if self._opens else 0.0

    def worked(self, moment: float) -> float:
        """The open time from the start until a moment."""
        if self.always:
            return moment
        while not self._closes or self._closes[-1] < moment:
            self._extend()
        place = bisect_right(self._opens, moment) - 1
        return self._before[place] + min(moment, self._closes[place]) - self._opens[place] if place >= 0 else 0.0

    def moment(self, worked: float) -> float:
        """When so much open time has passed; at a closing hour, that hour and not the next opening."""
        if self.always:
            return worked
        while self.worked_at_end < worked or not self._opens:
            self._extend()
        place = max(bisect_right(self._before, worked) - 1, 0)
        if place and worked == self._before[place]:
            place -= 1
        return self._opens[place] + worked - self._before[place]

    def opening(self, moment: float) -> float:
        """The moment itself when it is open, else the next opening."""
        if self.always:
            return moment
        while not self._closes or self._closes[-1] <= moment:
            self._extend()
        place = bisect_right(self._closes, moment)
        return max(moment, self._opens[place])

    def after(self, moment: float, work: float) -> float:
        """When `work` seconds of open time, begun at a moment, are done."""
        return self.moment(self.worked(moment) + work) if work > 0 else moment


def end_of_limit(start: dt.datetime, moment: float, limit: tuple[int, bool], works: Calendar) -> float:
    """The end of the last day of a limit that begins on the day after a moment."""
    amount, working = limit
    arrived = start + dt.timedelta(seconds=moment)
    day, counted = arrived.date(), 0
    for _step in range(LONGEST):
        if counted >= amount:
            break
        day += dt.timedelta(days=1)
        counted += not working or works(day)
    end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), arrived.tzinfo)
    return (end - start).total_seconds()
