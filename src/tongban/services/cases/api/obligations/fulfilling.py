"""Proof of what was owed: sent by the applicant, checked by a clerk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Literal

from django.utils.translation import gettext_lazy as _

from tongban.engines.forms import api as forms
from tongban.services.cases import access, clocks, holding, obligations, papers, remarks
from tongban.services.cases.api.obligations.breaching import broken
from tongban.services.cases.errors import Conflict, Incomplete, NotFound
from tongban.services.cases.models import Case, Obligation
from tongban.trust.authority.api import Subject

CHECK = "cases.examine"


def supply(*, number: str, obligation: int, attachments: Collection[str], by: Subject, at: dt.datetime) -> None:
    """The applicant sends the proof; its time is kept, however long the check takes.

    Files are attached before with holder `case:<number>`. Raises Incomplete (files), Conflict when it is not open or
    the time is over, NotFound.
    """
    access.own(number, by=by)
    with holding.locked(number, at=at) as case:
        row = _row(case, obligation)
        if row.state != "open" or row.clock is None:
            raise Conflict(_("Nothing is to be sent for this now. Load the case again."))
        if at >= row.clock.due_at:
            raise Conflict(_("The time for this is over."))
        held = {one.id for one in forms.attachments(ids=tuple(attachments)) if one.holder == f"case:{number}"}
        if not held or held != set(attachments):
            raise Incomplete("files", _("Add the file."))
        row.attachments, row.supplied_at, row.note = sorted(held), at, ""
        papers.hand_in(case, row.evidence, row.attachments, by=by, at=at, title=row.title)
        clocks.stop(case, at=at, kinds=(row.clock.kind,), result="met")
        obligations.moved(case, row, "supplied", by=by, at=at)
        access.note(case, "obligation-supply", by=by, at=at, purpose=access.OWN, evidence=row.evidence)


def check_proof(
    *,
    number: str,
    obligation: int,
    verdict: Literal["fulfilled", "rejected", "breached"],
    note: str,
    by: Subject,
    at: dt.datetime,
) -> None:
    """A clerk checks the proof that was sent, or names in `note` the register that proves it.

    Rejected: the time begins anew. Breached: it is false, and what a breach brings follows at once. Also in a case that
    is over. Needs `cases.examine`. Raises Incomplete (verdict, note), Conflict, NotFound, Denied.
    """
    with access.desk(number, CHECK, by=by, at=at, over=True) as case:
        access.require(case, CHECK, by=by, at=at)
        row = _row(case, obligation)
        if row.state not in ("open", "supplied"):
            raise Conflict(_("This is not open any more. Load the case again."))
        if verdict not in ("fulfilled", "rejected", "breached"):
            raise Incomplete("verdict", _("Say what you found."))
        if verdict == "rejected" and row.state != "supplied":
            raise Incomplete("verdict", _("Nothing was sent yet."))
        sent = verdict == "fulfilled" and row.state == "supplied"
        row.note = note.strip()[: remarks.LONGEST] if sent else remarks.given(note, field="note")
        row.checked_at, row.checked_by, row.checked_by_name = at, by.person, by.name
        access.note(case, f"obligation-{verdict}", by=by, at=at, evidence=row.evidence)
        if verdict == "breached":
            broken(case, row, by=by, at=at)
        elif verdict == "fulfilled":
            clocks.stop(case, at=at, kinds=(obligations.clock_of(row),), result="met")
            obligations.moved(case, row, "fulfilled", by=by, at=at)
        else:
            obligations.run(case, row, at=at)
            obligations.moved(case, row, "open", by=by, at=at, step="rejected")


def _row(case: Case, obligation: int) -> Obligation:
    row = Obligation.objects.select_related("clock").filter(case=case, pk=obligation).first()
    if row is None:
        raise NotFound
    return row
