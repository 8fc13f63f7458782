"""Silence is a grant where the law says so (Administrative Licensing Law, art. 50), or a refusal: decided by the clock,
a grant with a sealed certificate, in one transaction with the case.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import LegalBasis
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, clocks, history, holding, limits, telling
from tongban.services.cases.deciding import all_decided
from tongban.services.cases.errors import CaseError, Conflict
from tongban.services.cases.events import MatterDecided
from tongban.services.cases.models import Case, Clock, Decision, Matter, Output
from tongban.services.certificates import api as certificates
from tongban.services.offers import api as offers
from tongban.trust.authority.api import SYSTEM

RESULT = "tacit"
OVER = {
    "granted": _("The time to decide is over: by law it counts as granted."),
    "refused": _("The time to decide is over: by law it counts as refused."),
}


def ripe(case: Case, at: dt.datetime) -> Clock | None:
    """The clock of the law that ran out without a decision, whether or not the node has noticed."""
    return Clock.objects.filter(case=case, stopped_at=None, silence__in=OVER, due_at__lte=at).first()


def still_open(case: Case, at: dt.datetime) -> None:
    """Raises Conflict when the law has decided already."""
    clock = ripe(case, at)
    if clock is not None:
        raise Conflict(OVER[clock.silence])


def decide(case: Case, at: dt.datetime) -> int:
    """The clock: decides once, hands over the certificate, ends the process and closes the case."""
    clock = ripe(case, at)
    matter = Matter.objects.filter(case=case, state="open").first()
    offer = offers.offer(case.offer, case.offer_version)
    if clock is None or matter is None or offer.tacit is None or case.state != "accepted":
        return 0
    basis, outcome = offer.tacit.legal_basis, clock.silence
    Decision.objects.create(
        matter=matter, outcome=outcome, reasons=_reasons(basis) if outcome == "refused" else "",
        basis=clocks.basis_of(basis), by=SYSTEM.person, unit=matter.unit, at=at,
    )  # fmt: skip
    matter.state, matter.outcome, matter.decided_at = "decided", outcome, at
    matter.save(update_fields=["state", "outcome", "decided_at"])
    history.write(case, "tacit" if outcome == "granted" else "tacit-refused", by=SYSTEM, at=at, part=matter.title)
    access.note(case, "tacit", by=SYSTEM, at=at, article=basis.article, outcome=outcome)
    outbox.publish(
        MatterDecided(
            **telling.about(case), part=matter.offer, part_title={"zh": matter.title_zh, "en": matter.title_en},
            part_unit=matter.unit, outcome=outcome, in_time=False,
        ),
        at=at,
    )  # fmt: skip
    if offer.tacit.document:
        _certify(case, matter, clock, offer.tacit, at)
    all_decided(case, at=at)
    holding.finish(case, "closed", at=at)
    processes.cancel(business_key=case.number, by=SYSTEM.person, at=at, reason=f"{outcome} by law")
    return 1


def _reasons(basis: LegalBasis) -> str:
    """A refusal is never without reasons, in the language of the law."""
    return f"法定期限届满，未作出决定。依照{basis.law.zh}{basis.article}，视为不予许可。"


def _certify(case: Case, matter: Matter, clock: Clock, tacit: offers.Tacit, at: dt.datetime) -> None:
    with access.reading(SYSTEM, number=case.number, at=at, purpose=access.HANDLING):
        known = limits.known(case)
    data = known | {
        "number": case.number, "service": case.title, "opened": clocks.day_of(case.opened_at),
        "due": clock.due_on, "article": str(tacit.legal_basis),
    }  # fmt: skip
    holder = certificates.Holder(tag=case.tag, name=case.name, credit_code=case.credit_code)
    try:
        made = certificates.issue(
            document=tacit.document, holder=holder, data=data, case=case.number, unit=matter.unit, at=at, by=SYSTEM
        )
    except certificates.CertificateError as error:
        raise CaseError(str(error)) from error
    title = made.title
    Output.objects.create(
        case=case, matter=matter, result=RESULT, number=made.number, title_zh=title.zh, title_en=title.en, at=at
    )
    history.write(case, "certificate-issued", by=SYSTEM, at=at, what=title)
