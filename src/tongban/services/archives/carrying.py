"""A signed list is carried out: each case in a transaction of its own, gone on with after a crash."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import OperationalError, connection, transaction

from tongban.engines.forms import api as forms
from tongban.services.appointments import api as appointments
from tongban.services.archives import due, records, registry
from tongban.services.archives.models import DestructionList, Item
from tongban.services.cases import api as cases
from tongban.services.conversations import api as conversations
from tongban.services.notices import api as notices
from tongban.services.payments import api as payments
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import SYSTEM

log = logging.getLogger("tongban")
SLICE = 50


def tick(*, at: dt.datetime, most: int = SLICE) -> int:
    """Goes on with signed lists, the oldest first; returns how many cases were settled. Called by the node's clock, in
    any number of processes.
    """
    settled, failed = 0, set[int]()
    while settled < most and _next(at, failed):
        settled += 1
    _finish(at)
    done = settled - len(failed)
    if done:
        forms.sweep_files()  # what a crash left behind is swept by the node's housekeeping
    return done


def _next(at: dt.datetime, failed: set[int]) -> bool:
    """Destroys the next case that nobody holds; whether there was one. A fault is logged, leaves its case whole and is
    tried again at the next turn; the others go on.
    """
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        rows = Item.objects.select_for_update(skip_locked=skip, of=("self",) if skip else ()).select_related("list")
        waiting = rows.filter(list__state="signed", verdict="destroy", done_at=None).exclude(pk__in=failed)
        row = waiting.order_by("list", "pk").first()
        if row is None:
            return False
        try:
            with transaction.atomic():
                _settle(row, at)
        except OperationalError:
            raise  # the database is away, or chose this as a deadlock's victim
        except Exception:
            log.exception("list %s could not destroy a case", row.list.number)
            failed.add(row.pk)
    return True


def _settle(row: Item, at: dt.datetime) -> None:
    """Destroys the case, unless something has come to keep it meanwhile: whoever keeps it locks it, too."""
    cases.keep_still(number=row.case)
    why = due.keeping([row.case], at=at).get(row.case)
    if why:
        row.verdict, row.why = "excluded", why
    else:
        destroy(row.case, row.list.number, at)
        row.done_at = at
    row.save(update_fields=["verdict", "why", "done_at"])


def destroy(number: str, under: str, at: dt.datetime) -> None:
    """Every block forgets the case, in one transaction; the ledger keeps that it was destroyed, and under what list."""
    conversations.forget(case=number)
    notices.forget(case=number)
    appointments.forget(case=number)
    payments.forget(case=number)
    registry.forget(number, at)
    cases.erase(number=number, under=under, by=SYSTEM, at=at)


def _finish(at: dt.datetime) -> None:
    for row in DestructionList.objects.filter(state="signed").order_by("pk"):
        with transaction.atomic():
            held = DestructionList.objects.select_for_update().get(pk=row.pk)
            left = Item.objects.filter(list=held, verdict="destroy", done_at=None).exists()
            if held.state != "signed" or left:
                continue
            done = Item.objects.filter(list=held, done_at__isnull=False).order_by("pk").values_list("case", flat=True)
            held.state, held.done_at, held.certificate = "done", at, records.certificate(held, list(done), at)
            held.save()
            audit.record(
                at=at, by=SYSTEM, action="archives.done", object=f"destruction-list:{held.number}",
                detail={"cases": len(done)},
            )  # fmt: skip
