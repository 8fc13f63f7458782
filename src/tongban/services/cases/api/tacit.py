"""Silence is a grant where the law says so (Administrative Licensing Law, art. 50), or a refusal: decided by the clock,
a grant with a sealed certificate, in one transaction with the case.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import LegalBasis
from tongban.services.cases import access, by_law, clocks, history, limits
from tongban.services.cases.errors import CaseError, Conflict
from tongban.services.cases.models import Case, Clock, Matter, Output
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
    line, reasons = ("tacit", "") if outcome == "granted" else ("tacit-refused", _reasons(basis))
    by_law.decide(case, matter, outcome, basis, line=line, reasons=reasons, at=at)
    if offer.tacit.document:
        _certify(case, matter, clock, offer.tacit, at)
    by_law.end(case, at=at, reason=f"{outcome} by law")
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
