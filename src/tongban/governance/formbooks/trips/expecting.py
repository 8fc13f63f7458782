"""What could be expected of a trip where it ended, to be ticked; and the trip that expects what was ticked."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tongban.services.cases.api import trips
from tongban.services.cases.api.trips import Asked, Look, Scenario, Then

SINGLE = ("state", "outcome", "due", "provisional", "deemed", "light", "fee")
QUIET = ("light", "provisional")  # offered, but not ticked: they say little


@dataclass(frozen=True)
class Entry:
    """One thing that can be expected: `group` is shown, hidden, computed or then, `name` what in it, `value` as found,
    `ticked` whether the trip expects it already, or most would.
    """

    group: str
    name: str
    value: Any
    ticked: bool

    @property
    def id(self) -> str:
        return f"{self.group}.{self.name}"


def entries(found: Look, scenario: Scenario) -> tuple[Entry, ...]:
    """Everything that could be expected, as it was found."""
    if found.filled is None:
        return ()
    return (*_of_form(found, scenario), *(_of_case(found.then, scenario) if found.then else ()))


def _of_form(found: Look, scenario: Scenario) -> Iterator[Entry]:
    filled = found.filled
    if filled is None:
        return
    course, asked = filled.course, scenario.asked
    fresh = asked in (None, Asked())
    expected = asked or Asked()
    for name in filled.names:
        group = "shown" if name in course.shown else "hidden"
        yield Entry(group, name, None, fresh or name in getattr(expected, group))
    for name, value in course.computed.items():
        yield Entry("computed", name, trips.computed_text(value), fresh or name in expected.computed)


def _of_case(found: Then, scenario: Scenario) -> Iterator[Entry]:
    fresh = scenario.then in (None, Then())
    expected = scenario.then or Then()
    for name in SINGLE:
        value = getattr(found, name)
        if value not in (None, ""):
            yield Entry("then", name, value, name not in QUIET if fresh else getattr(expected, name) not in (None, ""))
    for part, value in found.parts.items():
        yield Entry("parts", part, value, fresh or part in expected.parts)
    for name in ("tasks", "certificates"):
        yield Entry("then", name, getattr(found, name), fresh or getattr(expected, name) is not None)
    for code in found.history:
        yield Entry("history", code, None, code in expected.history)


def expecting(scenario: Scenario, found: Look, ticked: Collection[str]) -> Scenario:
    """The trip that expects what was ticked, as it was found; lines of certificates that it expects stay."""
    chosen = [one for one in entries(found, scenario) if one.id in ticked]

    def names(group: str) -> tuple[str, ...]:
        return tuple(one.name for one in chosen if one.group == group)

    computed = {one.name: one.value for one in chosen if one.group == "computed"}
    scenario = replace(scenario, asked=Asked(names("shown"), names("hidden"), computed))
    if found.then is None:
        return scenario
    then: dict[str, Any] = {one.name: one.value for one in chosen if one.group == "then"}
    parts = {one.name: one.value for one in chosen if one.group == "parts"}
    printed = scenario.then.printed if scenario.then else {}
    kept = Then(**then, parts=parts, history=names("history"), printed=printed, failed=found.then.failed)
    return replace(scenario, then=kept)


def said(then: Then | None) -> tuple[tuple[str, str], ...]:
    """What a step expects, name by name."""
    if then is None:
        return ()
    every = ((one.name, getattr(then, one.name)) for one in dataclasses.fields(then))
    return tuple((name, _said(value)) for name, value in every if value not in (None, "", {}, ()))


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name} = {_said(one)}" for name, one in value.items())
    if isinstance(value, tuple):
        return "; ".join(_said(one) for one in value)
    return (
        value.isoformat() if isinstance(value, dt.date) else f"{value:f}" if isinstance(value, Decimal) else str(value)
    )
