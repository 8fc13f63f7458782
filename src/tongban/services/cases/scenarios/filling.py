"""A trip's way through the form: what registers answer, the answers, the draft that the portal would save."""

from __future__ import annotations

from typing import Any

from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.services.cases.api import opening, prefilling
from tongban.services.cases.clocks import day_of
from tongban.services.cases.scenarios.acting import Trip
from tongban.services.cases.scenarios.asking import Filled
from tongban.services.cases.scenarios.declarations import Scenario, written
from tongban.services.cases.scenarios.files import attached
from tongban.services.offers import api as offers

TYPED = Text("试填的登记", "the register of the trip")


def fill(trip: Trip, scenario: Scenario) -> Filled:
    """The form with the answers of a trip; files are still names. Raises LookupError."""
    key = offers.offer(scenario.offer).form if scenario.offer else scenario.form
    form: forms.Form = declarations.current("forms", key).value
    found: dict[str, forms.Prefilled] = {}
    if scenario.offer:
        found = prefilling.prefill(offer=scenario.offer, form=form, by=trip.applicant, at=trip.at)
    for name, bind in forms.bindings(form).items():
        if bind in scenario.registers:
            found.pop(name, None)
            if scenario.registers[bind] != "":
                found[name] = forms.Prefilled(scenario.registers[bind], TYPED, day_of(trip.at), "scenario")
    return Filled(key, form, written(scenario.answers), found)


def submit(trip: Trip, scenario: Scenario, filled: Filled) -> str:
    """Applies with the form; returns the receipt number."""
    offer, by, at = offers.offer(scenario.offer), trip.applicant, trip.at
    item = declarations.current("forms", filled.key)
    owner = opening.draft_owner(by)
    terms: dict[str, Any] = {"form_key": item.key, "form_version": item.version, "page": filled.form.pages[0].id}
    draft = forms.save_draft(owner=owner, key=offer.key, values={}, at=at, **terms)
    values = dict(filled.values)
    for field in filled.form.fields():
        if field.of.widget == "upload" and field.name in values:
            values[field.name] = attached(values[field.name], field=field.name, owner=owner, draft=draft.id, at=at)
    saved = forms.save_draft(owner=owner, key=offer.key, values=values, at=at, **terms)
    later = {one.id: one.later.statement.zh for one in offer.evidence if one.later and one.id in scenario.later}
    opened = opening.open_case(offer=offer.key, draft=saved.id, prefilled=filled.prefilled, later=later, by=by, at=at)
    return opened.number
