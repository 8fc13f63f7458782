"""Open drafts moved to the version of their form that is in force, each in a transaction of its own."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from tongban.engines.forms import models
from tongban.engines.forms.revisions.proving import Verdict, prove
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item
from tongban.trust.audit import api as audit

log = logging.getLogger(__name__)
IDLE = dt.timedelta(minutes=30)  # nobody's page changes while it is being filled in
BATCH = 500


@dataclass(frozen=True)
class Moved:
    """How many drafts were moved and how many stay, each newly judged."""

    moved: int = 0
    stayed: int = 0


def move_drafts(*, at: dt.datetime, limit: int = BATCH) -> Moved:
    """Judges up to `limit` open drafts on superseded versions that nobody touched for half an hour. Repeating it, or
    ending it anywhere, changes nothing of what is done; one draft that fails is logged and does not stop the others.
    """
    found = {True: 0, False: 0}
    for draft in _waiting(at, limit):
        try:
            row = move_draft(draft, at=at)
        except Exception:
            log.exception("draft %s could not be judged", draft)
            continue
        if row is not None:
            found[row.moved] += 1
    return Moved(found[True], found[False])


def _waiting(at: dt.datetime, limit: int) -> Iterator[int]:
    """Drafts that were not yet judged against the version in force."""
    in_force = declarations.in_force("forms")
    rows = models.Draft.objects.filter(closed=None)
    for key, version in rows.values_list("form_key", "form_version").order_by().distinct():
        if key not in in_force or in_force[key].version == version:
            continue
        target = in_force[key].version
        judged = models.Move.objects.filter(draft=OuterRef("pk"), source=version, target=target, moved=False)
        stale = rows.filter(form_key=key, form_version=version, updated__lt=at - IDLE).exclude(Exists(judged))
        found = list(stale.order_by("id").values_list("id", flat=True)[:limit])
        yield from found
        limit -= len(found)


def move_draft(draft: int, *, at: dt.datetime) -> models.Move | None:
    """Moves one open draft if that is proved safe; else notes why it stays. None when there is nothing to move."""
    with transaction.atomic():
        row = models.Draft.objects.select_for_update().filter(pk=draft, closed=None).first()
        if row is None:
            return None
        target = _newer(row.form_key, row.form_version)
        if target is None:
            return None
        old = declarations.pinned("forms", row.form_key, row.form_version)
        verdict = prove(old.value, target.value, row.values, at=at, files=_types(row))
        made = record(f"draft:{row.pk}", old, target, verdict, at=at, draft=row)
        if made.moved:
            row.form_version = target.version
            row.page = row.page if any(page.id == row.page for page in target.value.pages) else ""
            row.save(update_fields=["form_version", "page"])
        return made


def _newer(key: str, version: str) -> Item | None:
    try:
        found = declarations.current("forms", key)
    except LookupError:
        return None
    return None if found.version == version else found


def _types(row: models.Draft) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for field, kind in row.attachments.values_list("field", "type"):
        found.setdefault(field, set()).add(kind)
    return found


def record(
    holder: str, old: Item, target: Item, verdict: Verdict, *, at: dt.datetime, draft: models.Draft | None = None
) -> models.Move:
    """Notes the outcome with its ledger entry, in the caller's transaction; what is noted already is not repeated."""
    reasons = [
        {"code": one.code, "field": one.field, "zh": one.label.zh, "en": one.label.en} for one in verdict.reasons
    ]
    labels = {field.name: field.label for field in target.value.fields()}
    opened = [{"zh": labels[name].zh, "en": labels[name].en} for name in verdict.open]
    facts: Mapping[str, Any] = {
        "draft": draft, "form_key": old.key, "source": old.version, "moved": verdict.safe, "reasons": reasons,
        "opened": opened,
    }  # fmt: skip
    before = models.Move.objects.filter(holder=holder, target=target.version).first()
    if before is not None and not verdict.safe and not before.moved and before.reasons == reasons:
        return before
    row, _ = models.Move.objects.update_or_create(holder=holder, target=target.version, defaults={**facts, "at": at})
    detail = {"form": old.key, "from": old.version, "to": target.version, "reasons": len(reasons)}
    result = "ok" if verdict.safe else "refused"
    audit.record(at=at, by="system", action="forms.move", object=holder, result=result, detail=detail)
    return row
