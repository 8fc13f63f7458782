"""What bills and certificates mean to whom they concern."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.kernel.money.api import Money
from tongban.services.certificates import events as certificates
from tongban.services.notices import models
from tongban.services.notices.inbox import notify
from tongban.services.notices.wording import both
from tongban.services.payments import events as payments


def _bill(
    event: payments.BillEvent, kind: str, title: Promise, sentence: Promise, at: dt.datetime, **facts: Any
) -> None:
    amount = str(Money(event.amount, event.currency))
    told = {"number": event.number, "case": event.case, "amount": amount, **facts}
    notify(
        kind=kind, title=both(title, **told), body=both(sentence, **told), at=at, person=event.person,
        credit_code=event.credit_code, about=f"bill:{event.number}", case=event.case,
        key=f"{event.number}:{type(event).__name__}",
    )  # fmt: skip


def billed(event: payments.BillIssued, at: dt.datetime) -> None:
    sentence = _("For application %(case)s please pay %(amount)s (bill %(number)s).")
    _bill(event, "bill", _("Please pay %(amount)s"), sentence, at)


def paid(event: payments.BillPaid, at: dt.datetime) -> None:
    sentence = _("We received %(amount)s for bill %(number)s. Receipt: %(receipt)s.")
    _bill(event, "paid", _("Paid: %(amount)s"), sentence, at, receipt=event.receipt)


def voided(event: payments.BillVoided, at: dt.datetime) -> None:
    _bill(event, "bill", _("Nothing to pay any more"), _("Bill %(number)s over %(amount)s was cancelled."), at)


def refunded(event: payments.BillRefunded, at: dt.datetime) -> None:
    sentence = _("%(amount)s of bill %(number)s will be paid back to you.")
    _bill(event, "paid", _("Refund: %(amount)s"), sentence, at)


def issued(event: certificates.CertificateIssued, at: dt.datetime) -> None:
    sentence = _("Certificate %(number)s for application %(case)s is in your wallet. Anybody can verify it.")
    _certificate(event, _("Your certificate is ready: %(number)s"), sentence, at)


def revoked(event: certificates.CertificateRevoked, at: dt.datetime) -> None:
    sentence = _("Certificate %(number)s was revoked and is no longer valid. The reasons are in its record.")
    _certificate(event, _("Certificate revoked: %(number)s"), sentence, at)


def _certificate(
    event: certificates.CertificateIssued | certificates.CertificateRevoked,
    title: Promise,
    sentence: Promise,
    at: dt.datetime,
) -> None:
    """The event names no person: whoever was told of the case is told of its certificate. A case that nobody was told
    of yet is tried again by the outbox.
    """
    if not event.case:
        return
    first = models.Notice.objects.filter(case=event.case).order_by("id").first()
    if first is None:
        raise LookupError(f"nobody was told of case {event.case} yet")
    told: dict[str, str | Text] = {"number": event.number, "case": event.case}
    notify(
        kind="certificate", title=both(title, **told), body=both(sentence, **told), at=at, person=first.person,
        credit_code=first.credit_code, about=f"certificate:{event.number}", case=event.case,
        key=f"{event.number}:{type(event).__name__}",
    )  # fmt: skip
