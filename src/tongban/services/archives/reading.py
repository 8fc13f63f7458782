"""Lists as the desk shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from tongban.kernel.declarations.api import Text
from tongban.services.archives import registry, rights
from tongban.services.archives.models import DestructionList, Item
from tongban.trust.authority.api import Subject

VERDICTS = ("", "destroy", "keep", "excluded")


@dataclass(frozen=True)
class ListView:
    """A list in short: how many cases wait for review, are to be destroyed, are destroyed, are kept, are excluded."""

    id: int
    number: str
    state: str
    made_by: str
    made_at: dt.datetime
    signed_by: str
    signed_at: dt.datetime | None
    done_at: dt.datetime | None
    open: int
    destroy: int
    done: int
    keep: int
    excluded: int


@dataclass(frozen=True)
class ItemView:
    """A case on a list; `why` in words."""

    id: int
    case: str
    title: Text
    unit: str
    closed_on: dt.date
    over_on: dt.date
    basis: str
    verdict: str
    why: str
    done_at: dt.datetime | None


def _counted() -> Any:
    counts = {
        "open_": Q(items__verdict=""), "destroy_": Q(items__verdict="destroy"), "keep_": Q(items__verdict="keep"),
        "done_": Q(items__done_at__isnull=False), "excluded_": Q(items__verdict="excluded"),
    }  # fmt: skip
    return DestructionList.objects.annotate(**{name: Count("items", filter=which) for name, which in counts.items()})


def _shown(row: Any) -> ListView:
    return ListView(
        row.pk, row.number, row.state, row.made_by_name, row.made_at, row.signed_by_name, row.signed_at, row.done_at,
        row.open_, row.destroy_, row.done_, row.keep_, row.excluded_,
    )  # fmt: skip


def lists(*, by: Subject, at: dt.datetime, before: int | None = None, limit: int = 25) -> list[ListView]:
    """The lists, the newest first; `before` is the id of the last one seen. One query. Raises Denied."""
    rights.reading(by=by, at=at)
    rows = _counted().order_by("-pk")
    return [_shown(row) for row in (rows.filter(pk__lt=before) if before else rows)[:limit]]


def one(*, id: int, by: Subject, at: dt.datetime) -> ListView:  # noqa: A002 (a list is found by its id)
    """One list. Raises Denied, LookupError."""
    rights.reading(by=by, at=at)
    row = _counted().filter(pk=id).first()
    if row is None:
        raise LookupError("no such list")
    return _shown(row)


def items(
    *,
    id: int,  # noqa: A002
    by: Subject,
    at: dt.datetime,
    verdict: str | None = None,
    after: int = 0,
    limit: int = 50,
) -> list[ItemView]:
    """The cases of a list in order, of one verdict or all; `after` is the id of the last one seen. Raises Denied."""
    rights.reading(by=by, at=at)
    rows = Item.objects.filter(list=id, pk__gt=after).order_by("pk")
    rows = rows.filter(verdict=verdict) if verdict is not None else rows
    return [
        ItemView(
            r.pk, r.case, r.title, r.unit, r.closed_on, r.over_on, r.basis, r.verdict, registry.words(r.why), r.done_at
        )
        for r in rows[:limit]
    ]


def file(*, id: int, by: Subject, at: dt.datetime) -> dict[str, Any]:  # noqa: A002
    """The signed list and, once it was carried out, the signed certificate. Raises Denied, LookupError."""
    rights.reading(by=by, at=at)
    row = DestructionList.objects.filter(pk=id, state__in=("signed", "done")).first()
    if row is None:
        raise LookupError("no signed list")
    return {"list": {"record": row.record, "signature": row.signature}, "certificate": row.certificate}
