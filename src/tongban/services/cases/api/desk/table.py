"""The declared acts of the desk: which there are, what they are called, what each needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.services.cases.api.desk.judge import Judge
from tongban.services.cases.api.hearing import HEAR
from tongban.services.cases.api.obligations.breaching import SETTLE
from tongban.services.cases.api.obligations.fulfilling import CHECK
from tongban.services.cases.api.originals import INSPECT
from tongban.services.cases.api.prolonging import AGAIN, EXTEND
from tongban.services.cases.api.reminding import URGE
from tongban.services.cases.api.reopening import CONFIRM, REOPEN, reopenable
from tongban.services.cases.api.repairing import REPAIR
from tongban.services.cases.api.standing import HALT
from tongban.services.cases.api.supervising import ANSWER, SUPERVISE

LABELS: dict[str, Promise] = {
    "return": _("Send back"),
    "transfer": _("Hand over"),
    "delegate": _("Delegate"),
    "resolve": _("Give back with the result"),
    "urge": _("Urge"),
    "add": _("Add a department"),
    "recall": _("Take back"),
    "accept": _("Accept"),
    "decline": _("Do not accept"),
    "supplement": _("Ask for what is missing"),
    "examine": _("Record the examination"),
    "inspect": _("Record the inspection"),
    "decide": _("Decide"),
    "reconsider": _("Decide on the reconsideration"),
    "do": _("Mark as done"),
    "claim": _("Take the task"),
    "release": _("Give the task back"),
}
OF_TASK = {"accept": ("accept", "decline", "supplement")}  # the acts that settle a kind of task; else its own name


@dataclass(frozen=True)
class Whole:
    """An act on the whole case. `fits` says whether the case is one for it; where it is not allowed it is left out, or
    with `told` shown with the reason.
    """

    code: str
    label: Promise
    permission: str
    fits: Callable[[Judge], bool]
    told: bool = False
    where: Callable[[Judge], str] = lambda judge: judge.case.unit_path  # where the permission is needed


def accepted(judge: Judge) -> bool:
    """An accepted case that is not decided yet."""
    return judge.case.state == "accepted"


def running(judge: Judge) -> bool:
    """An open case whose process does not stand still."""
    return judge.case.open and not judge.halted


def watched(state: str) -> Callable[[Judge], bool]:
    """A case with a supervised item in this state."""
    return lambda judge: judge.watched is not None and judge.watched.state == state


def hearing(*states: str) -> Callable[[Judge], bool]:
    """A case with a hearing in one of these states."""
    return lambda judge: judge.hearing is not None and judge.hearing.state in states


def responsible(judge: Judge) -> str:
    """The path of the unit that answers the supervised item."""
    return judge.watched.unit_path if judge.watched else ""


def owed(*states: str) -> Callable[[Judge], bool]:
    """A case with an obligation in one of these states that is not settled."""
    return lambda judge: any(one.state in states and not one.settled for one in judge.owed)


def unseen(judge: Judge) -> bool:
    """An open case with an uploaded paper that nobody has verified."""
    return judge.case.open and any(one.unseen for one in judge.papers)


WHOLE = (
    Whole("original", _("Original inspected"), INSPECT, unseen),
    Whole("opinion", _("Ask another department"), "cases.examine", accepted, told=True),
    Whole("suspend", _("Stop the clock"), "cases.suspend", accepted, told=True),
    Whole("extend", _("Prolong the time"), EXTEND, lambda judge: accepted(judge) and not judge.higher, told=True),
    Whole("extend-again", _("Prolong again"), AGAIN, lambda judge: accepted(judge) and judge.higher, told=True),
    Whole("copy", _("Send a copy"), URGE, lambda judge: judge.case.open),
    Whole("supervise", _("Have it supervised"), SUPERVISE, lambda judge: judge.case.open and not judge.watched),
    Whole("measures", _("Report measures"), ANSWER, watched("open"), where=responsible),
    Whole("judge-measures", _("Judge the measures"), SUPERVISE, watched("answered")),
    Whole("hearing", _("Offer a hearing"), HEAR, lambda judge: judge.case.state == "accepted" and not judge.hearing),
    Whole("statement", _("Record a statement"), HEAR, hearing("offered", "asked", "called")),
    Whole("call-hearing", _("Call the hearing"), HEAR, hearing("offered", "asked", "called")),
    Whole("close-hearing", _("Record the hearing"), HEAR, hearing("called")),
    Whole("drop-hearing", _("Hearing given up"), HEAR, hearing("asked", "called")),
    Whole("check-proof", _("Check what was to follow"), CHECK, owed("open", "supplied")),
    Whole("settle-breach", _("Settle the breach"), SETTLE, owed("breached")),
    Whole("reopen", _("Take up again"), REOPEN, lambda judge: reopenable(judge.case) and not judge.proposed),
    Whole("settle-reopening", _("Confirm or refuse to take up again"), CONFIRM, lambda judge: judge.proposed),
    Whole("halt", _("Stop the process"), HALT, running),
    Whole("go-on", _("Let the process go on"), HALT, lambda judge: judge.case.open and judge.halted),
    Whole("repair", _("Repair the process"), REPAIR, lambda judge: judge.case.open),
)
