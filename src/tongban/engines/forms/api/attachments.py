"""Files that people add: checked by content, stored once, held by a draft or by what the draft became."""

# ruff: noqa: A002 (an attachment is found by its id)

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tongban.engines.forms import models, store
from tongban.kernel.web import api as web

MAX_FILES_A_DRAFT = 60


@dataclass(frozen=True)
class Attachment:
    """A stored file: `name` is data, never a path; `type` a short name such as "pdf"; `size` in bytes."""

    id: str
    name: str
    type: str
    size: int
    sha256: str
    field: str
    owner: str
    holder: str
    at: dt.datetime

    @property
    def media_type(self) -> str:
        return web.TYPES[self.type]


def _shown(row: models.Attachment) -> Attachment:
    return Attachment(row.id, row.name, row.type, row.file.size, row.file_id, row.field, row.owner, row.holder, row.at)


def attach(
    *,
    owner: str,
    field: str,
    file: Any,
    accept: tuple[str, ...],
    at: dt.datetime,
    draft: int | None = None,
    holder: str = "",
    max_mb: int | None = None,
    name: str = "",
) -> Attachment:
    """Checks and stores a file for an open draft of `owner`, or for a `holder` such as "case:…".

    `file` is bytes (which `name` names) or a Django upload, `accept` short type names ("pdf", "jpeg", "png"), `max_mb`
    a limit below the node's own. The same content added twice
    to one field of a draft is one attachment. Raises BadInput with a message for the person, LookupError when the draft
    is not open or not the owner's.
    """
    limit = min(settings.CONFIG.upload_mb, max_mb or settings.CONFIG.upload_mb) * 1_000_000
    found = web.check_upload(file, allowed=accept, max_bytes=limit, name=name)
    data = file if isinstance(file, bytes) else b"".join(file.chunks())
    with transaction.atomic():
        if draft is not None:
            _room_in(draft, owner)
        content = store.put(data)
        facts = {"name": found.name, "type": found.type, "owner": owner, "at": at}
        if draft is not None:
            row, _new = models.Attachment.objects.get_or_create(
                draft_id=draft, field=field, file=content, defaults=facts
            )
        else:
            row = models.Attachment.objects.create(holder=holder, field=field, file=content, **facts)
    return _shown(row)


def _room_in(draft: int, owner: str) -> None:
    open_one = models.Draft.objects.select_for_update().filter(pk=draft, owner=owner, closed=None).first()
    if open_one is None:
        raise LookupError(f"no open draft {draft} of this owner")
    if open_one.attachments.count() >= MAX_FILES_A_DRAFT:
        raise web.BadInput(_("There are already %(limit)s files. Remove one first.") % {"limit": MAX_FILES_A_DRAFT})


def attachment(id: str, *, owner: str = "", holder: str = "") -> Attachment:
    """One attachment, of this owner or holder if given. Raises LookupError otherwise; whether the reader may see it is
    the caller's decision.
    """
    rows = models.Attachment.objects.select_related("file").filter(pk=id)
    rows = rows.filter(owner=owner) if owner else rows
    row = (rows.filter(holder=holder) if holder else rows).first()
    if row is None:
        raise LookupError("no such attachment")
    return _shown(row)


def attachments(
    *, ids: Iterable[str] | None = None, holder: str = "", draft: int | None = None
) -> tuple[Attachment, ...]:
    """The attachments with these ids, of a holder, or of a draft, oldest first: one query."""
    rows = models.Attachment.objects.select_related("file").order_by("at", "id")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    elif holder:
        rows = rows.filter(holder=holder)
    else:
        rows = rows.filter(draft_id=draft) if draft is not None else rows.none()
    return tuple(_shown(row) for row in rows)


def open_attachment(id: str) -> bytes:
    """The content. Raises LookupError for an unknown id, FileDamaged (an OSError) when the store was altered."""
    return store.get(attachment(id).sha256)


def detach(*, id: str, owner: str, draft: int) -> None:
    """Takes a file out of an open draft; taking out what is not there does nothing."""
    models.Attachment.objects.filter(pk=id, owner=owner, draft_id=draft, draft__closed=None).delete()


def forget(*, holder: str) -> int:
    """Takes every file of a holder away, and the drafts that became it; `sweep_files` then removes the contents that
    nothing else refers to. Returns how many files.
    """
    with transaction.atomic():
        count, _kinds = models.Attachment.objects.filter(holder=holder).delete()
        models.Draft.objects.filter(handed_to=holder).delete()
    return count


def sweep_files() -> int:
    """Removes contents that no attachment refers to; for the node's housekeeping. Returns how many."""
    return store.sweep()
