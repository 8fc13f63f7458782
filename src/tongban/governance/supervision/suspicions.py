"""The rules of supervision over one case: pure questions to its record, its course and its bills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tongban.engines.processes.api import Omission
from tongban.kernel.declarations.api import Text
from tongban.services.cases.api import CaseRecord, PartRecord
from tongban.services.offers.api import Offer


@dataclass(frozen=True)
class Suspicion:
    """One thing that was seen. `subject` is the same however often it is looked for; `what` says what, in words."""

    kind: str
    subject: str
    unit: str
    what: Text
    occurred_at: dt.datetime


@dataclass(frozen=True)
class Charge:
    """A bill of the case: `total` in minor units, with the sums that the fee rules of the case's services gave."""

    number: str
    total: int
    at: dt.datetime


Offers = Mapping[tuple[str, str], Offer]


def skipped(case: CaseRecord, omissions: Iterable[Omission]) -> Iterator[Suspicion]:
    """Steps that every way to the end leads through and that were not done."""
    for one in omissions:
        name = one.name if one.name.zh or one.name.en else Text(one.element, one.element)
        yield Suspicion(
            "skipped-step", f"{one.instance}:{one.element}"[:160], case.unit, name, case.decided_at or case.opened_at
        )


def asked(case: CaseRecord, offers: Offers, fields: frozenset[str]) -> Iterator[Suspicion]:
    """Items of supplement notices that no list of the case's services has, or that a register answers."""
    listed = {one.id: one for offer in _of(case, offers) for one in offer.evidence}
    for notice in case.notices:
        for name, text in notice.items:
            subject = f"{notice.sequence}:{name}"[:160]
            held = name in case.held or (name in listed and listed[name].source == "register")
            if held:
                yield Suspicion("evidence-held", subject, case.unit, text, notice.at)
            elif name not in listed and name not in fields:
                yield Suspicion("evidence-beyond-list", subject, case.unit, text, notice.at)


def charged(case: CaseRecord, charges: Iterable[Charge], ruled: Iterable[int]) -> Iterator[Suspicion]:
    """Bills over a sum that no fee rule of the case's services gave; each sum covers one bill."""
    left = list(ruled)
    for bill in charges:
        if bill.total in left:
            left.remove(bill.total)
            continue
        amount = f"{bill.total / 100:.2f}"
        what = Text(f"{bill.number}，{amount} 元", f"{bill.number}, {amount} yuan")
        yield Suspicion("fee-off-list", bill.number[:160], case.unit, what, bill.at)


def unfounded(case: CaseRecord, offers: Offers) -> Iterator[Suspicion]:
    """Refusals that name no article of the service's own legal basis."""
    for part in case.parts:
        if part.outcome == "refused" and part.decided_at and not _founded(part, offers):
            title = offers[part.offer, part.offer_version].title
            yield Suspicion("refusal-without-article", part.offer[:160], part.unit, title, part.decided_at)


def _founded(part: PartRecord, offers: Offers) -> bool:
    basis = offers[part.offer, part.offer_version].legal_basis
    return any((one.law.zh, one.article) == (part.law, part.article) for one in basis)


def _of(case: CaseRecord, offers: Offers) -> Iterator[Offer]:
    yield offers[case.offer, case.offer_version]
    for part in case.parts:
        yield offers[part.offer, part.offer_version]
