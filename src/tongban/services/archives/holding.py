"""Legal holds: a case is kept while somebody has reason to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tongban.services.archives import rights
from tongban.services.archives.errors import ArchiveError
from tongban.services.archives.models import Hold
from tongban.services.cases import api as cases
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject


@dataclass(frozen=True)
class HoldView:
    """A hold as the desk shows it."""

    id: int
    case: str
    reason: str
    by_name: str
    at: dt.datetime


def set_hold(*, case: str, reason: str, by: Subject, at: dt.datetime) -> None:
    """Keeps a case from being destroyed. Needs `archives.hold` in a unit that takes part in it.

    Raises ArchiveError (reason; there is one), cases.NotFound.
    """
    why = rights.reason(reason)
    cases.about(number=case, by=by, at=at, permission=rights.HOLD)
    try:
        with transaction.atomic():
            cases.keep_still(number=case)
            if cases.about(number=case, by=by, at=at, permission=rights.HOLD).destroyed:
                raise ArchiveError(_("This case is destroyed already."), "case")
            Hold.objects.create(case=case, reason=why, by=by.person, by_name=by.name, at=at)
            audit.record(at=at, by=by, action="archives.hold", object=f"case:{case}", case=case)
    except IntegrityError:
        raise ArchiveError(_("There is a hold on this case already."), "case") from None


def lift_hold(*, hold: int, reason: str, by: Subject, at: dt.datetime) -> None:
    """Ends a hold, with the reason. Needs `archives.hold` for the case. Raises ArchiveError, cases.NotFound."""
    why = rights.reason(reason)
    with transaction.atomic():
        row = Hold.objects.select_for_update().filter(pk=hold).first()
        if row is None:
            raise cases.NotFound
        cases.about(number=row.case, by=by, at=at, permission=rights.HOLD)
        if row.lifted_at is not None:
            raise ArchiveError(_("This hold was lifted already."))
        row.lifted_at, row.lifted_by, row.lifted_reason = at, by.person, why
        row.save()
        audit.record(at=at, by=by, action="archives.lift-hold", object=f"case:{row.case}", case=row.case)


def holds(*, by: Subject, at: dt.datetime, after: int | None = None, limit: int = 50) -> tuple[list[HoldView], int]:
    """The holds on cases that this official may keep, the newest first, and the id after which more follow, else 0."""
    rows = Hold.objects.filter(lifted_at=None).order_by("-id")
    rows = rows.filter(pk__lt=after) if after else rows
    found = list(rows[: limit + 1])
    seen = cases.readable([row.case for row in found], by=by, at=at, permission=rights.HOLD)
    shown = [HoldView(r.pk, r.case, r.reason, r.by_name, r.at) for r in found[:limit] if r.case in seen]
    return shown, found[limit - 1].pk if len(found) > limit else 0
