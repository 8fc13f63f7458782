"""Plays one scenario in a savepoint and takes everything back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation

from tongban.engines.forms import api as forms
from tongban.kernel.declarations.api import Item, Problem
from tongban.services.cases.errors import CaseError
from tongban.services.cases.scenarios import acting, asking, expecting, people, rule_cases
from tongban.services.cases.scenarios.acting import Trip
from tongban.services.cases.scenarios.asking import Filled
from tongban.services.cases.scenarios.covering import Seen
from tongban.services.cases.scenarios.declarations import Scenario, Step
from tongban.services.cases.scenarios.filling import fill, submit
from tongban.services.cases.scenarios.moments import later, zoned
from tongban.services.payments import api as payments
from tongban.trust.authority.api import SYSTEM, Denied

DAY = dt.timedelta(days=1)
REFUSALS = (CaseError, Denied, forms.FormInvalid, PermissionDenied)
MISTAKES = (*REFUSALS, LookupError, ValueError, payments.PaymentError)


@dataclass(frozen=True)
class Fault:
    """Where a scenario is red, and why."""

    place: str
    words: str


Watch = Callable[[Trip], None]


def play(item: Item, seen: Seen | None = None, watch: Watch | None = None) -> tuple[Problem, ...]:
    """Every fault of a scenario, with file and step; nothing remains of it in the database. `seen` notes what its trip
    came past; `watch` is shown where it ended, however far it came.
    """
    scenario: Scenario = item.value
    with translation.override("en"):
        found = [Fault(place, words) for place, words in rule_cases.faults(scenario)]
        if scenario.offer or scenario.form:
            with transaction.atomic():
                found += _trip(scenario, seen, watch)
                transaction.set_rollback(True)
    return tuple(Problem(item.source, one.place, one.words) for one in found)


def _trip(scenario: Scenario, seen: Seen | None, watch: Watch | None) -> list[Fault]:
    """The faults of a trip; after a step that failed nothing more is tried."""
    at = zoned(scenario.at)
    try:
        by = people.applicant(scenario.applicant, at=at - DAY) if scenario.offer else SYSTEM
        trip = Trip(by, people.Officials(at - DAY), at)
        trip.filled = fill(trip, scenario)
    except MISTAKES as error:
        return [Fault("applicant", _words(error))]
    if seen is not None:
        seen.form(trip.filled)
    found = _form(trip, scenario, trip.filled) or _process(trip, scenario, seen)
    if watch is not None:
        watch(trip)
    return found


def _process(trip: Trip, scenario: Scenario, seen: Seen | None) -> list[Fault]:
    fault = _apply(trip, scenario)
    if fault or scenario.refused or not scenario.offer:
        return [fault] if fault else []
    found: list[Fault] = []
    for place, step in enumerate(scenario.steps):
        trip.at = later(trip.at, step.on)
        found += _step(trip, step, f"steps[{place}] {step.act}")
        if found:
            return found
    if seen is not None:
        seen.watch(trip)
    if scenario.then is not None:
        found += [Fault("then", words) for words in expecting.faults(trip, scenario.then)]
    return found


def _form(trip: Trip, scenario: Scenario, filled: Filled) -> list[Fault]:
    """Where the form itself shows, computes or says something else than the trip expects."""
    found = [Fault(*one) for one in asking.faults(filled, scenario.asked)] if scenario.asked else []
    for place, one in enumerate(scenario.tries):
        found += [Fault(*fault) for fault in asking.try_faults(filled, one, f"tries[{place}]", trip.at)]
    return found


def _apply(trip: Trip, scenario: Scenario) -> Fault | None:
    filled = trip.filled
    assert filled is not None  # noqa: S101 (filled before it is applied with)
    try:
        with transaction.atomic():
            if scenario.offer:
                trip.number = submit(trip, scenario, filled)
                acting.settle(trip)
            else:
                forms.submission(form=filled.form, values=filled.values, prefilled=filled.prefilled, at=trip.at)
    except MISTAKES as error:
        trip.number = ""
        return _judged("answers", scenario.refused, error)
    return Fault("refused", _not_refused(scenario.refused)) if scenario.refused else None


def _step(trip: Trip, step: Step, place: str) -> list[Fault]:
    try:
        with transaction.atomic():
            acting.act(trip, step)
            acting.settle(trip)
    except MISTAKES as error:
        fault = _judged(place, step.refused, error)
        if fault:
            return [fault]
    else:
        if step.refused:
            return [Fault(place, _not_refused(step.refused))]
    return [Fault(f"{place}.then", words) for words in expecting.faults(trip, step.then)] if step.then else []


def _judged(place: str, refused: str, error: Exception) -> Fault | None:
    """A refusal that was expected is no fault."""
    words = _words(error)
    if refused and isinstance(error, REFUSALS) and refused in words:
        return None
    if refused:
        return Fault(place, f"expected a refusal with {refused!r}, found: {words}")
    return Fault(place, words)


def _not_refused(words: str) -> str:
    return f"expected a refusal with {words!r}, found that it is allowed"


def _words(error: Exception) -> str:
    return str(getattr(error, "message", "") or error)
