"""Writing a finding: once, with its day for the explanation, told to who answers for the unit."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.engines.deadlines import api as deadlines
from tongban.governance.supervision import telling
from tongban.governance.supervision.events import FindingOpened
from tongban.governance.supervision.kinds import KINDS
from tongban.governance.supervision.models import Finding
from tongban.governance.supervision.rights import EXPLAIN
from tongban.governance.supervision.suspicions import Suspicion
from tongban.kernel.outbox import api as outbox
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM

EXPLAIN_DAYS = 5  # working days in which the unit explains a finding


def found(one: Suspicion, *, case: str, offer: str, at: dt.datetime, person: str = "") -> bool:
    """Writes a finding and tells the unit, in the caller's transaction; says whether it is new."""
    unit = authority.unit(one.unit)
    row, new = _kept(one, unit, case=case, offer=offer, at=at, person=person)
    if new:
        outbox.publish(FindingOpened(row.pk, row.kind, case, unit.code, row.explain_by), at=at)
        audit.record(at=at, by=SYSTEM, action="supervision.found", object=f"finding:{row.pk}", case=case)
        title = _("Please explain: %(what)s")
        body = _("Supervision found “%(what)s” (%(detail)s). Explain it by %(day)s.")
        facts = {"what": KINDS[row.kind].title, "detail": one.what, "day": row.explain_by.isoformat()}
        telling.tell(unit, EXPLAIN, title, body, facts, key=f"finding:{row.pk}", at=at, but=person)
    return new


def _kept(
    one: Suspicion, unit: authority.Unit, *, case: str, offer: str, at: dt.datetime, person: str
) -> tuple[Finding, bool]:  # fmt: skip
    with transaction.atomic():
        return Finding.objects.get_or_create(
            kind=one.kind,
            case=case,
            subject=one.subject,
            defaults={
                "offer": offer, "unit": unit.code, "unit_path": unit.path, "person": person,
                "what_zh": one.what.zh[:500], "what_en": one.what.inn("en")[:500], "occurred_at": one.occurred_at,
                "found_at": at,
                "explain_by": deadlines.working_days(settings.CONFIG.calendar, start=at, days=EXPLAIN_DAYS),
            },
        )  # fmt: skip
