"""Acts of a hearing: offered, stated, called, recorded, given up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tongban.channels.desk.views.acts.declared import ActPage
from tongban.channels.desk.views.doing import Doing
from tongban.services.cases import api as cases
from tongban.trust.authority.api import acting

LINES = 10


def offer(doing: Doing) -> None:
    pairs = [(doing.text(f"person-{i}"), doing.text(f"told-{i}")) for i in range(LINES)]
    cases.offer_hearing(number=doing.view.number, interested=[pair for pair in pairs if any(pair)], **doing.who)


def lines(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """The persons as they were written."""
    del view, act
    return {"rows": [(i, request.POST.get(f"person-{i}", ""), request.POST.get(f"told-{i}", "")) for i in range(LINES)]}


def state(doing: Doing) -> None:
    cases.record_statement(
        number=doing.view.number, person=doing.number("person"), text=doing.text("text"),
        wants_hearing=doing.text("wants") == "yes", **doing.who,
    )  # fmt: skip


def call(doing: Doing) -> None:
    cases.call_hearing(
        number=doing.view.number, held_on=_moment(doing.text("held_on")), place=doing.text("place"),
        chair=doing.text("chair"), **doing.who,
    )  # fmt: skip


def _moment(text: str) -> dt.datetime:
    """A local date and time as browsers send it. Raises Incomplete."""
    try:
        found = parse_datetime(text)
        if found is not None and dt.MINYEAR < found.year < dt.MAXYEAR:
            return timezone.make_aware(found) if timezone.is_naive(found) else found
    except ValueError:
        pass
    raise cases.Incomplete("held_on", _("Write day and time, for example 2026-12-08 14:30."))


def chairs(request: HttpRequest, view: cases.DeskView, act: cases.Act) -> dict[str, Any]:
    """Who may chair."""
    del act
    who: dict[str, Any] = {"by": acting(request), "at": timezone.now()}
    return {"chairs": cases.chairs(number=view.number, **who)}


def close(doing: Doing) -> None:
    cases.close_hearing(
        number=doing.view.number, minutes=doing.text("minutes"), signed=doing.text("signed"), **doing.who
    )


PAGES = {
    "hearing": ActPage(offer, lines),
    "statement": ActPage(state),
    "call-hearing": ActPage(call, chairs),
    "close-hearing": ActPage(close),
    "drop-hearing": ActPage(
        lambda doing: cases.drop_hearing(number=doing.view.number, reason=doing.text("reason"), **doing.who)
    ),
}
