"""Appointments of a day in the units whose windows one serves."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.services.appointments import api as appointments
from tongban.services.offers import api as offers
from tongban.trust.authority.api import access, acting

DAY = dt.timedelta(days=1)
ACTS = ("came", "missed", "cancel")


def day_of(text: str) -> dt.date:
    """The day that an address names; today for anything else."""
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return timezone.localdate()
    return day if dt.date(2000, 1, 1) < day < dt.date(2999, 1, 1) else timezone.localdate()


@access("appointments.desk", methods=("GET",))
def visits(request: HttpRequest) -> HttpResponse:
    """Who comes when, by time."""
    by, at, day = acting(request), timezone.now(), day_of(request.GET.get("day", ""))
    resource = request.GET.get("resource", "").replace("\0", "")[:60]
    page = appointments.day_list(day=day, by=by, at=at, resource=resource, after=request.GET.get("after", ""))
    units = {post.unit for post in by.posts}
    facts = {
        "day": day,
        "before": day - DAY,
        "after": day + DAY,
        "page": page,
        "now": at,
        "resource": resource,
        "resources": [one for one in appointments.resources() if one.unit in units],
        "offers": {one.key: one.title for one in offers.offers()},
    }
    return render(request, "desk/visits.html", facts)


@access("appointments.desk", methods=("POST",))
def visit(request: HttpRequest, number: str) -> HttpResponseRedirect:
    """Notes that somebody came or did not, or gives the seat back; the person is told of a cancellation."""
    by, at, act = acting(request), timezone.now(), request.POST.get("act", "")
    if act not in ACTS:
        raise Http404(act)
    try:
        if act == "cancel":
            appointments.cancel(number=number, by=by, at=at)
        else:
            appointments.settle(number=number, came=act == "came", by=by, at=at)
        messages.success(request, _("Noted."))
    except LookupError:
        raise Http404(number) from None
    except appointments.BookingError as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('desk:visits')}?day={day_of(request.POST.get('day', ''))}")
