"""Appointments: choose an office, a day and a time; see, save and cancel one's own."""

from __future__ import annotations

import datetime as dt
import urllib.parse
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.portal import calendars
from tongban.channels.portal.views.cases import own
from tongban.openness.evaluation import api as evaluation
from tongban.services.appointments import api
from tongban.services.offers import api as offers
from tongban.trust.authority.api import PUBLIC, RESIDENT, access, acting

SHOWN, LONGEST_AHEAD = 28, 62  # days on one page; the furthest day that can be booked
STAMP = "%Y%m%dT%H%MZ"


@dataclass(frozen=True)
class About:
    """What the appointment is for, carried from page to page: an offer's key, a case's number, or nothing."""

    offer: str
    case: str
    title: object

    @property
    def query(self) -> str:
        named = {"offer": self.offer, "case": self.case}
        return urllib.parse.urlencode({name: value for name, value in named.items() if value})


def about(request: HttpRequest) -> About:
    """What the address says the appointment is for; an offer that does not exist is left out."""
    key, case = request.GET.get("offer", "")[:200], request.GET.get("case", "")[:60]
    found = next((one for one in offers.offers() if one.key == key), None)
    return About(key if found else "", case, found.title if found else "")


def office(code: str) -> api.Resource:
    """What can be booked. Raises Http404."""
    try:
        return api.resource(code)
    except LookupError:
        raise Http404(code) from None


def mine(request: HttpRequest, number: str) -> api.Booking:
    """One's own appointment. Raises Http404."""
    try:
        return api.booking(number=number, by=acting(request))
    except LookupError:
        raise Http404(number) from None


@access(PUBLIC, methods=("GET",))
def offices(request: HttpRequest) -> HttpResponse:
    """Where one can make an appointment; the person's own come first."""
    by, at, wanted = acting(request), timezone.now(), about(request)
    facts = {
        "about": wanted,
        "offices": api.resources(offer=wanted.offer),
        "bookings": api.my_bookings(by=by, at=at) if by.kind == "resident" else (),
    }
    return render(request, "portal/appointments.html", facts)


def asked_day(text: str, first: dt.date, last: dt.date) -> dt.date | None:
    """A day between two days, or None for anything else."""
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if first <= day <= last else None


@access(PUBLIC, methods=("GET",))
def times(request: HttpRequest, resource: str) -> HttpResponse:
    """The open days of an office, and the times of one of them."""
    at, found, wanted = timezone.now(), office(resource), about(request)
    today = timezone.localtime(at).date()
    last = today + dt.timedelta(days=LONGEST_AHEAD)
    day = asked_day(request.GET.get("day", ""), today, last)
    since = asked_day(request.GET.get("since", ""), today, last) or (day if day and day >= later(today) else today)
    days = api.slots(resource=resource, since=since, days=min(SHOWN, (last - since).days + 1), at=at)
    chosen = next((one for one in days if one.date == day), None) or next((one for one in days if one.free), None)
    facts = {
        "office": found,
        "about": wanted,
        "days": days,
        "chosen": chosen,
        "slots": [(slot, slot.start.strftime(STAMP)) for slot in chosen.slots] if chosen else [],
        "since": since if since > today else None,
        "later": later(since) if later(since) <= last else None,
    }
    return render(request, "portal/times.html", facts)


def later(since: dt.date) -> dt.date:
    """The first day of the page after the one that begins at `since`."""
    return since + dt.timedelta(days=SHOWN)


def slot_at(resource: str, text: str, at: dt.datetime) -> api.Slot | None:
    """The slot that begins at a moment written as in the address, if there is one to come with a free seat."""
    try:
        start = dt.datetime.strptime(text, STAMP).replace(tzinfo=dt.UTC)
    except ValueError:
        return None
    if not dt.timedelta() < start - at < dt.timedelta(days=LONGEST_AHEAD + 1):
        return None
    days = api.slots(resource=resource, since=timezone.localtime(start).date(), days=1, at=at)
    return next((slot for day in days for slot in day.slots if slot.start == start and slot.free), None)


@access(RESIDENT, methods=("GET", "POST"))
def book(request: HttpRequest, resource: str, start: str) -> HttpResponse:
    """One time, looked at once more and taken."""
    by, at = acting(request), timezone.now()
    found, wanted, slot = office(resource), about(request), slot_at(resource, start, at)
    if wanted.case and request.method == "POST":
        own(request, wanted.case)
    if slot is None:
        messages.info(request, _("This time is not free any more. Choose another one."))
    elif request.method == "GET":
        return render(request, "portal/book.html", {"office": found, "about": wanted, "slot": slot})
    else:
        try:
            made = api.book(
                resource=resource, start=slot.start, offer=wanted.offer, case=wanted.case, by=by, at=at
            )  # fmt: skip
        except api.BookingError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your appointment is made."))
            return redirect("portal:booking", made.number)
    return redirect(f"{reverse('portal:times', args=[resource])}?{wanted.query}")


@access(RESIDENT, methods=("GET",))
def bookings(request: HttpRequest) -> HttpResponse:
    """All my appointments, the latest first."""
    found = api.my_bookings(by=acting(request), at=timezone.now(), to_come=False)
    return render(request, "portal/bookings.html", {"bookings": found})


@access(RESIDENT, methods=("GET",))
def booking(request: HttpRequest, number: str) -> HttpResponse:
    """One appointment: a slip to print, and what can still be done."""
    found, at = mine(request, number), timezone.now()
    may_rate = evaluation.may_rate(visit=found.number, by=acting(request), at=at)
    titles = {one.key: one.title for one in offers.offers()} if found.offer else {}
    facts: dict[str, Any] = {
        "booking": found,
        "offer": titles.get(found.offer, ""),
        "to_come": found.state == "booked" and found.start > at,
        "rate_code": evaluation.code(f"visit:{found.number}") if may_rate else "",
    }
    return render(request, "portal/booking.html", facts)


@access(RESIDENT, methods=("GET",))
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The appointment for a calendar."""
    found = mine(request, number)
    response = HttpResponse(calendars.event(found, at=timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.ics"'
    response["Cache-Control"] = "no-store"
    return response


@access(RESIDENT, methods=("GET", "POST"))
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Gives the seat back, after a clear warning."""
    found = mine(request, number)
    if request.method == "GET" and found.state == "booked":
        return render(request, "portal/cancel.html", {"booking": found})
    try:
        api.cancel(number=number, by=acting(request), at=timezone.now())
        messages.success(request, _("Your appointment is cancelled."))
    except api.BookingError as error:
        messages.error(request, str(error))
    return redirect("portal:booking", number)
