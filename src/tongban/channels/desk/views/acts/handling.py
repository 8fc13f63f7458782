"""Acts that handle a case: acceptance, examination, decision, opinions, time."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.desk.views import words
from tongban.channels.desk.views.acts import missing
from tongban.channels.desk.views.acts.declared import ActPage
from tongban.channels.desk.views.doing import Doing
from tongban.services.cases import api as cases
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import acting


def inspect(doing: Doing) -> None:
    """Files are kept only with the findings that they belong to."""
    with transaction.atomic():
        files = [
            cases.add_file(number=doing.view.number, field="inspection", file=one, **doing.who).id
            for one in doing.request.FILES.getlist("photos")
        ]
        passed = doing.request.POST.get("passed", "")
        if passed not in ("yes", "no"):
            raise cases.Incomplete("passed", _("Say whether the place meets the requirements."))
        cases.inspect(
            task=doing.task, passed=passed == "yes", findings=doing.text("findings"), answers=doing.answers,
            attachments=tuple(files), **doing.who,
        )  # fmt: skip


def decide(doing: Doing) -> None:
    cases.decide(
        task=doing.task, outcome=doing.text("outcome"), article=doing.number("article"),  # type: ignore[arg-type]
        reasons=doing.text("reasons"), **doing.who,
    )  # fmt: skip


def examine(doing: Doing) -> None:
    cases.examine(
        task=doing.task, recommendation=doing.text("recommendation"), note=doing.text("note"),  # type: ignore[arg-type]
        findings=doing.answers, **doing.who,
    )  # fmt: skip


def decline(doing: Doing) -> None:
    cases.decline_acceptance(
        task=doing.task, reasons=doing.text("reasons"), article=doing.number("article"), **doing.who
    )


def opinion(doing: Doing) -> None:
    names = doing.request.POST.getlist("names")[:200]
    cases.ask_opinion(
        number=doing.view.number, unit=doing.text("unit"), question=doing.text("question"), names=names, **doing.who
    )


def others(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """The departments that can be asked, and what was ticked for them to see."""
    del act
    units = [one for one in authority.units() if one.code != view.parts[0].unit]
    return {"units": units, "names": request.POST.getlist("names")}


def causes(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """What may stop the clock, and on which terms."""
    del act
    return {"causes": words.causes(view.number, by=acting(request), at=timezone.now())}


def more(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """How much more time there may be, and what was granted."""
    del act
    left = cases.more_time(number=view.number, by=acting(request), at=timezone.now())
    given = {one.sequence: one for clock in view.clocks for one in clock.extensions}
    return {"left": left, "given": list(given.values())}


def extend(doing: Doing) -> None:
    cases.extend(number=doing.view.number, amount=doing.number("amount"), reason=doing.text("reason"), **doing.who)


PAGES = {
    "claim": ActPage(lambda doing: cases.claim(task=doing.task, **doing.who), at_once=True),
    "release": ActPage(lambda doing: cases.release(task=doing.task, **doing.who), at_once=True),
    "accept": ActPage(lambda doing: cases.accept(task=doing.task, **doing.who)),
    "decline": ActPage(decline),
    "supplement": ActPage(missing.supplement, missing.choices),
    "examine": ActPage(examine),
    "inspect": ActPage(inspect, files=True),
    "decide": ActPage(decide),
    "do": ActPage(lambda doing: cases.settle_task(task=doing.task, answers=doing.answers, **doing.who)),
    "opinion": ActPage(opinion, others),
    "suspend": ActPage(
        lambda doing: cases.suspend(number=doing.view.number, cause=doing.text("cause"), **doing.who), causes
    ),
    "extend": ActPage(extend, more),
    "extend-again": ActPage(extend, more),
}
