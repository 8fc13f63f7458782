"""Acts that move work instead of doing it: what their pages offer to pick from, and what they do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from tongban.channels.desk.views.acts.declared import ActPage
from tongban.channels.desk.views.doing import Doing
from tongban.services.cases import api as cases
from tongban.trust.authority.api import acting

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


def posts_too(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """To whom a task can be handed over: colleagues and posts."""
    del view
    found = cases.recipients(task=act.task or 0, by=acting(request), at=timezone.now())
    return {"recipients": found}


def persons(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """To whom a task can be delegated: colleagues."""
    found = posts_too(request, view, act)["recipients"]
    return {"recipients": [one for one in found if one.reference.startswith(PERSON)]}


def readers(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """To whom a copy can be sent."""
    del act
    found = cases.readers(number=view.number, by=acting(request), at=timezone.now())
    return {"recipients": found, "chosen": request.POST.getlist("to")}


PAGES = {
    "return": ActPage(send_back, lambda _request, _view, act: {"ways": cases.ways_back(task=act.task or 0)}),
    "transfer": ActPage(transfer, posts_too),
    "delegate": ActPage(delegate, persons),
    "resolve": ActPage(lambda doing: cases.resolve(task=doing.task, result=doing.text("reason"), **doing.who)),
    "urge": ActPage(lambda doing: cases.urge(task=doing.task, text=doing.text("reason"), **doing.who)),
    "add": ActPage(
        lambda doing: cases.add_department(task=doing.task, unit=doing.text("unit"), **doing.who),
        lambda _request, _view, act: {"units": cases.addable(task=act.task or 0)},
    ),
    "recall": ActPage(lambda doing: cases.recall(task=doing.task, **doing.who)),
    "copy": ActPage(send_copy, readers),
    "halt": ActPage(lambda doing: cases.halt(number=doing.view.number, reason=doing.text("reason"), **doing.who)),
    "go-on": ActPage(lambda doing: cases.go_on(number=doing.view.number, **doing.who)),
}
