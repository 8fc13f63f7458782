"""The days of a window: what is free in a week, and a day on which it opens otherwise or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.desk.views.visits import day_of
from tongban.kernel.declarations.api import Text
from tongban.kernel.web.api import number
from tongban.services.appointments import api as appointments
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject, access, acting

MANAGE, WEEK, LONGEST = "appointments.manage", 7, 200
LONGEST_SLOT, MOST_SEATS = 480, 99


class Wrong(ValueError):  # noqa: N818 (it names what happened)
    """What was entered makes no day; `field` names it."""

    def __init__(self, message: str, field: str) -> None:
        self.field = field
        super().__init__(message)


def office(resource: str, by: Subject, at: dt.datetime) -> appointments.Resource:
    """A window that the official manages. Raises Http404, Denied."""
    try:
        found = appointments.resource(resource)
    except LookupError:
        raise Http404(resource) from None
    authority.require(subject=by, permission=MANAGE, unit_path=authority.unit(found.unit).path, at=at)
    return found


@access(MANAGE, methods=("GET",))
def week(request: HttpRequest, resource: str) -> HttpResponse:
    """Seven days with the free seats of each time."""
    by, at = acting(request), timezone.now()
    found, first = office(resource, by, at), day_of(request.GET.get("day", ""))
    open_days = {day.date: day for day in appointments.slots(resource=resource, since=first, days=WEEK, at=at)}
    days = [first + dt.timedelta(days=one) for one in range(WEEK)]
    facts = {
        "office": found,
        "days": [(day, open_days.get(day)) for day in days],
        "before": first - dt.timedelta(days=WEEK),
        "after": first + dt.timedelta(days=WEEK),
    }
    return render(request, "desk/week.html", facts)


def openings_of(sent: QueryDict) -> tuple[appointments.Opening, ...]:
    """The hours that were entered: none for a closed day, else one or two periods. Raises Wrong."""
    if sent.get("kind") == "closed":
        return ()
    if sent.get("kind") != "hours":
        raise Wrong(_("Choose whether the window is closed or opens at other hours."), "kind")
    minutes, seats = (number(sent.get(name, ""), digits=3) or 0 for name in ("minutes", "seats"))
    if not 1 <= minutes <= LONGEST_SLOT or not 1 <= seats <= MOST_SEATS:
        raise Wrong(_("Say how long an appointment takes (1 to 480 minutes) and how many seats there are."), "minutes")
    found = []
    for end in ("", "-2"):
        times = [sent.get(name + end, "").strip() for name in ("first", "last")]
        if end and not any(times):
            continue
        try:
            first, last = (dt.time.fromisoformat(one[:5]) for one in times)
            found.append(appointments.Opening(first, last, minutes, seats))
        except ValueError:
            raise Wrong(
                _("Write times as 09:00, the end after the beginning, with room for a time."), "first" + end
            ) from None
    return tuple(found)


def reason_of(sent: QueryDict) -> Text:
    """Why, in both languages. Raises Wrong."""
    zh, en = (sent.get(name, "").replace("\0", "").strip()[:LONGEST] for name in ("reason", "reason-en"))
    if not zh or not en:
        raise Wrong(_("Say why, in Chinese and in English."), "reason")
    return Text(zh, en)


def values_of(sent: QueryDict, usual: Sequence[appointments.Opening]) -> dict[str, str]:
    """What the fields show: what was sent, else the usual hours."""
    names = ("kind", "first", "last", "first-2", "last-2", "minutes", "seats", "reason", "reason-en")
    if sent:
        return {name.replace("-", "_"): sent.get(name, "") for name in names}
    found = dict.fromkeys((name.replace("-", "_") for name in names), "")
    for end, one in zip(("", "_2"), usual, strict=False):
        found |= {f"first{end}": f"{one.first:%H:%M}", f"last{end}": f"{one.last:%H:%M}"}
        found |= {"minutes": str(one.minutes), "seats": str(one.seats)}
    return found


@access(MANAGE, methods=("GET", "POST"))
def day(request: HttpRequest, resource: str, day: str) -> HttpResponse:
    """One day: what was entered is first shown with whom it concerns, then done; what is left over is gone on with."""
    by, at = acting(request), timezone.now()
    found = office(resource, by, at)
    wanted = day_of(day)
    if wanted.isoformat() != day or wanted < timezone.localtime(at).date():
        raise Http404(day)
    facts: dict[str, Any] = {
        "office": found,
        "day": wanted,
        "values": values_of(request.POST, found.openings),
        "errors": [],
    }
    if request.method == "POST":
        try:
            openings, reason = openings_of(request.POST), reason_of(request.POST)
            if request.POST.get("act") == "do":
                appointments.close_day(
                    resource=resource, day=wanted, reason=reason, by=by, at=at, openings=openings, displace=True
                )  # fmt: skip
                return settled(request, resource, wanted)
            facts["preview"] = appointments.displaced(resource=resource, day=wanted, by=by, at=at, openings=openings)
            facts["previewed"] = True
        except Wrong as error:
            facts["errors"] = [{"id": error.field, "message": str(error)}]
    facts["left"] = appointments.displaced(resource=resource, day=wanted, by=by, at=at)
    return render(request, "desk/window-day.html", facts, status=422 if facts["errors"] else 200)


@access(MANAGE, methods=("POST",))
def go_on(request: HttpRequest, resource: str, day: str) -> HttpResponse:
    """Moves whoever still has no time on a day, after a run that was broken off."""
    office(resource, acting(request), timezone.now())
    if day_of(day).isoformat() != day:
        raise Http404(day)
    return settled(request, resource, day_of(day))


def settled(request: HttpRequest, resource: str, day: dt.date) -> HttpResponse:
    """Moves or cancels, and says how many."""
    by, at = acting(request), timezone.now()
    found = appointments.settle_displaced(resource=resource, day=day, by=by, at=at)
    said = {"moved": len(found.moved), "cancelled": len(found.cancelled)}
    messages.success(request, _("The day is changed. Appointments moved: %(moved)s; cancelled: %(cancelled)s.") % said)
    return redirect("desk:window-day", resource, day.isoformat())
