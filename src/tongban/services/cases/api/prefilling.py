"""What a form gets from registers, and what waits for a person."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from tongban.engines.forms import api as forms
from tongban.exchange.catalogue import api as catalogue
from tongban.exchange.mediator import api as mediator
from tongban.services.cases import access
from tongban.services.cases.models import Case
from tongban.services.payments import api as payments
from tongban.trust.authority.api import Subject
from tongban.trust.identity import api as identity

log = logging.getLogger(__name__)
ABOUT_COMPANY = "legal_entities"


def prefill(*, offer: str, form: forms.Form, by: Subject, at: dt.datetime) -> dict[str, forms.Prefilled]:
    """The registers' answers to the bound fields of a form, by field name: one exchange for each resource.

    A field bound to `population.name` is answered by that resource of the population register which the offer has an
    agreement for (purpose `own-case`) and which holds `name`; `legal_entities` is asked about the company acted for.
    What may not be had or is not there is left out. Each exchange leaves evidence; reads of a person are noted.
    """
    bound = forms.bindings(form)
    agreed = [one for one in catalogue.agreements(consumer=offer) if one.purpose == access.OWN]
    found: dict[str, forms.Prefilled] = {}
    for agreement in agreed:
        register = agreement.resource.partition(".")[0]
        wanted = {
            name: bind.partition(".")[2]
            for name, bind in bound.items()
            if name not in found and bind.partition(".")[0] == register and bind.partition(".")[2] in agreement.fields
        }
        if wanted:
            found |= _asked(agreement.resource, wanted, offer=offer, by=by, at=at)
    return found


def _asked(
    resource: str, wanted: dict[str, str], *, offer: str, by: Subject, at: dt.datetime
) -> dict[str, forms.Prefilled]:
    key = _key(resource, by, at)
    if not key:
        return {}
    try:
        answer = mediator.ask(
            resource=resource,
            key=key,
            fields=tuple(dict.fromkeys(wanted.values())),
            purpose=access.OWN,
            consumer=offer,
            by=by,
            at=at,
        )
    except mediator.ExchangeRefused as refusal:
        log.info("prefill of %s from %s: %s", offer, resource, refusal)
        return {}
    return {
        name: forms.Prefilled(answer.values[field], answer.source, answer.as_of, answer.reference)
        for name, field in wanted.items()
        if answer.values.get(field) not in (None, "")
    }


def _key(resource: str, by: Subject, at: dt.datetime) -> str:
    if resource.startswith(ABOUT_COMPANY + "."):
        return by.acting_for
    if by.kind != "resident":
        return ""
    with access.reading(by, number="", at=at, purpose=access.OWN):
        return identity.resident_number_of(person=by.person)


@dataclass(frozen=True)
class Waiting:
    """What waits for a person: supplement notices to answer and bills to pay, as receipt numbers."""

    answer: tuple[str, ...]
    pay: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.answer) + len(self.pay)


def waiting_for(*, by: Subject, at: dt.datetime) -> Waiting:
    """What waits for the subject, or for the company acted for."""
    del at
    rows = list(Case.objects.filter(access.owned(by)).values_list("number", "state").order_by("pk"))
    return Waiting(
        tuple(number for number, state in rows if state == "supplement"),
        _unpaid(number for number, state in rows if state in ("accepted", "decided")),
    )


def _unpaid(numbers: Iterable[str]) -> tuple[str, ...]:
    return tuple(n for n in numbers if any(bill.state == "open" for bill in payments.bills_of(case=n)))
