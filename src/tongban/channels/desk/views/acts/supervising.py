"""Acts of supervision: issued by who watches, answered by who is responsible, judged by who watches."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongban.channels.desk.views.acts.declared import ActPage
from tongban.channels.desk.views.doing import Doing
from tongban.services.cases import api as cases
from tongban.trust.authority import api as authority


def supervise(doing: Doing) -> None:
    cases.supervise(
        number=doing.view.number, unit=doing.text("unit"), reason=doing.text("reason"), days=doing.number("days"),
        **doing.who,
    )  # fmt: skip


def judge(doing: Doing) -> None:
    verdict = doing.text("verdict")
    if verdict == "accept":
        cases.accept_measures(number=doing.view.number, **doing.who)
    elif verdict == "reissue":
        cases.reissue(number=doing.view.number, reason=doing.text("reason"), days=doing.number("days"), **doing.who)
    else:
        raise cases.Incomplete("verdict", _("Accept the measures or issue the item again."))


def responsible(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """The departments of the case first: one of them is responsible."""
    del act
    first = [part.unit for part in view.parts]
    units = sorted(authority.units(), key=lambda one: first.index(one.code) if one.code in first else len(first))
    return {"units": units, "chosen": request.POST.get("unit", first[0] if first else "")}


PAGES = {
    "supervise": ActPage(supervise, responsible),
    "measures": ActPage(
        lambda doing: cases.answer_supervision(number=doing.view.number, measures=doing.text("measures"), **doing.who)
    ),
    "judge-measures": ActPage(judge),
}
