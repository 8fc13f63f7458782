"""Drafts: answers saved as they are given, one open draft for each owner and key, safe in two windows at once."""

# ruff: noqa: A002 (a draft is found by its id)

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.engines.forms import models
from tongban.engines.forms.api.attachments import Attachment, attachments

DRAFT_DAYS = 100


@dataclass(frozen=True)
class Draft:
    """`revision` grows with each change; a page carries the revision that it was shown from. `handed_to` names what a
    closed draft became.
    """

    id: int
    owner: str
    key: str
    form_key: str
    form_version: str
    page: str
    values: Mapping[str, Any]
    revision: int
    created: dt.datetime
    updated: dt.datetime
    expires: dt.datetime
    handed_to: str = ""


@dataclass(frozen=True)
class HandOver:
    """`first` is false when the draft had been handed over before: then `to` says to what."""

    to: str
    first: bool
    attachments: tuple[Attachment, ...]


class DraftError(ValueError):
    """A draft cannot be used so; the message is for the person."""


class DraftConflict(DraftError):  # noqa: N818 (it names what happened)
    """The same answers were changed in another window since this page was shown. Nothing was saved.

    `draft` is what is stored, `values` what this window wanted to save, `fields` where they differ.
    """

    def __init__(self, draft: Draft, fields: tuple[str, ...], values: Mapping[str, Any]) -> None:
        self.draft, self.fields, self.values = draft, fields, values
        super().__init__(_("These answers were changed in another window in the meantime. Check them and save again."))


def shown(row: models.Draft) -> Draft:
    """A row as a value."""
    return Draft(
        row.pk, row.owner, row.key, row.form_key, row.form_version, row.page, dict(row.values), row.revision,
        row.created, row.updated, row.updated + dt.timedelta(days=DRAFT_DAYS), row.handed_to,
    )  # fmt: skip


def open_draft(owner: str, key: str) -> Draft | None:
    """The owner's open draft under this key, if there is one."""
    row = models.Draft.objects.filter(owner=owner, key=key, closed=None).first()
    return shown(row) if row else None


def draft(id: int, owner: str) -> Draft:
    """A draft, open or handed over. Raises LookupError when it is not the owner's."""
    row = models.Draft.objects.filter(pk=id, owner=owner).first()
    if row is None:
        raise LookupError("no such draft")
    return shown(row)


def drafts(owner: str) -> tuple[Draft, ...]:
    """The owner's open drafts, the latest first."""
    rows = models.Draft.objects.filter(owner=owner, closed=None).order_by("-updated", "-id")
    return tuple(shown(row) for row in rows)


def locked(owner: str, key: str, form_key: str, form_version: str, at: dt.datetime) -> models.Draft:
    """The open draft of an owner and key, made if there is none; its row is held until the transaction ends."""
    facts = {"form_key": form_key, "form_version": form_version, "created": at, "updated": at}
    rows = models.Draft.objects.select_for_update()
    row = rows.filter(owner=owner, key=key, closed=None).first()
    if row is None:
        try:
            with transaction.atomic():
                row = models.Draft.objects.create(owner=owner, key=key, **facts)
        except IntegrityError:  # another window began the draft just now
            row = rows.get(owner=owner, key=key, closed=None)
    if (row.form_key, row.form_version) != (form_key, form_version):
        raise DraftError(_("This draft was begun with an earlier version of the form. Open it again from the start."))
    return row


def merge(row: models.Draft, values: Mapping[str, Any], page: str, revision: int | None, at: dt.datetime) -> None:
    """Takes posted answers into a held row. Raises DraftConflict."""
    changed = {name: value for name, value in values.items() if name not in row.values or row.values[name] != value}
    if revision is not None:
        clash = tuple(sorted(name for name in changed if row.touched.get(name, 0) > revision))
        if clash:
            raise DraftConflict(shown(row), clash, values)
    row.page = page or row.page
    row.updated = at
    if changed:
        row.revision += 1
        row.values = {**row.values, **changed}
        row.touched = {**row.touched, **dict.fromkeys(changed, row.revision)}
    row.save()


def save_draft(
    *,
    owner: str,
    key: str,
    form_key: str,
    form_version: str,
    values: Mapping[str, Any],
    at: dt.datetime,
    page: str = "",
    revision: int | None = None,
) -> Draft:
    """Merges `values` (only the answers given) into the open draft, which is begun if there is none.

    With `revision`, answers that another window changed since then and that differ raise DraftConflict; answers to
    other questions merge. Raises DraftError when the draft belongs to another version of the form.
    """
    with transaction.atomic():
        row = locked(owner, key, form_key, form_version, at)
        merge(row, values, page, revision, at)
        return shown(row)


def hand_over(*, draft: int, owner: str, to: str, at: dt.datetime) -> HandOver:
    """Closes a draft for good and gives its files to `to` ("case:…"), in the caller's transaction.

    The answers leave the draft: they now live in what it became. Whoever comes second (a double click) gets
    `first=False` and the name of what the draft already became. Raises LookupError when the draft is not the owner's.
    """
    with transaction.atomic():
        row = models.Draft.objects.select_for_update().filter(pk=draft, owner=owner).first()
        if row is None:
            raise LookupError("no such draft")
        first = row.closed is None
        if first:
            row.attachments.update(draft=None, holder=to)
            row.closed, row.handed_to, row.values, row.touched = at, to, {}, {}
            row.save()
        return HandOver(row.handed_to, first, attachments(holder=row.handed_to))


def delete_draft(id: int, owner: str) -> bool:
    """Discards an open draft with its files; false when there is none. What was handed over stays."""
    _count, kinds = models.Draft.objects.filter(pk=id, owner=owner, closed=None).delete()
    return bool(kinds.get("forms.Draft"))


def expire_drafts(*, at: dt.datetime, days: int = DRAFT_DAYS) -> int:
    """Discards open drafts that nobody touched for `days`; returns how many."""
    old = at - dt.timedelta(days=days)
    _count, kinds = models.Draft.objects.filter(closed=None, updated__lt=old).delete()
    return kinds.get("forms.Draft", 0)
