"""Dated parameters as TOML: what a rule counts by, each value with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

from tongban.kernel.declarations.api import Item, Package, Problem, Text, parse_many


@dataclass(frozen=True)
class Dated:
    """A value from a day on, as the file gives it; `until` is its last day, if it ends without a successor."""

    since: dt.date = field(metadata={"key": "from"})
    value: Any
    source: str
    second_source: str = ""
    article: str = ""
    verified: bool = False
    local: bool = False  # set by this place itself, so that no second source can be expected
    until: dt.date | None = None


@dataclass(frozen=True)
class Value:
    """A parameter in force: an exact number in `unit`, or a text. `verified`: the source was read by a person."""

    value: Decimal | str
    unit: str
    source: str
    second_source: str
    verified: bool
    article: str
    since: dt.date
    title: Text
    local: bool


@dataclass(frozen=True)
class Parameter:
    """A parameter with all its values. Raises ValueError for a value that is no number where one is due."""

    title: Text
    values: tuple[Dated, ...]
    unit: str = ""
    type: Literal["number", "text"] = "number"

    def __post_init__(self) -> None:
        for place, one in enumerate(self.values):
            typed(one.value, self.type, place)

    @property
    def begins(self) -> dt.date:
        return min(one.since for one in self.values)

    def on(self, day: dt.date) -> Value | None:
        """The value in force on a day, or None."""
        known = [one for one in self.values if one.since <= day]
        last = max(known, key=lambda one: one.since, default=None)
        if last is None or (last.until is not None and last.until < day):
            return None
        value = typed(last.value, self.type, 0)
        return Value(
            value,
            self.unit,
            last.source,
            last.second_source,
            last.verified,
            last.article,
            last.since,
            self.title,
            last.local,
        )


@dataclass(frozen=True)
class ParameterSet:
    """The parameters of one file by name."""

    parameters: dict[str, Parameter]


def typed(value: Any, kind: str, place: int) -> Decimal | str:
    """A value as number or text. Raises ValueError that names its place in the list."""
    if kind == "text":
        if isinstance(value, str) and value:
            return value
        raise ValueError(f"values[{place}].value: expected a text, got {value!r}")
    try:
        number = Decimal(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else None
    except ArithmeticError:
        number = None
    if number is None or not number.is_finite():
        raise ValueError(f"values[{place}].value: expected a number, got {value!r}")
    return number


def read(text: str, source: str) -> ParameterSet:
    """Reads a file of parameters. Raises DeclarationError with every fault."""
    return ParameterSet(parse_many(text, Parameter, source=source))


def check(_package: Package, item: Item) -> Iterable[Problem]:
    """Sources, order and overlap of values; an unverified value or a missing translation is a warning."""
    known: ParameterSet = item.value
    for name, parameter in known.parameters.items():
        if not parameter.values:
            yield Problem(item.source, f"{name}.values", "a parameter without values")
        if not parameter.title.en:
            yield Problem(item.source, f"{name}.title.en", "no English title", severity="warning")
        for place, one in enumerate(parameter.values):
            yield from _value(item.source, f"{name}.values[{place}]", one)
        for place, (before, after) in enumerate(pairwise(parameter.values), 1):
            path = f"{name}.values[{place}]"
            if after.since <= before.since:
                yield Problem(item.source, f"{path}.from", f"{after.since} does not come after {before.since}")
            elif before.until and before.until >= after.since:
                yield Problem(item.source, f"{path}.from", f"the value before is in force until {before.until}")


def _value(source: str, path: str, one: Dated) -> Iterable[Problem]:
    if not one.source.strip():
        yield Problem(source, f"{path}.source", "a value without a source", "name the article or decree")
    if one.until and one.until < one.since:
        yield Problem(source, f"{path}.until", f"{one.until} lies before {one.since}")
    if not one.article.strip():
        yield Problem(source, f"{path}.article", "a value without the article that sets it")
    if one.verified and not one.local and not one.second_source.strip():
        hint = "name a second one; or say verified = false, or local = true where this place sets the value itself"
        yield Problem(source, f"{path}.second_source", "verified by one source only", hint)
    if not one.verified:
        yield Problem(source, path, "not verified against its source yet", severity="warning")
