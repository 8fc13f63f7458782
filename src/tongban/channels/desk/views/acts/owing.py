"""Acts on what the applicant owes: its proof is checked, a breach is settled."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tongban.channels.desk.views.acts.declared import ActPage, Choices
from tongban.channels.desk.views.doing import Doing
from tongban.services.cases import api as cases


def check(doing: Doing) -> None:
    cases.check_proof(
        number=doing.view.number, obligation=doing.number("obligation"), verdict=doing.text("verdict"),  # type: ignore[arg-type]
        note=doing.text("note"), **doing.who,
    )  # fmt: skip


def settle(doing: Doing) -> None:
    cases.settle_breach(
        number=doing.view.number, obligation=doing.number("obligation"), verdict=doing.text("verdict"),  # type: ignore[arg-type]
        reason=doing.text("reason"), **doing.who,
    )  # fmt: skip


def rows(*states: str) -> Choices:
    """The obligations that the act is about; the first is chosen unless another was."""

    def _rows(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
        del act
        found = [one for one in view.obligations if one.state in states and not one.settled]
        first = found[0].id if found else ""
        return {"rows": found, "chosen": request.POST.get("obligation", str(first))}

    return _rows


PAGES = {
    "check-proof": ActPage(check, rows("supplied", "open")),
    "settle-breach": ActPage(settle, rows("breached")),
}
