"""What the scenarios of a package come past: pages, questions, answers offered, steps and ways of processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.engines.forms import api as forms
from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import Package
from tongban.services.cases import access, facts
from tongban.services.cases.models import Case
from tongban.services.cases.scenarios.acting import Trip
from tongban.trust.authority.api import SYSTEM

Named = tuple[str, str]  # the text ("forms/shop-sign"), and what is in it


@dataclass
class Seen:
    """What trips came past, kind by kind; grows with each trip."""

    pages: set[Named] = field(default_factory=set)
    questions: set[Named] = field(default_factory=set)
    answers: set[Named] = field(default_factory=set)
    steps: set[Named] = field(default_factory=set)
    ways: set[Named] = field(default_factory=set)

    def watch(self, trip: Trip) -> None:
        """Notes what a trip that has ended came past; its case is still there."""
        case = Case.objects.get(number=trip.number)
        with access.reading(SYSTEM, number=case.number, at=trip.at, purpose=access.HANDLING):
            known = {fact.name: fact.value for fact in facts.current(case)}
        self._form(case.form, facts.form_of(case), known)
        graphs = {one.instance: one.graph.key for one in processes.state(case.number)}
        for event in processes.history(case.number):
            process = f"processes/{graphs.get(event.instance, case.process)}"
            self.steps.add((process, event.element))
            self.ways.add((process, event.flow))

    def _form(self, key: str, form: forms.Form, known: Mapping[str, Any]) -> None:
        for page in form.pages:
            for asked in page.fields:
                if asked.name in known:  # a case keeps a value for every question that was shown, if only an empty one
                    self.pages.add((f"forms/{key}", page.id))
                    self.questions.add((f"forms/{key}", asked.name))
                    chosen = known[asked.name]
                    values = chosen if isinstance(chosen, list) else [chosen]
                    self.answers.update((f"forms/{key}", f"{asked.name}={value}") for value in values)


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
            found += _of_form(f"forms/{item.key}", item.value, seen)
    for item in package.of("processes"):
        if item.key in {offer.process for offer in offers}:
            graph = item.value
            found.append(_missing(f"processes/{item.key}", "steps", graph.nodes, seen.steps))
            found.append(_missing(f"processes/{item.key}", "ways", graph.flows, seen.ways))
    return tuple(found)


def _of_form(text: str, form: forms.Form, seen: Seen) -> Iterator[Coverage]:
    yield _missing(text, "pages", [page.id for page in form.pages], seen.pages)
    yield _missing(text, "questions", [one.name for one in form.fields()], seen.questions)
    offered = [f"{one.name}={option.value}" for one in form.fields() for option in one.options]
    if offered:
        yield _missing(text, "answers", offered, seen.answers)


def _missing(text: str, kind: str, every: Any, came_past: set[Named]) -> Coverage:
    names = list(every)
    return Coverage(text, kind, len(names), tuple(name for name in names if (text, name) not in came_past))
