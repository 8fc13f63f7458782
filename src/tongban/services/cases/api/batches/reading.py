"""One's own batches and what became of each case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from tongban.kernel.declarations.api import Text
from tongban.services.cases import colleagues
from tongban.services.cases.api.batches.table import ACTS, MOST
from tongban.services.cases.errors import NotFound
from tongban.services.cases.models import Batch, BatchRow
from tongban.trust.authority.api import Subject

STATES = ("waiting", "done", "skipped", "failed", "cancelled")


@dataclass(frozen=True)
class BatchView:
    """A batch with how many cases are in each state; `to` is whom it names, in words, only where one is shown."""

    id: int
    label: str
    to: str
    reason: str
    at: dt.datetime
    waiting: int
    done: int
    skipped: int
    failed: int
    cancelled: int

    @property
    def total(self) -> int:
        """The cases that are to be acted on."""
        return self.waiting + self.done + self.failed + self.cancelled

    @property
    def settled(self) -> int:
        return self.total - self.waiting


@dataclass(frozen=True)
class RowView:
    """A case of a batch."""

    number: str
    title: Text
    state: str
    reason: str
    at: dt.datetime | None


def own(batch: int, *, by: Subject) -> Batch:
    """One's own batch. Raises NotFound."""
    found = Batch.objects.filter(pk=batch, by=by.person).first() if by.person else None
    if found is None:
        raise NotFound
    return found


def _counted(rows: QuerySet[Batch]) -> QuerySet[Batch]:
    return rows.annotate(**{f"n_{one}": Count("rows", filter=Q(rows__state=one)) for one in STATES})


def _shown(row: Batch, to: str = "") -> BatchView:
    counts = {one: getattr(row, f"n_{one}") for one in STATES}
    return BatchView(row.pk, str(ACTS[row.act].label), to, row.reason, row.at, **counts)


def batch(*, batch: int, by: Subject) -> BatchView:
    """One's own batch. Raises NotFound."""
    found = own(batch, by=by)
    return _shown(_counted(Batch.objects.filter(pk=found.pk)).get(), colleagues.label_of(found.to) if found.to else "")


def batches(*, by: Subject, before: int | None = None, limit: int = 25) -> tuple[BatchView, ...]:
    """One's own batches, the latest first, older than `before`. One query."""
    mine = Batch.objects.filter(by=by.person) if by.person else Batch.objects.none()
    page = mine.filter(pk__lt=before) if before is not None else mine
    return tuple(_shown(row) for row in _counted(page).order_by("-id")[:limit])


def rows(*, batch: int, by: Subject, limit: int = MOST) -> tuple[RowView, ...]:
    """The cases of one's own batch in the order of the preview, at most 500. Raises NotFound."""
    found = BatchRow.objects.filter(batch=own(batch, by=by)).select_related("case").order_by("pk")
    return tuple(RowView(one.case.number, one.case.title, one.state, one.reason, one.at) for one in found[:limit])
