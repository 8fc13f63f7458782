"""The work of batches. A row is held by its lock while its act is done, and both are settled in one transaction: a
crash leaves it waiting, a second process takes the next.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import replace

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from tongban.services.cases import colleagues
from tongban.services.cases.api.batches.judging import act_of, ordered, preview
from tongban.services.cases.api.batches.reading import own
from tongban.services.cases.api.batches.table import ACTS
from tongban.services.cases.errors import CaseError, Incomplete
from tongban.services.cases.models import Batch, BatchRow
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Denied, Subject
from tongban.trust.identity import api as identity

log = logging.getLogger("tongban")
AT_ONCE, SLICE = 20, 50  # cases in a request, cases in a turn of the node's clock
LONGEST = 500


def start(
    *, act: str, numbers: Sequence[str], key: str, by: Subject, at: dt.datetime, to: str = "", reason: str = ""
) -> int:
    """Orders an act on these cases as the preview shows them, and returns the batch; the same key again returns the
    same. Raises Incomplete (act, to, reason, numbers).
    """
    declared = act_of(act)
    ordered(declared, to=to, reason=reason)
    lines = preview(act=act, numbers=numbers, to=to, by=by, at=at)
    with transaction.atomic():
        order = {"act": act, "to": to if declared.to else "", "reason": reason.strip() if declared.reason else ""}
        who = {"by_name": by.name, "account": by.account, "language": translation.get_language() or "", "at": at}
        made, new = Batch.objects.get_or_create(by=by.person, key=key[:64], defaults=order | who)
        if not new:
            return made.pk
        if not any(line.fits for line in lines):
            raise Incomplete("numbers", _("There is no case on which this can be done."))
        BatchRow.objects.bulk_create(
            BatchRow(batch=made, case_id=line.case, tasks=line.tasks)
            if line.fits
            else BatchRow(batch=made, case_id=line.case, state="skipped", reason=line.reason[:LONGEST], at=at)
            for line in lines
        )
        _note(made, "batch", by=by, at=at, act=act, cases=sum(line.fits for line in lines))
    return made.pk


def tick(*, at: dt.datetime, most: int = SLICE) -> int:
    """Goes on with what waits, the oldest first; returns how many cases were settled. Called by the node's clock."""
    return _go_on(BatchRow.objects.all(), most, at=at)


def go_on(*, batch: int, by: Subject, at: dt.datetime, most: int = AT_ONCE) -> int:
    """The next slice of one's own batch; returns how many cases were settled. Raises NotFound."""
    return _go_on(BatchRow.objects.filter(batch=own(batch, by=by)), most, at=at)


def _go_on(rows: QuerySet[BatchRow], most: int, *, at: dt.datetime) -> int:
    settled = 0
    while settled < most and _next(rows, at=at):
        settled += 1
    return settled


def _next(rows: QuerySet[BatchRow], *, at: dt.datetime) -> bool:
    """Settles the next row that nobody holds; whether there was one."""
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        waiting = rows.select_for_update(skip_locked=skip, of=("self",) if skip else ()).select_related("batch")
        row = waiting.filter(state="waiting").order_by("pk").first()
        if row is None:
            return False
        with translation.override(row.batch.language or None):
            refused = _done(row, at=at)
        row.state, row.reason, row.at = "failed" if refused else "done", refused[:LONGEST], at
        row.save(update_fields=["state", "reason", "at"])
    return True


def _done(row: BatchRow, *, at: dt.datetime) -> str:
    """Does the act on every task of the row, or on none; why not, empty when it is done."""
    try:
        with transaction.atomic():
            by = _subject(row.batch, at)
            for task in row.tasks:
                ACTS[row.batch.act].do(task, row.batch, by, at)
    except (CaseError, Denied) as error:
        return str(error) or _("This is not allowed.")
    except OperationalError:
        raise  # the database is away or chose this as a deadlock's victim: the row stays waiting and is tried again
    except Exception:
        log.exception("batch %s failed at a case", row.batch_id)
        return _("A fault of the system. It is written down; try again later.")
    return ""


def _subject(batch: Batch, at: dt.datetime) -> Subject:
    """Who ordered it, with the posts held now. Raises Denied when the account is closed."""
    accounts = [one.active for one in identity.accounts_of(person=batch.by) if one.username == batch.account]
    if batch.account and not any(accounts):
        raise Denied(_("The account of who ordered this is closed."))
    return replace(colleagues.as_subject(batch.by, at), name=batch.by_name, account=batch.account)


def retry(*, batch: int, by: Subject, at: dt.datetime) -> int:
    """Has the cases that failed tried again; returns how many. Raises NotFound."""
    return _turn(batch, "failed", "waiting", "retry-batch", by=by, at=at)


def cancel(*, batch: int, by: Subject, at: dt.datetime) -> int:
    """Takes back what still waits; what is done stays. Returns how many cases. Raises NotFound."""
    return _turn(batch, "waiting", "cancelled", "cancel-batch", by=by, at=at)


def _turn(batch: int, old: str, new: str, action: str, *, by: Subject, at: dt.datetime) -> int:
    found = own(batch, by=by)
    with transaction.atomic():
        moment = None if new == "waiting" else at
        count = BatchRow.objects.filter(batch=found, state=old).update(state=new, reason="", at=moment)
        if count:
            _note(found, action, by=by, at=at, cases=count)
    return count


def _note(batch: Batch, action: str, *, by: Subject, at: dt.datetime, **detail: object) -> None:
    audit.record(at=at, by=by, action=f"cases.{action}", object=f"batch:{batch.pk}", detail=detail)
