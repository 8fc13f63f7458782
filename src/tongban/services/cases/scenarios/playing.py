"""Plays one scenario in a savepoint and takes everything back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation

from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Problem
from tongban.services.cases.api import opening, prefilling
from tongban.services.cases.errors import CaseError
from tongban.services.cases.scenarios import acting, expecting, people, rule_cases
from tongban.services.cases.scenarios.acting import Trip
from tongban.services.cases.scenarios.covering import Seen
from tongban.services.cases.scenarios.declarations import Scenario, Step, written
from tongban.services.cases.scenarios.files import attached
from tongban.services.cases.scenarios.moments import later, zoned
from tongban.services.offers import api as offers
from tongban.services.payments import api as payments
from tongban.trust.authority.api import Denied

DAY = dt.timedelta(days=1)
REFUSALS = (CaseError, Denied, forms.FormInvalid, PermissionDenied)
MISTAKES = (*REFUSALS, LookupError, ValueError, payments.PaymentError)


@dataclass(frozen=True)
class Fault:
    """Where a scenario is red, and why."""

    place: str
    words: str


def play(item: Item, seen: Seen | None = None) -> tuple[Problem, ...]:
    """Every fault of a scenario, with file and step; nothing remains of it in the database. `seen` notes what its trip
    came past.
    """
    scenario: Scenario = item.value
    with translation.override("en"):
        found = [Fault(place, words) for place, words in rule_cases.faults(scenario)]
        if scenario.offer:
            with transaction.atomic():
                found += _trip(scenario, seen)
                transaction.set_rollback(True)
    return tuple(Problem(item.source, one.place, one.words) for one in found)


def _trip(scenario: Scenario, seen: Seen | None) -> list[Fault]:
    """The faults of a trip; after a step that failed nothing more is tried."""
    at = zoned(scenario.at)
    try:
        trip = Trip(people.applicant(scenario.applicant, at=at - DAY), people.Officials(at - DAY), at)
    except MISTAKES as error:
        return [Fault("applicant", _words(error))]
    fault = _apply(trip, scenario)
    if fault or scenario.refused:
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


def _apply(trip: Trip, scenario: Scenario) -> Fault | None:
    try:
        with transaction.atomic():
            trip.number = _opened(trip, scenario)
            acting.settle(trip)
    except MISTAKES as error:
        return _judged("answers", scenario.refused, error)
    return Fault("refused", _not_refused(scenario.refused)) if scenario.refused else None


def _opened(trip: Trip, scenario: Scenario) -> str:
    offer = offers.offer(scenario.offer)
    form = declarations.current("forms", offer.form)
    by, at = trip.applicant, trip.at
    prefilled = prefilling.prefill(offer=offer.key, form=form.value, by=by, at=at)
    draft = _draft(trip, offer.key, form, scenario.answers)
    later = {one.id: one.later.statement.zh for one in offer.evidence if one.later and one.id in scenario.later}
    return opening.open_case(offer=offer.key, draft=draft, prefilled=prefilled, later=later, by=by, at=at).number


def _draft(trip: Trip, key: str, form: Item, answers: Mapping[str, Any]) -> int:
    """A draft with the answers, saved as the portal saves one; the named files are added to it."""
    owner = opening.draft_owner(trip.applicant)
    terms: dict[str, Any] = {"form_key": form.key, "form_version": form.version, "page": form.value.pages[0].id}
    draft = forms.save_draft(owner=owner, key=key, values={}, at=trip.at, **terms)
    values = written(answers)
    for field in form.value.fields():
        if field.of.widget == "upload" and field.name in values:
            values[field.name] = attached(values[field.name], field=field.name, owner=owner, draft=draft.id, at=trip.at)
    return forms.save_draft(owner=owner, key=key, values=values, at=trip.at, **terms).id


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
