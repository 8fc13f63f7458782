"""What a batch would do, case by case, before anything is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.services.cases import remarks
from tongban.services.cases.api.batches import refusing
from tongban.services.cases.api.batches.look import Look
from tongban.services.cases.api.batches.table import ACTS, MOST, BatchAct
from tongban.services.cases.colleagues import PERSON, Recipient
from tongban.services.cases.errors import Incomplete
from tongban.services.cases.models import Case, Work
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

UNITS = 20  # whose people are offered to pick from


@dataclass(frozen=True)
class Preview:
    """One case of a batch: the tasks that the act will touch, or why the case is left out."""

    case: int
    number: str
    title: Text
    tasks: tuple[int, ...]
    names: tuple[Text, ...]
    reason: str

    @property
    def fits(self) -> bool:
        return not self.reason


def act_of(code: str) -> BatchAct:
    """A declared act. Raises Incomplete (act)."""
    if code not in ACTS:
        raise Incomplete("act", _("Pick what is to be done."))
    return ACTS[code]


def ordered(act: BatchAct, *, to: str, reason: str) -> None:
    """Raises Incomplete (to, reason) unless the order says all that the act needs."""
    if act.to and not (to.startswith(PERSON) if act.to == "person" else to):
        raise Incomplete("to", _("Pick a colleague of your department."))
    if act.reason == "must" or reason.strip():
        remarks.given(reason)


def preview(*, act: str, numbers: Sequence[str], to: str, by: Subject, at: dt.datetime) -> tuple[Preview, ...]:
    """What the act would do with these cases, in their order, at most 500; cases out of reach are not there.

    The same few queries for any number of cases of the same kinds. Raises Incomplete (act).
    """
    declared = act_of(act)
    look = Look(tuple(dict.fromkeys(numbers))[:MOST], to, by, at)
    return tuple(_judged(declared, look, look.cases[one]) for one in look.numbers if one in look.cases)


def _judged(act: BatchAct, look: Look, case: Case) -> Preview:
    fitting = [one for one in look.work.get(case.pk, []) if act.fits(look, one)]
    refused = {one.task: str(act.refuse(look, case, one)) for one in fitting}
    free = [one for one in fitting if not refused[one.task]]
    why = next(iter(refused.values()), str(_("The case has no such task now."))) if not free else ""
    return Preview(
        case.pk, case.number, case.title, tuple(one.task for one in free), tuple(one.name for one in free), why
    )


def recipients(*, act: str, numbers: Sequence[str], by: Subject, at: dt.datetime) -> tuple[Recipient, ...]:
    """To whom the subject can give tasks of these cases: the people and posts of the departments that have them, with
    the department's name where there are several.
    """
    declared = act_of(act)
    if not declared.to:
        return ()
    look = Look(tuple(numbers)[:MOST], "", by, at)
    own = [(case, one) for case in look.cases.values() for one in look.work.get(case.pk, [])]
    units = list(dict.fromkeys(one.unit for case, one in own if _mine(declared, look, case, one)))[:UNITS]
    names = {unit.code: str(unit.name) for unit in authority.units()} if len(units) > 1 else {}
    found = [
        replace(one, label=f"{names[unit]}: {one.label}") if unit in names else one
        for unit in units
        for one in look.people(unit)
    ]
    return tuple(one for one in found if declared.to == "anybody" or one.reference.startswith(PERSON))


def _mine(act: BatchAct, look: Look, case: Case, task: Work) -> bool:
    """Whether the subject may give this task to anybody at all."""
    if look.may(case, "cases.assign", task.unit_path):
        return True
    return act.to == "anybody" and not refusing.work(look, case, task)
