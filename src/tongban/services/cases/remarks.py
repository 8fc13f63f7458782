"""Reasons that officials give one another: kept apart from the history, which holds no free text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.services.cases import history
from tongban.services.cases.errors import Incomplete
from tongban.services.cases.models import Case, Remark
from tongban.trust.authority.api import Subject

LONGEST = 2_000
NOTHING = Text("")
KINDS = {
    "returned": _("Sent back to %(name)s"),
    "transferred": _("Handed over: %(name)s"),
    "delegated": _("Delegated: %(name)s"),
    "resolved": _("Given back: %(name)s"),
    "urged": _("Urged: %(name)s"),
    "copied": _("Copy sent"),
    "dropped": _("The hearing was given up"),
    "breach-revoked": _("Revoked after a breach: %(name)s"),
    "breach-kept": _("Kept, the breach is excused: %(name)s"),
    "reopening": _("To be taken up again"),
    "halted": _("The process stands still"),
    "repaired": _("Repaired by an administrator"),
}


@dataclass(frozen=True)
class RemarkView:
    """A reason as the desk shows it: what was done, who did it, and why."""

    title: str
    text: str
    who: str
    unit: str
    at: dt.datetime


def given(text: str, *, field: str = "reason") -> str:
    """A reason as it is kept. Raises Incomplete for the field."""
    found = text.strip()
    if not found:
        raise Incomplete(field, _("Say why.") if field == "reason" else _("Fill this in."))
    if len(found) > LONGEST:
        raise Incomplete(field, _("At most {most} characters."), most=LONGEST)
    return found


def write(case: Case, kind: str, text: str, *, by: Subject, at: dt.datetime, name: Text = NOTHING) -> None:
    """Keeps a reason; nothing is kept of an empty one."""
    if not text.strip():
        return
    post = history.post_in(by, case.unit)
    Remark.objects.create(
        case=case, kind=kind, name_zh=name.zh, name_en=name.en, text=given(text), by=by.person, by_name=by.name,
        unit=post.unit if post else case.unit, at=at,
    )  # fmt: skip


def of(case: Case, names: dict[str, str]) -> tuple[RemarkView, ...]:
    """The reasons given in a case, the newest first; `names` are those of units."""
    rows = sorted(case.remarks.all(), key=lambda row: -row.pk)
    return tuple(
        RemarkView(
            str(KINDS[row.kind]) % {"name": row.name}, row.text, row.by_name, names.get(row.unit, row.unit), row.at
        )
        for row in rows
    )
