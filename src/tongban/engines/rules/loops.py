"""`for`, `some` and `every` over lists and ranges; each round costs a step, so that no loop is endless."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongban.engines.rules.moments import day_at, day_number
from tongban.engines.rules.operators import conjunction, disjunction
from tongban.engines.rules.run import Code, Frame, Run, Spot
from tongban.engines.rules.saying import say
from tongban.engines.rules.values import NUMBERS, Range, kind_of

DIGITS = NUMBERS.prec  # beyond which one more makes no difference


@dataclass(frozen=True)
class Source:
    """What an iterator runs over; `cost` is what evaluating it costs."""

    name: str
    source: Code
    cost: int
    end: Code | None
    spot: Spot

    def values(self, frame: Frame) -> Iterator[Any] | None:
        """The values in order; None with a warning for what has none."""
        frame.run.charge(1 + self.cost)
        start = self.source(frame)
        if self.end is not None:
            return _steps(start, self.end(frame), frame.run, self.spot)
        if type(start) is Range:
            return _interval(start, frame.run, self.spot)
        if start is None:
            frame.run.warn(self.spot, "null-cannot-be-iterated")
            return None
        return iter(start if type(start) is list else [start])


def _interval(interval: Range, run: Run, spot: Spot) -> Iterator[Any] | None:
    """The values of a range, upwards."""
    low, high = _number(interval.low), _number(interval.high)
    if low is not None and high is not None and low > high:
        run.warn(spot, "range-ends-before-it-begins")
        return None
    steps = _steps(interval.low, interval.high, run, spot)
    if steps is None:
        return None
    return (
        value
        for value in steps
        if (interval.low_closed or value != interval.low) and (interval.high_closed or value != interval.high)
    )


def _number(value: Any) -> int | None:
    """A whole number or day as an integer; None for what cannot be counted."""
    if type(value) is Decimal:
        return int(value) if value.adjusted() < DIGITS and value == value.to_integral_value() else None
    return day_number(value) if kind_of(value) == "date" else None


def _steps(start: Any, end: Any, run: Run, spot: Spot) -> Iterator[Any] | None:
    first, last = _number(start), _number(end)
    if first is None or last is None or kind_of(start) != kind_of(end):
        run.warn(spot, "cannot-count-from-to", what=_named(start), what2=_named(end))
        return None
    return _count(first, last, Decimal if type(start) is Decimal else day_at, run)


def _named(value: Any) -> str:
    kind = kind_of(value)
    return (
        say("with-fraction-or-too-large", kind=kind)
        if kind == "number" and _number(value) is None
        else say("a-kind", kind=kind)
    )


def _count(first: int, last: int, made: Callable[[int], Any], run: Run) -> Iterator[Any]:
    step = 1 if first <= last else -1
    for number in range(first, last + step, step):
        run.charge()
        yield made(number)


def _rounds(sources: list[Source], cost: int, frame: Frame) -> Iterator[Frame | None]:
    """A frame for each combination, the last iterator fastest; None when one has no values."""
    first, rest = sources[0], sources[1:]
    values = first.values(frame)
    if values is None:
        yield None
        return
    for value in values:
        frame.run.charge(1 if rest else 1 + cost)
        inner = frame.inner({first.name: value})
        if rest:
            yield from _rounds(rest, cost, inner)
        else:
            yield inner


def looped(sources: list[Source], body: Code, cost: int, *, partial: bool) -> Code:
    """`for`: the list of the results, each round at a cost. `partial` says whether the body asks for the results so
    far by that name.
    """

    def loop(frame: Frame) -> Any:
        found: list[Any] = []
        for inner in _rounds(sources, cost, frame):
            if inner is None:
                return None
            if partial:
                frame.run.charge(len(found) >> 6)
                inner.names["partial"] = list(found)
            found.append(body(inner))
        return found

    return loop


def passed(sources: list[Source], condition: Code, cost: int, spot: Spot, *, some: bool) -> Code:
    """`some` and `every`, in three values."""
    fold: Callable[[Iterator[Any]], bool | None] = disjunction if some else conjunction

    def verdicts(frame: Frame) -> Iterator[Any]:
        for inner in _rounds(sources, cost, frame):
            value = None if inner is None else condition(inner)
            if value is not None and type(value) is not bool:
                frame.run.warn(spot, "what-is-to-be-satisfied-is", kind=kind_of(value))
            yield value

    return lambda frame: fold(verdicts(frame))
