"""Why a task cannot be acted on, for the preview of a batch: the same conditions as the front doors of the acts, asked
of what was loaded for all cases together. Empty means that it can.
"""

from __future__ import annotations

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.services.cases import access
from tongban.services.cases.api.batches.look import Look
from tongban.services.cases.api.reminding import URGE
from tongban.services.cases.colleagues import PERSON
from tongban.services.cases.models import Case, Work
from tongban.services.offers import api as offers

AGAIN = dt.timedelta(hours=4)
Said = Promise | str
NOT_YOURS = _("Your posts do not allow this here.")
OTHERS = _("This task is for another post.")
TAKEN = _("A colleague has taken this task.")
FOUR_EYES = _("This person examined the matter; by the rule of four eyes somebody else decides.")
DELEGATED = _("This task is delegated and not given back yet.")


def free(look: Look, task: Work) -> bool:
    """Not yet one's own."""
    return task.assignee != look.by.person


def work(look: Look, case: Case, task: Work) -> Said:
    """What any act on a task of one's own asks."""
    if not look.may(case, access.PERMISSION[task.act], task.unit_path):
        return NOT_YOURS
    if not access.candidate(task, look.by):
        return OTHERS
    return TAKEN if task.assignee and task.assignee != look.by.person else ""


def release(look: Look, case: Case, task: Work) -> Said:
    return work(look, case, task) or (DELEGATED if task.owner else "")


def accept(look: Look, case: Case, task: Work) -> Said:
    reason = work(look, case, task)
    if reason:
        return reason
    if case.state == "supplement":
        return _("The applicant's answer to the supplement notice is awaited.")
    if case.state != "submitted":
        return _("Acceptance of this case has been decided already.")
    if task.owner:
        return DELEGATED
    return _("The process stands still by order.") if case.number in look.halted else ""


def urge(look: Look, case: Case, task: Work) -> Said:
    if not look.may(case, URGE, task.unit_path) and not look.may(case, URGE, case.unit_path):
        return NOT_YOURS
    last = look.urged.get(task.task)
    return _("It was urged less than four hours ago.") if last and look.at < last + AGAIN else ""


def assign(look: Look, case: Case, task: Work) -> Said:
    if not look.may(case, "cases.assign", task.unit_path):
        return NOT_YOURS
    if task.assignee == look.receiver.person:
        return _("This person has the task already.")
    return "" if look.refs() & set(task.candidates) else _("The task is not for a post of this person.")


def transfer(look: Look, case: Case, task: Work) -> Said:
    if not look.may(case, "cases.assign", task.unit_path):
        reason = work(look, case, task)
        if reason:
            return reason
    if look.to not in {one.reference for one in look.people(task.unit)}:
        return _("The task is one of another department than the recipient's.")
    if not look.to.startswith(PERSON):
        return ""
    if task.assignee == look.receiver.person:
        return _("This person has the task already.")
    if not look.may(case, access.PERMISSION[task.act], task.unit_path, receiver=True):
        return _("This person may not do this task.")
    return FOUR_EYES if _eyes(look, task) else ""


def _eyes(look: Look, task: Work) -> bool:
    """Whether the rule of four eyes keeps the person named from deciding."""
    if task.act != "decide" or task.matter is None or task.matter_id not in look.examined:
        return False
    return offers.offer(task.matter.offer, task.matter.offer_version).four_eyes
