"""Yellow and red, told once: the clock's own events are written once, and each is taken once (see kernel/outbox)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.governance.supervision import telling
from tongban.governance.supervision.finding import found
from tongban.governance.supervision.kinds import KINDS
from tongban.governance.supervision.models import Finding
from tongban.governance.supervision.rights import EXPLAIN, JUDGE
from tongban.governance.supervision.suspicions import Suspicion
from tongban.kernel.declarations.api import Text
from tongban.services.cases import events as cases
from tongban.trust.audit import api as audit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM

BATCH = 200


def due_soon(event: cases.CaseDueSoon, at: dt.datetime) -> None:
    """Yellow: whoever answers for the unit is warned."""
    unit = authority.unit(event.part_unit)
    facts = {"number": event.number, "title": Text(**event.title), "day": event.due}
    telling.tell(
        unit, EXPLAIN, _("Due soon: %(title)s"), _("Case %(number)s has to be decided by %(day)s."), facts,
        key=f"yellow:{event.number}:{event.part}:{event.due.isoformat()}", at=at,
    )  # fmt: skip


def overdue(event: cases.CaseOverdue, at: dt.datetime) -> None:
    """Red: a finding for the part, which the unit explains and supervision judges. The limit of the law, when it runs
    out after the promised one, is no second finding.
    """
    what = Text(f"应于 {event.due.isoformat()} 前办结", f"was to be decided by {event.due.isoformat()}")
    one = Suspicion("overdue", event.part[:160], event.part_unit, what, at)
    found(one, case=event.number, offer=event.part or event.offer, at=at)


def escalate(*, at: dt.datetime, today: dt.date) -> int:
    """Findings that the unit did not explain in its days go to those who judge: each once, in its own transaction."""
    late = Finding.objects.filter(state="open", explain_by__lt=today, escalated_at=None).order_by("explain_by", "id")
    return sum(_escalated(number, at) for number in list(late.values_list("pk", flat=True)[:BATCH]))


def _escalated(number: int, at: dt.datetime) -> int:
    with transaction.atomic():
        row = Finding.objects.select_for_update().filter(pk=number, state="open", escalated_at=None).first()
        if row is None:
            return 0
        row.escalated_at = at
        row.save(update_fields=["escalated_at"])
        audit.record(at=at, by=SYSTEM, action="supervision.escalated", object=f"finding:{row.pk}", case=row.case)
        unit = authority.unit(row.unit)
        facts = {"what": KINDS[row.kind].title, "unit": unit.name, "day": row.explain_by}
        telling.tell(
            unit, JUDGE, _("Not explained: %(what)s"), _("%(unit)s did not explain “%(what)s” by %(day)s."), facts,
            key=f"unexplained:{row.pk}", at=at, but=row.person, everywhere=True,
        )  # fmt: skip
    return 1
