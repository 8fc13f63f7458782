"""The rules told day by day, from their text and not from the engine: slow, plain, requests as JSON. No shared code."""

from __future__ import annotations

import datetime as dt
import math

ONE = dt.timedelta(days=1)


def day(text):
    return dt.date.fromisoformat(text[:10])


class Walk:
    """One request, and the walk over its days."""

    def __init__(self, request):
        self.limit, self.calendar = request["limit"], request["calendar"]
        self.same_day = request.get("count_from") == "same_day"
        self.roll, self.more = request.get("roll", "none"), request.get("extensions", [])
        self.as_of = day(request["as_of"]) if request.get("as_of") else None
        self.start = day(request["start"])
        self.stuck, self.pauses = False, []
        for one in request.get("pauses", []):
            begin, end = day(one["from"]), one.get("to")
            if end is None and self.as_of is None:
                self.stuck = True
            elif end is not None or begin <= self.as_of:  # one that is still to come has not stopped anything yet
                self.pauses.append((begin, day(end) if end else self.as_of + ONE, one.get("policy", "continue")))

    def working(self, one):
        if one.isoformat() in {*self.calendar.get("working", ()), *self.calendar.get("half_days", ())}:
            return True
        free = one.isoformat() in self.calendar.get("holidays", ())
        return not free and one.isoweekday() not in self.calendar.get("weekend", [6, 7])

    def paused(self, one):
        return any(begin <= one < end for begin, end, _policy in self.pauses)

    def goal(self, base, amount, unit, *, same_day):
        """The day on which a limit in weeks, months or years ends, were it never paused."""
        if unit == "weeks":
            return base + 7 * amount * ONE - (ONE if same_day else 0 * ONE)
        count = base.month - 1 + amount * (12 if unit == "years" else 1)
        year, month = base.year + count // 12, count % 12 + 1
        try:
            there = dt.date(year, month, base.day)
        except ValueError:
            return dt.date(year + month // 12, month % 12 + 1, 1) - ONE
        return there - ONE if same_day else there

    def stage(self, first, base, amount, unit, *, same_day):
        """The last day of a limit or an extension whose day 1, if it counts, is `first`."""
        if unit in ("working_days", "calendar_days"):
            todo = amount
        else:
            todo = (self.goal(base, amount, unit, same_day=same_day) - first).days + 1
        one = first - ONE
        while todo > 0:
            one += ONE
            todo -= not self.paused(one) and (unit != "working_days" or self.working(one))
        return one

    def unrolled(self, start):
        amount = math.ceil(self.limit["amount"] * self.limit.get("factor", 1))
        end = start
        if amount:
            first = start if self.same_day else start + ONE
            end = self.stage(first, start, amount, self.limit["unit"], same_day=self.same_day)
        while not amount and self.paused(end):  # due at once, when the clock runs
            end += ONE
        for one in self.more:
            if one["amount"]:
                end = self.stage(end + ONE, end, math.ceil(one["amount"]), one["unit"], same_day=False)
        return end

    def due(self):
        if self.stuck:
            return None
        start = self.start
        while True:
            end = self.unrolled(start)
            again = [
                to for begin, to, policy in sorted(self.pauses) if policy == "restart" and begin <= end and to > start
            ]
            if not again:
                break
            start = again[0]
        while self.roll != "none" and not self.working(end):
            end += ONE if self.roll == "next_working_day" else -ONE
        return end

    def remaining(self):
        """Days of the limit's kind after `as_of`, up to the due day; fewer than none when that is over."""
        due, low, high = self.due(), self.as_of, self.due()
        if low > high:
            low, high = high, low
        days = [low + n * ONE for n in range(1, (high - low).days + 1)]
        kind = self.working if self.limit["unit"] == "working_days" else lambda _one: True
        left = sum(kind(one) and not self.paused(one) for one in days)
        return left if self.as_of <= due else -left

    def status(self):
        if self.stuck:
            return "paused"
        if self.as_of is None:
            return "running"
        return "overdue" if self.as_of > self.due() else "paused" if self.paused(self.as_of) else "running"
