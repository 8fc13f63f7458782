"""Acts that take a closed case up again: proposed by one official, confirmed or refused by another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongban.channels.desk.views.acts.declared import ActPage
from tongban.channels.desk.views.doing import Doing
from tongban.services.cases import api as cases


def propose(doing: Doing) -> None:
    cases.propose_reopening(
        number=doing.view.number, to=doing.text("to"), reason=doing.text("reason"), basis=doing.text("basis"),
        **doing.who,
    )  # fmt: skip


def settle(doing: Doing) -> None:
    verdict = doing.text("verdict")
    if verdict not in ("confirm", "refuse"):
        raise cases.Incomplete("verdict", _("Confirm it or refuse it."))
    cases.settle_reopening(number=doing.view.number, confirm=verdict == "confirm", **doing.who)


def steps(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """Where the process may begin again."""
    del act
    found = cases.steps_again(number=view.number)
    return {"steps": found, "chosen": request.POST.get("to", found[0][0] if len(found) == 1 else "")}


PAGES = {"reopen": ActPage(propose, steps), "settle-reopening": ActPage(settle)}
