"""`for`, `some` and `every` over lists and ranges; each round costs a step, so that no loop is endless."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongban.engines.rules.operators import conjunction, disjunction
from tongban.engines.rules.run import Code, Frame, Run, Spot
from tongban.engines.rules.values import Range, kind_of

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Source:
    """What an iterator runs over."""

    name: str
    source: Code
    end: Code | None
    spot: Spot

    def values(self, frame: Frame) -> Iterator[Any] | None:
        """The values in order; None with a warning for what has none."""
        start = self.source(frame)
        if self.end is not None:
            return _steps(start, self.end(frame), frame.run, self.spot)
        if type(start) is Range:
            return _interval(start, frame.run, self.spot)
        if start is None:
            frame.run.warn(self.spot, "null cannot be iterated")
            return None
        return iter(start if type(start) is list else [start])


def _interval(interval: Range, run: Run, spot: Spot) -> Iterator[Any] | None:
    steps = _steps(interval.low, interval.high, run, spot)
    if steps is None:
        return None
    return (
        value
        for value in steps
        if (interval.low_closed or value != interval.low) and (interval.high_closed or value != interval.high)
    )


def _steps(start: Any, end: Any, run: Run, spot: Spot) -> Iterator[Any] | None:
    whole = (
        type(start) is type(end) is Decimal and start == start.to_integral_value() and end == end.to_integral_value()
    )
    if not whole and not (type(start) is type(end) is dt.date):
        run.warn(spot, f"cannot count from a {kind_of(start)} to a {kind_of(end)}")
        return None
    step: Any = Decimal(1) if whole else ONE_DAY
    return _count(start, end, step if start <= end else -step, run)


def _count(value: Any, end: Any, step: Any, run: Run) -> Iterator[Any]:
    while True:
        run.charge()
        yield value
        if value == end:
            return
        value += step


def _rounds(sources: list[Source], frame: Frame) -> Iterator[Frame | None]:
    """A frame for each combination, the last iterator fastest; None when one has no values."""
    first, rest = sources[0], sources[1:]
    values = first.values(frame)
    if values is None:
        yield None
        return
    for value in values:
        frame.run.charge()
        inner = frame.inner({first.name: value})
        if rest:
            yield from _rounds(rest, inner)
        else:
            yield inner


def looped(sources: list[Source], body: Code, *, partial: bool) -> Code:
    """`for`: the list of the results. `partial` says whether the body asks for the results so far by that name."""

    def loop(frame: Frame) -> Any:
        found: list[Any] = []
        for inner in _rounds(sources, frame):
            if inner is None:
                return None
            if partial:
                inner.names["partial"] = frame.run.size(list(found))
            found.append(body(inner))
        return found

    return loop


def passed(sources: list[Source], condition: Code, *, some: bool) -> Code:
    """`some` and `every`, in three values."""
    fold: Callable[[Iterator[Any]], bool | None] = disjunction if some else conjunction

    def judged(frame: Frame) -> bool | None:
        return fold(None if inner is None else condition(inner) for inner in _rounds(sources, frame))

    return judged
