"""What the ledger holds of drafts."""

from __future__ import annotations

import datetime as dt

from tongban.governance.drafts.draftable import draftable
from tongban.governance.drafts.models import Draft
from tongban.governance.drafts.reading import DraftView
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject


def note(row: Draft | DraftView, act: str, *, by: Subject, at: dt.datetime, **more: str | int) -> None:
    """A ledger entry about a draft, in the caller's transaction."""
    one = draftable(row.kind)
    pk = row.id if isinstance(row, DraftView) else row.pk
    detail = {"draft": pk, "revision": row.revision, "base": row.base} | more
    audit.record(at=at, by=by, action=f"{one.code}.{act}", object=f"{one.object}:{row.key}", detail=detail)
