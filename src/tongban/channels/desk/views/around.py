"""Acts that move work instead of doing it: what their pages offer to pick from, and what they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from tongban.channels.desk.views.doing import Doing
from tongban.services.cases import api as cases

PERSON = "person:"
MOST = 50


def send_back(doing: Doing) -> None:
    cases.send_back(task=doing.task, to=doing.text("to"), reason=doing.text("reason"), **doing.who)


def transfer(doing: Doing) -> None:
    cases.transfer(task=doing.task, to=doing.text("to"), reason=doing.text("reason"), **doing.who)


def delegate(doing: Doing) -> None:
    person = doing.text("to").removeprefix(PERSON)
    cases.delegate(task=doing.task, person=person, reason=doing.text("reason"), **doing.who)


def send_copy(doing: Doing) -> None:
    to = doing.request.POST.getlist("to")[:MOST]
    cases.send_copy(number=doing.view.number, to=to, text=doing.text("reason"), **doing.who)


ACTS: dict[str, Callable[[Doing], Any]] = {
    "return": send_back,
    "transfer": transfer,
    "delegate": delegate,
    "resolve": lambda doing: cases.resolve(task=doing.task, result=doing.text("reason"), **doing.who),
    "urge": lambda doing: cases.urge(task=doing.task, text=doing.text("reason"), **doing.who),
    "add": lambda doing: cases.add_department(task=doing.task, unit=doing.text("unit"), **doing.who),
    "recall": lambda doing: cases.recall(task=doing.task, **doing.who),
    "copy": send_copy,
    "halt": lambda doing: cases.halt(number=doing.view.number, reason=doing.text("reason"), **doing.who),
    "go-on": lambda doing: cases.go_on(number=doing.view.number, **doing.who),
}


def choices(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """What the page of one of these acts offers to pick from."""
    who: dict[str, Any] = {"by": request.subject, "at": timezone.now()}  # type: ignore[attr-defined]
    if act.code == "copy":
        return {"recipients": cases.readers(number=view.number, **who), "chosen": request.POST.getlist("to")}
    if act.task is None:
        return {}
    if act.code == "return":
        return {"ways": cases.ways_back(task=act.task)}
    if act.code == "add":
        return {"units": cases.addable(task=act.task)}
    if act.code not in ("transfer", "delegate"):
        return {}
    found = cases.recipients(task=act.task, **who)
    return {"recipients": [one for one in found if act.code == "transfer" or one.reference.startswith(PERSON)]}
