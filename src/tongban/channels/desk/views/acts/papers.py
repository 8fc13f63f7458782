"""The original of a paper was inspected."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongban.channels.desk.views.acts.declared import ActPage
from tongban.channels.desk.views.doing import Doing
from tongban.services.cases import api as cases


def inspected(doing: Doing) -> None:
    """A picture of the original is kept only with the record that it belongs to."""
    said = doing.text("valid_until")
    try:
        until = dt.date.fromisoformat(said) if said else None
    except ValueError:
        raise cases.Incomplete("valid_until", _("Write the day as in 2027-03-31, or leave it empty.")) from None
    picture = doing.request.FILES.get("scan")
    with transaction.atomic():
        number, who = doing.view.number, doing.who
        scan = cases.add_file(number=number, field="original", file=picture, **who).id if picture else ""
        cases.inspect_original(
            number=number, paper=doing.number("paper"), found=doing.text("found"), place=doing.text("place"),  # type: ignore[arg-type]
            compared=doing.text("compared"), valid_until=until, scan=scan, **who,
        )  # fmt: skip


def rows(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """The papers whose originals may be inspected; the one that the link named is chosen, else the first."""
    del act
    found = [one for one in view.papers if one.unseen]
    chosen = request.POST.get("paper") or request.GET.get("paper", "")
    return {"rows": found, "chosen": chosen or (str(found[0].id) if found else "")}


PAGES = {"original": ActPage(inspected, rows, files=True)}
