"""Questions to other departments that nobody needs answered any more: they close with their case, and who was asked is
told.
"""

from __future__ import annotations

import datetime as dt

from tongban.kernel.outbox import api as outbox
from tongban.services.cases import history, telling
from tongban.services.cases.events import OpinionVoid
from tongban.services.cases.models import Case, Opinion
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM

VOID = "void"  # the verdict of a question that its case outlived


def close(case: Case, *, at: dt.datetime) -> None:
    """Closes the open questions of a case; it is locked. Again: changes nothing."""
    for row in Opinion.objects.filter(case=case, given_at=None).order_by("pk"):
        row.given_at, row.verdict = at, VOID
        row.save(update_fields=["given_at", "verdict"])
        history.write(case, "opinion-void", by=SYSTEM, at=at, public=False, what=authority.unit(row.unit).name)
        persons = tuple(authority.staff(units=[row.unit], at=at))
        news = OpinionVoid(**telling.about(case), opinion=row.pk, asked_unit=row.unit, persons=persons)
        outbox.publish(news, at=at)
