"""The log as objects and events: what OCEL 2.0 holds, before it is written in one of its forms.

Object types: case, process (an instance), task, unit, certificate, payment. Events have the type of their step and
what happened to it, and are related to the objects that they concern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from tongban.governance.performance.logs import Course

AT_ONCE = 200
BEGINNING = "1970-01-01T00:00:00+00:00"
OBJECT_TYPES: Mapping[str, tuple[str, ...]] = {
    "case": (), "process": ("version", "status"), "task": ("element",), "unit": (), "certificate": ("kind",),
    "payment": ("state",),
}  # fmt: skip
EVENT_ATTRIBUTES = ("kind", "element", "post")


@dataclass(frozen=True)
class Thing:
    """An object: attributes are those of its type, `relations` (object, qualifier)."""

    id: str
    type: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    relations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Deed:
    """An event: what, when, and the objects it concerns (object, qualifier)."""

    id: str
    type: str
    at: str
    attributes: Mapping[str, str]
    relations: tuple[tuple[str, str], ...]


Outputs = Callable[[list[str]], Mapping[str, list[Thing]]]


def things(courses: Iterable[Course], outputs: Outputs) -> Iterator[list[Thing]]:
    """The objects of so many courses at a time, each object once."""
    known: set[str] = set()
    every = iter(courses)
    while batch := list(islice(every, AT_ONCE)):
        fresh_cases = list(dict.fromkeys(one.case for one in batch if f"case:{one.case}" not in known))
        made = outputs(fresh_cases)
        found = [one for case in fresh_cases for one in _of_case(case, made.get(case, []))]
        found += [one for course in batch for one in _of_course(course)]
        fresh = {one.id: one for one in found if one.id not in known}
        known |= {one for one in fresh if not one.startswith(("task:", "process:"))}
        yield list(fresh.values())


def _of_case(case: str, made: list[Thing]) -> list[Thing]:
    return [*made, Thing(f"case:{case}", "case", {}, tuple((one.id, "has") for one in made))]


def _of_course(course: Course) -> list[Thing]:
    number = f"process:{course.instance}"
    values = {"version": course.version, "status": course.status}
    found = [Thing(number, "process", values, ((f"case:{course.case}", "part of"),))]
    for event in course.events:
        if event.unit:
            found.append(Thing(f"unit:{event.unit}", "unit"))
        if event.task:
            found.append(Thing(f"task:{event.task}", "task", {"element": event.element}, ((number, "step of"),)))
    return found


def deeds(courses: Iterable[Course]) -> Iterator[Deed]:
    """The events, in the order of their courses."""
    for course in courses:
        for event in course.events:
            about = [(f"case:{course.case}", "case"), (f"process:{course.instance}", "process")]
            about += [(f"task:{event.task}", "task")] if event.task else []
            about += [(f"unit:{event.unit}", "done in")] if event.unit else []
            values = {"kind": event.kind, "element": event.element, "post": event.post}
            yield Deed(f"e{event.id}", f"{event.activity} ({event.kind})", event.at, values, tuple(about))
