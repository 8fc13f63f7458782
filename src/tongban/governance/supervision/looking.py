"""Looking at one case: gathers what the rules ask, writes what they find, and counts the case anew."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from tongban.engines.forms import api as forms
from tongban.engines.processes import api as processes
from tongban.governance.supervision import suspicions
from tongban.governance.supervision.finding import found
from tongban.governance.supervision.models import Measured
from tongban.governance.supervision.suspicions import Charge, Offers, Suspicion
from tongban.kernel.declarations import api as declarations
from tongban.services.cases import api as cases
from tongban.services.cases import events
from tongban.services.decisions import api as decisions
from tongban.services.offers import api as offers
from tongban.services.payments import api as payments
from tongban.trust.authority.api import SYSTEM
from tongban.trust.privacy import api as privacy

PURPOSE = "supervision"
AT_ONCE = 200


def look(number: str, *, at: dt.datetime) -> int:
    """Looks at one case; returns how many new findings it gave. Again: nothing new. A number of no case gives none."""
    return sum(_looked(record, at) for record in cases.records(numbers=[number], at=at))


def told(event: events.CaseEvent, at: dt.datetime) -> None:
    """Something happened in a case."""
    look(event.number, at=at)


def sweep(*, since: dt.date, until: dt.date, at: dt.datetime) -> int:
    """Looks at every case opened from `since` and before `until`: after the rules changed, or cases were brought in.

    Each case is a transaction of its own, so that it can be broken off and begun again. Returns the new findings.
    """
    after, new = "", 0
    while numbers := cases.opened_between(since=since, until=until, after=after, limit=AT_ONCE):
        new += sum(_looked(record, at) for record in cases.records(numbers=numbers, at=at))
        after = numbers[-1]
    return new


def _looked(case: cases.CaseRecord, at: dt.datetime) -> int:
    seen = list(_seen(case, at))
    with transaction.atomic():
        _measure(case)
        return sum(found(one, case=case.number, offer=case.offer, at=at) for one in seen)


def _seen(case: cases.CaseRecord, at: dt.datetime) -> Iterator[Suspicion]:
    known = _offers(case)
    if case.notices:
        yield from suspicions.asked(case, known, _fields(case))
    yield from suspicions.unfounded(case, known)
    charges = [
        Charge(bill.number, _minor(bill.total.amount), bill.issued_at)
        for bill in payments.bills_of(case=case.number)
        if bill.state != "void"
    ]
    if charges:
        yield from suspicions.charged(case, charges, _ruled(case, known, at))
    if case.decided_at is not None:
        yield from suspicions.skipped(case, processes.omissions(case.number))


def _offers(case: cases.CaseRecord) -> Offers:
    wanted = {(case.offer, case.offer_version), *((one.offer, one.offer_version) for one in case.parts)}
    return {one: offers.offer(*one) for one in wanted}


def _fields(case: cases.CaseRecord) -> frozenset[str]:
    """What the form of the case asks for: the fields of its own that no register fills."""
    form: forms.Form = declarations.pinned("forms", case.form, case.form_version).value
    return frozenset(field.name for field in form.fields())


def _ruled(case: cases.CaseRecord, known: Offers, at: dt.datetime) -> list[int]:
    """The sums that the fee rules of the case's services gave in it: of each service the last, for a rule may be asked
    more than once before its bill is written.
    """
    fees = Counter((offer.fee.rule, offer.fee.decision) for offer in known.values() if offer.fee and offer.fee.rule)
    with privacy.access(purpose=PURPOSE, by=SYSTEM, at=at, case=case.number):
        made = decisions.of_case(case=case.number)
    found: list[int] = []
    for fee, services in fees.items():
        found += [_minor(_sum(one.result)) for one in made if (one.rule, one.decision) == fee][-services:]
    return found


def _sum(result: Any) -> Decimal:
    """What a fee rule charges: an amount, or lines with amounts."""
    if isinstance(result, list):
        return sum((_sum(one) for one in result), Decimal())
    amount = result.get("amount") if isinstance(result, dict) else result
    return amount if isinstance(amount, Decimal) else Decimal()


def _minor(amount: Decimal) -> int:
    return int(amount * 100)


def _measure(case: cases.CaseRecord) -> None:
    opened = timezone.localdate(case.opened_at)
    decided = timezone.localdate(case.decided_at) if case.decided_at else None
    Measured.objects.update_or_create(
        case=case.number,
        defaults={
            "offer": case.offer, "unit": case.unit, "unit_path": case.unit_path, "state": case.state,
            "outcome": case.outcome, "opened_on": opened, "decided_on": decided, "in_time": case.in_time,
            "days": (decided - opened).days if decided else None,
        },
    )  # fmt: skip
