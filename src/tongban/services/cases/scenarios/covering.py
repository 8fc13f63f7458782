"""What the scenarios of a package come past: pages, questions, answers offered, steps and ways of processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tongban.engines.forms import api as forms
from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import Package
from tongban.services.cases.models import Case
from tongban.services.cases.scenarios.acting import Trip
from tongban.services.cases.scenarios.asking import Filled

Named = tuple[str, str]  # the text ("forms/shop-sign"), and what is in it


@dataclass
class Seen:
    """What trips came past, kind by kind; grows with each trip."""

    pages: set[Named] = field(default_factory=set)
    questions: set[Named] = field(default_factory=set)
    answered: set[Named] = field(default_factory=set)
    answers: set[Named] = field(default_factory=set)
    conditions: set[Named] = field(default_factory=set)
    steps: set[Named] = field(default_factory=set)
    ways: set[Named] = field(default_factory=set)

    def watch(self, trip: Trip) -> None:
        """Notes the steps and ways of a trip that has ended; its case is still there."""
        case = Case.objects.get(number=trip.number)
        graphs = {one.instance: one.graph.key for one in processes.state(case.number)}
        for event in processes.history(case.number):
            process = f"processes/{graphs.get(event.instance, case.process)}"
            self.steps.add((process, event.element))
            self.ways.add((process, event.flow))

    def form(self, filled: Filled) -> None:
        """Notes what the answers of a trip lead past."""
        text, course = f"forms/{filled.key}", filled.course
        self.pages.update((text, one) for one in course.pages)
        self.questions.update((text, one) for one in course.shown)
        self.answered.update((text, one) for one in (*course.answered, *course.computed))
        self.conditions.update((text, outcome(one, came)) for one, came in course.outcomes)
        for name, chosen in course.answered.items():
            values = chosen if isinstance(chosen, list) else [chosen]
            self.answers.update((text, f"{name}={value}") for value in values)


def outcome(one: forms.Condition, came: bool) -> str:  # noqa: FBT001 (its two outcomes)
    """What a condition is called with one of its outcomes."""
    return f"{one.place} {one.what} if {one.feel}: {'yes' if came else 'no'}"


@dataclass(frozen=True)
class Coverage:
    """Of one text: how many things of a kind there are, and which no scenario comes past."""

    text: str
    kind: str
    total: int
    missing: tuple[str, ...]


def coverage(package: Package, seen: Seen) -> tuple[Coverage, ...]:
    """Each form that an offer asks with, and each process that an offer takes."""
    offers = [item.value for item in package.of("offers")]
    found: list[Coverage] = []
    for item in package.of("forms"):
        if item.key in {offer.form for offer in offers}:
            found += of_form(item.key, item.value, seen)
    for item in package.of("processes"):
        if item.key in {offer.process for offer in offers}:
            found += of_process(item.key, item.value, seen)
    return tuple(found)


def of_process(key: str, graph: processes.Graph, seen: Seen) -> tuple[Coverage, ...]:
    """Steps and ways of a process."""
    text = f"processes/{key}"
    return _missing(text, "steps", graph.nodes, seen.steps), _missing(text, "ways", graph.flows, seen.ways)


def of_form(key: str, form: forms.Form, seen: Seen) -> tuple[Coverage, ...]:
    """Pages, questions, conditions and offered answers of a form."""
    return tuple(_of_form(f"forms/{key}", form, seen))


def _of_form(text: str, form: forms.Form, seen: Seen) -> Iterator[Coverage]:
    yield _missing(text, "pages", [page.id for page in form.pages], seen.pages)
    yield _missing(text, "questions", [one.name for one in form.fields()], seen.questions)
    asked = [one.name for one in form.fields() if one.of.widget != "information"]
    yield _missing(text, "answered", asked, seen.answered)
    both = [outcome(one, came) for one in forms.conditions(form) for came in (True, False)]
    if both:
        yield _missing(text, "conditions", both, seen.conditions)
    offered = [f"{one.name}={option.value}" for one in form.fields() for option in one.options]
    if offered:
        yield _missing(text, "answers", offered, seen.answers)


def _missing(text: str, kind: str, every: Any, came_past: set[Named]) -> Coverage:
    names = list(every)
    return Coverage(text, kind, len(names), tuple(name for name in names if (text, name) not in came_past))
