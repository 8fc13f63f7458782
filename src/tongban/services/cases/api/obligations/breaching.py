"""What follows when proof does not come or is false: a reminder, then refusal, or the examination for revocation."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.utils.translation import gettext_lazy as _

from tongban.services.cases import access, by_law, clocks, obligations, remarks
from tongban.services.cases.errors import CaseError, Conflict, Incomplete
from tongban.services.cases.models import Case, Clock, Matter, Obligation, Output
from tongban.services.certificates import api as certificates
from tongban.services.offers.api import Limit
from tongban.trust.authority.api import SYSTEM, Subject

SETTLE = "cases.decide"


def remind(case: Case, at: dt.datetime) -> int:
    """The clock: the last days have begun; told once."""
    rows = Obligation.objects.filter(
        case=case, state="open", clock__yellow_at__lte=at, clock__due_at__gt=at, clock__yellow_told=None
    )
    for row in rows.select_related("clock"):
        Clock.objects.filter(obligation=row).update(yellow_told=at)
        obligations.moved(case, row, "open", by=SYSTEM, at=at, step="reminded")
        access.note(case, "obligation-remind", by=SYSTEM, at=at, evidence=row.evidence)
    return len(rows)


def lapse(case: Case, at: dt.datetime) -> int:
    """The clock: the time is over and nothing was sent."""
    row = Obligation.objects.filter(case=case, state="open", clock__due_at__lte=at).select_related("clock").first()
    if row is None:
        return 0
    access.note(case, "obligation-lapse", by=SYSTEM, at=at, evidence=row.evidence)
    broken(case, row, by=SYSTEM, at=at)
    return 1


def broken(case: Case, row: Obligation, *, by: Subject, at: dt.datetime) -> None:
    """A breach: trust is withdrawn for the months declared; what is undecided is refused; what was granted waits for
    somebody who decides on revocation.
    """
    clocks.stop(case, at=at, kinds=(obligations.clock_of(row),), result="missed")
    row.barred_until = clocks.due_of(Limit(row.bar_months, "months"), at)[0] if row.bar_months else None
    obligations.moved(case, row, "breached", by=by, at=at)
    matter = Matter.objects.filter(case=case, state="open").first()
    if case.state == "accepted" and matter is not None:
        row.settled = "refused"
        row.save(update_fields=["settled"])
        reasons = f"“{row.title_zh}”：未按承诺如期、如实补交。 “{row.title_en}”: not proved in time, or not true."
        basis = clocks.basis_from(row.basis)
        by_law.decide(case, matter, "refused", basis, line="refused", reasons=reasons, at=at)
        by_law.end(case, at=at, reason="an obligation was breached")


def settle_breach(
    *, number: str, obligation: int, verdict: Literal["revoked", "kept"], reason: str, by: Subject, at: dt.datetime
) -> None:
    """After a breach: what was granted is revoked, or kept because the breach is excused, which restores trust.

    Needs `cases.decide`, to revoke also `certificates.revoke`. Raises Incomplete (verdict, reason), Conflict, NotFound,
    Denied.
    """
    with access.desk(number, SETTLE, by=by, at=at, over=True) as case:
        access.require(case, SETTLE, by=by, at=at)
        row = Obligation.objects.filter(case=case, pk=obligation, state="breached", settled="").first()
        if row is None:
            raise Conflict(_("This breach was settled meanwhile. Load the case again."))
        if verdict not in ("revoked", "kept"):
            raise Incomplete("verdict", _("Revoke what was granted, or keep it."))
        why = remarks.given(reason)
        if verdict == "revoked":
            _revoke(case, row, why, by=by, at=at)
        else:
            row.barred_until = None
        row.settled = verdict
        obligations.moved(case, row, "breached", by=by, at=at, step=verdict)
        remarks.write(case, f"breach-{verdict}", why, by=by, at=at, name=row.title)
        access.note(case, "obligation-settle", by=by, at=at, evidence=row.evidence, verdict=verdict)


def _revoke(case: Case, row: Obligation, why: str, *, by: Subject, at: dt.datetime) -> None:
    numbers = list(Output.objects.filter(case=case).order_by("pk").values_list("number", flat=True))
    if not numbers:
        raise Conflict(_("There is no certificate to revoke."))
    for number in numbers:
        try:
            certificates.revoke(
                number=number, reason=why, legal_basis=str(clocks.basis_from(row.basis)), by=by, at=at
            )  # fmt: skip
        except certificates.CertificateError as error:
            raise CaseError(str(error)) from error
