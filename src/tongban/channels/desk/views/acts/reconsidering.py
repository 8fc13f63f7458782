"""The decision on a reconsideration."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongban.channels.desk.views.acts.declared import ActPage
from tongban.channels.desk.views.doing import Doing
from tongban.services.cases import api as cases
from tongban.trust.authority.api import acting

OUTCOMES = (
    ("upheld", _("Uphold the decision"), "68"),
    ("revoked", _("Revoke it and have it decided anew"), "64"),
    ("varied", _("Vary it: the reasons say how it reads now"), "63"),
    ("unlawful", _("Confirm that it is unlawful; what came out stays"), "65"),
    ("rejected", _("Reject the application: it was not admissible"), "33"),
)


def reconsider(doing: Doing) -> None:
    cases.reconsider(
        task=doing.task, outcome=doing.text("outcome"), article=doing.number("article"), reasons=doing.text("reasons"),
        to=doing.text("to"), **doing.who,
    )  # fmt: skip


def ways(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """The outcomes, and what revoking would do."""
    del act
    again = cases.again(number=view.number, by=acting(request), at=timezone.now())
    chosen = request.POST.get("to", again.steps[0][0] if len(again.steps) == 1 else "")
    return {"outcomes": OUTCOMES, "again": again, "chosen": chosen}


PAGES = {"reconsider": ActPage(reconsider, ways)}
