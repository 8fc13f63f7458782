"""An application for reconsideration finds the decision that it contests, and is tied to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.forms import api as forms
from tongban.services.cases import access, clocks, history, holding, numbers, remedies
from tongban.services.cases.api.examination import bounded
from tongban.services.cases.errors import CaseError, Conflict, Incomplete
from tongban.services.cases.models import Case, Decision, Matter, Reconsideration
from tongban.services.cases.models.reconsideration import ENDED
from tongban.services.offers.api import Contests, Offer
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject


@dataclass(frozen=True)
class Pointed:
    """A decision that can be contested, with the last day to do so; without one no limit is known here."""

    decision: Decision
    until: dt.date | None
    late: bool


def pointed(reference: str, *, offer: Offer, by: Subject, at: dt.datetime) -> Pointed:
    """The decision for which `reference` stands: a receipt number of the subject's own, and `/` with the place of the
    part where a case has several. Raises Incomplete for the field that names it, Conflict.
    """
    asks = _asks(offer)
    number, _slash, place = reference.strip().partition("/")
    case = Case.objects.filter(access.owned(by), number=numbers.tidy(number) or "-").first()
    if case is None:
        raise Incomplete(asks.decision, _("You have no case with this number. Write the receipt number of the case."))
    if case.credit_code != by.acting_for:
        raise Incomplete(asks.decision, _("Choose for whom you act as you did when you applied for this case."))
    if Reconsideration.objects.filter(case=case).exists():
        raise Incomplete(asks.decision, _("A decision on reconsideration is contested before a court."))
    matter = _matter(case, place, asks.decision)
    decision = Decision.objects.filter(matter=matter).order_by("round").select_related("matter__case").last()
    if decision is None:
        raise Incomplete(asks.decision, _("Nothing is decided in this case (any more)."))
    competent(offer, decision.unit)
    return Pointed(decision, *_time(decision, at))


def _asks(offer: Offer) -> Contests:
    if offer.contests is None:
        raise CaseError(_("This service contests no decision."))
    return offer.contests


def _matter(case: Case, place: str, field: str) -> Matter | None:
    found = list(Matter.objects.filter(case=case, state="decided").order_by("position"))
    if place:
        found = [one for one in found if str(one.position + 1) == place.strip()]
    if len(found) > 1:
        raise Incomplete(field, _("This case has several decisions: write the part after the number, such as /1."))
    return found[0] if found else None


def competent(offer: Offer, unit: str) -> None:
    """Raises CaseError, which says where to go, unless the office reviews what this unit decides."""
    units = {one.code: one for one in authority.units()}
    for one in _asks(offer).elsewhere:
        if one.unit == unit:
            raise CaseError(_("Decisions of this department are reviewed elsewhere: {where}."), where=one.where)
    here, other = units.get(offer.authority), units.get(unit)
    if here is None or other is None or unit == here.code or other.parent != here.parent:
        raise CaseError(_("This office does not review decisions of the department that decided."))


def _time(decision: Decision, at: dt.datetime) -> tuple[dt.date | None, bool]:
    units = {one.code: one for one in authority.units()}
    ways = remedies.Remedies(units, clocks.calendar()).of(decision.unit, decision.at, at=at)
    review = next((one for one in ways if one.kind == "review"), None)
    return (review.until, not review.open) if review else (None, False)


def tie(case: Case, offer: Offer, values: Mapping[str, Any], *, by: Subject, at: dt.datetime) -> None:
    """A new case of an offer that contests decisions is tied to the one it names; the contested case is locked.

    Raises forms.FormInvalid for the field that is wrong, CaseError, Conflict when it is contested already.
    """
    if offer.contests is None:
        return
    try:
        _tie(case, offer, values, by=by, at=at)
    except Incomplete as error:
        raise forms.FormInvalid([forms.FieldError(error.field, str(error))]) from error


def _tie(case: Case, offer: Offer, values: Mapping[str, Any], *, by: Subject, at: dt.datetime) -> None:
    asks = _asks(offer)
    found = pointed(str(values.get(asks.decision) or ""), offer=offer, by=by, at=at)
    excuse = bounded(asks.excuse, str(values.get(asks.excuse) or "")) if found.late else ""
    if found.late and not excuse:
        day = found.until.isoformat() if found.until else ""
        raise Incomplete(asks.excuse, _("The time ended on {day}. Say what kept you: the office judges that."), day=day)
    with holding.locked(found.decision.matter.case.number, at=at) as contested:
        if Matter.objects.get(pk=found.decision.matter_id).state != "decided":
            raise Conflict(_("The decision was set aside meanwhile. Look at the case again."))
        unsettled(found.decision)
        Reconsideration.objects.create(
            case=case, decision=found.decision, contested=contested, until=found.until, late=found.late, excuse=excuse
        )
        history.write(contested, "reconsideration", by=by, at=at, number=case.number)
        access.note(
            contested, "reconsider", by=by, at=at, purpose=access.OWN, reconsideration=case.number, late=found.late
        )


def unsettled(decision: Decision) -> None:
    """Raises Conflict when the decision is being reviewed, or was."""
    other = Reconsideration.objects.filter(decision=decision).exclude(outcome__in=ENDED).select_related("case").first()
    if other is not None and not other.outcome:
        raise Conflict(_("This decision is being reconsidered already: {number}."), number=other.case.number)
    if other is not None:
        raise Conflict(_("This decision was reconsidered: {number}. Now only a court helps."), number=other.case.number)
