"""A closed case whose time is over is destroyed: what is left says what was decided when, and nothing of anybody."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from tongban.engines.forms import api as forms
from tongban.engines.processes import api as processes
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, models
from tongban.services.cases.api.opening import HOLDER
from tongban.services.cases.errors import Conflict
from tongban.services.cases.holding import locked
from tongban.services.cases.models import Case
from tongban.services.decisions import api as decisions
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy

GONE = "—"  # where the database wants a text
REMOVED: tuple[tuple[type[Model], str], ...] = (
    (models.Sighting, "paper__case"), (models.Reuse, "paper__case"), (models.Paper, "case"), (models.Fact, "case"),
    (models.Remark, "case"), (models.Interested, "hearing__case"),
)  # fmt: skip
EMPTIED: tuple[tuple[type[Model], str, dict[str, Any]], ...] = (
    (models.Supplement, "case", {"items": [], "answers": {}, "answered_by": ""}),
    (models.Examination, "matter__case", {"note": "", "by_name": ""}),
    (models.Inspection, "case", {"findings": "", "attachments": [], "by_name": ""}),
    (models.Decision, "matter__case", {"reasons": GONE, "by_name": ""}),
    (models.Opinion, "case", {"question": "", "facts": [], "text": "", "given_by_name": ""}),
    (models.HistoryLine, "case", {"detail": {}, "by": "", "by_name": ""}),
    (models.Hearing, "case", {"place": "", "chair": GONE, "chair_name": "", "minutes": GONE, "signed": GONE}),
    (models.Supervision, "case", {"reason": "", "measures": GONE, "by_name": "", "answered_by_name": ""}),
    (models.Reopening, "case", {"reason": "", "by_name": "", "settled_by_name": ""}),
    (models.Obligation, "case", {"statement": GONE, "note": "", "attachments": [], "checked_by_name": ""}),
    (models.Reconsideration, "case", {"excuse": GONE}),
    (models.Extension, "clock__case", {"reason": "", "by_name": ""}),
    (models.BatchRow, "case", {"reason": GONE}),
)


def erase(*, number: str, under: str, by: Subject, at: dt.datetime) -> None:
    """Destroys a closed case under a signed list, in the caller's transaction: its files, answers, papers and every
    free text go, the applicant's name and numbers too; service, dates, steps and outcome stay to be counted.

    The contents of files leave the store when nothing else refers to them (`forms.sweep_files`). Again: changes
    nothing. Raises Conflict for an open case, NotFound.
    """
    with locked(number, at=at) as case:
        if case.destroyed_at is not None:
            return
        if case.open:
            raise Conflict(_("This case is open: it is not destroyed."))
        with audit.erasing("cases"), privacy.unchecked(reason="retention", by=by, at=at):
            _empty(case)
            decisions.erase(case=number)
        processes.erase(business_key=number)
        forms.forget(holder=HOLDER + number)
        for field in ("number", "case", "business_key"):
            outbox.forget(field=field, value=number)
        case.person = case.tag = case.credit_code = case.name = ""
        case.draft, case.destroyed_at, case.destroyed_under = None, at, under
        case.save()
        access.note(case, "destroy", by=by, at=at, purpose="", list=under)


def _empty(case: Case) -> None:
    for model, path in REMOVED:
        model._default_manager.filter(**{path: case}).delete()  # noqa: SLF001 (Django's documented way)
    for model, path, empty in EMPTIED:
        rows = model._default_manager.filter(**{path: case})  # noqa: SLF001
        if model is models.BatchRow:
            rows = rows.exclude(reason="")
        rows.update(**empty)
