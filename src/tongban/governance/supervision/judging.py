"""Explaining a finding and judging it: each once, by different people, with an entry in the ledger."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.governance.supervision import rights
from tongban.governance.supervision.errors import SupervisionError
from tongban.governance.supervision.events import FindingJudged
from tongban.governance.supervision.models import Explanation, Finding, Verdict
from tongban.kernel.outbox import api as outbox
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Denied, Subject

LONGEST = 2000


def explain(*, finding: int, text: str, by: Subject, at: dt.datetime) -> None:
    """The unit's word to a finding. Raises LookupError, Denied, SupervisionError for no words or a second time."""
    words = _words(text)
    with transaction.atomic():
        row = _held(finding, by, at)
        if not rights.may_explain(row, by, at=at):
            raise Denied(_("The unit that it concerns explains a finding."))
        if row.state != "open":
            raise SupervisionError(_("This finding was explained or judged already."))
        Explanation.objects.create(finding=row, text=words, by=by.person, by_name=by.name, at=at)
        _moved(row, "explained", by, at)


def judge(*, finding: int, upheld: bool, text: str, by: Subject, at: dt.datetime) -> None:
    """Upheld, with what is to be done; or dismissed, with the reason. By somebody who is not of the unit, after its
    explanation or when its days are over. Raises LookupError, Denied, SupervisionError.
    """
    words = _words(text)
    with transaction.atomic():
        row = _held(finding, by, at)
        if not rights.may_judge(row, by, at=at):
            raise Denied(_("Somebody outside the unit judges a finding."))
        if row.state in ("upheld", "dismissed"):
            raise SupervisionError(_("This finding was explained or judged already."))
        if row.state == "open" and row.escalated_at is None:
            raise SupervisionError(_("The unit still has time to explain this."))
        Verdict.objects.create(finding=row, upheld=upheld, text=words, by=by.person, by_name=by.name, at=at)
        _moved(row, "upheld" if upheld else "dismissed", by, at)
        outbox.publish(FindingJudged(row.pk, row.kind, row.case, row.unit, upheld), at=at)


def _held(finding: int, by: Subject, at: dt.datetime) -> Finding:
    row = Finding.objects.select_for_update().filter(pk=finding).first()
    if row is None or not rights.findings(by, at=at).filter(pk=finding).exists():
        raise LookupError("no such finding")
    return row


def _words(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words or len(words) > LONGEST:
        raise SupervisionError(_("Write from one to %(most)s characters.") % {"most": LONGEST}, field="text")
    return words


def _moved(row: Finding, state: str, by: Subject, at: dt.datetime) -> None:
    row.state = state
    row.save(update_fields=["state"])
    audit.record(at=at, by=by, action=f"supervision.{state}", object=f"finding:{row.pk}", case=row.case)
