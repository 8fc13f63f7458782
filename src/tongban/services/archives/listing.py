"""A destruction list is made, reviewed item by item, signed by the archivist or dropped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import islice
from typing import Literal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tongban.services.archives import due, rights
from tongban.services.archives.errors import ArchiveError
from tongban.services.archives.models import DestructionList, Item
from tongban.services.archives.records import signed
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject


def make(*, by: Subject, at: dt.datetime) -> int:
    """Lists the closed cases whose time is over, up to 2,000, with those that something keeps. Needs `archives.review`.

    Raises ArchiveError when there is nothing to list or somebody makes one at this moment, Denied.
    """
    rights.require(rights.REVIEW, by=by, at=at)
    found = tuple(islice(due.due(at=at), due.MOST))
    if not any(not one.why for one in found):
        raise ArchiveError(_("No closed case has been kept long enough, or all of them are kept for a reason."))
    try:
        with transaction.atomic():
            last = DestructionList.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            made = DestructionList.objects.create(
                number=f"XH-{at.year}-{last + 1:05}", made_by=by.person, made_by_name=by.name, made_at=at
            )
            Item.objects.bulk_create(
                Item(
                    list=made, case=one.case.number, offer=one.case.offer, title_zh=one.case.title.zh,
                    title_en=one.case.title.en, unit=one.case.unit, closed_on=one.closed_on, over_on=one.over_on,
                    basis=one.basis[:500], verdict="excluded" if one.why else "", why=one.why,
                )
                for one in found
            )  # fmt: skip
            _note("make-list", made, by=by, at=at, items=len(found))
    except IntegrityError:
        raise ArchiveError(_("A colleague makes a list at this moment. Load the page again.")) from None
    return made.pk


def judge(
    *, list: int, item: int, verdict: Literal["destroy", "keep"], reason: str = "", by: Subject, at: dt.datetime,  # noqa: A002
) -> None:  # fmt: skip
    """What becomes of one case on an open list; to keep it needs a reason. Needs `archives.review`.

    Raises ArchiveError, Denied, LookupError.
    """
    rights.require(rights.REVIEW, by=by, at=at)
    if verdict not in ("destroy", "keep"):
        raise ArchiveError(_("Destroy it or keep it."), "verdict")
    why = rights.reason(reason) if verdict == "keep" else ""
    with transaction.atomic():
        held = _open(list)
        row = Item.objects.select_for_update().filter(list=held, pk=item).first()
        if row is None:
            raise LookupError("no such case on this list")
        if row.verdict == "excluded":
            raise ArchiveError(_("This case is kept for a reason that is not ours to set aside."))
        try:
            with transaction.atomic():
                row.verdict, row.why, row.by, row.at = verdict, why, by.person, at
                row.save()
        except IntegrityError:
            raise ArchiveError(_("This case is on another list by now.")) from None
        _note("judge-item", held, by=by, at=at, item=row.pk, verdict=verdict)


def sign(*, id: int, by: Subject, at: dt.datetime) -> None:  # noqa: A002 (a list is found by its id)
    """The archivist, who neither made the list nor judged an item, signs it: from now on it is carried out. What has
    come to be kept meanwhile is excluded now. Needs `archives.sign`. Raises ArchiveError, Denied, LookupError.
    """
    rights.require(rights.SIGN, by=by, at=at)
    with transaction.atomic():
        row = _open(id)
        items = tuple(Item.objects.select_for_update().filter(list=row).order_by("pk"))
        if by.person in {row.made_by, *(one.by for one in items)}:
            raise ArchiveError(_("You made or reviewed this list; by the rule of four eyes somebody else signs it."))
        if any(not one.verdict for one in items):
            raise ArchiveError(_("Not every case on this list was reviewed."))
        _exclude(items, at)
        if not any(one.verdict == "destroy" for one in items):
            raise ArchiveError(_("No case on this list is to be destroyed."))
        row.state, row.signed_by, row.signed_by_name, row.signed_at = "signed", by.person, by.name, at
        row.record, row.signature = signed(row, items, at)
        row.save()
        _note("sign-list", row, by=by, at=at, items=sum(one.verdict == "destroy" for one in items))


def _exclude(items: Sequence[Item], at: dt.datetime) -> None:
    why = due.keeping([one.case for one in items if one.verdict == "destroy"], at=at)
    for one in items:
        if one.case in why:
            one.verdict, one.why = "excluded", why[one.case]
            one.save(update_fields=["verdict", "why"])


def drop(*, id: int, by: Subject, at: dt.datetime) -> None:  # noqa: A002
    """Gives an open list up: its cases may stand on another. Needs `archives.review`. Raises ArchiveError, Denied."""
    rights.require(rights.REVIEW, by=by, at=at)
    with transaction.atomic():
        row = _open(id)
        Item.objects.filter(list=row, verdict__in=("", "destroy")).update(verdict="keep", why="dropped")
        row.state = "dropped"
        row.save()
        _note("drop-list", row, by=by, at=at)


def _open(pk: int) -> DestructionList:
    row = DestructionList.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise LookupError("no such list")
    if row.state != "open":
        raise ArchiveError(_("This list is signed or given up already. Load the page again."))
    return row


def _note(action: str, row: DestructionList, *, by: Subject, at: dt.datetime, **detail: int | str) -> None:
    audit.record(at=at, by=by, action=f"archives.{action}", object=f"destruction-list:{row.number}", detail=detail)
