"""The queue of a window: numbers are given out, called and settled."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tongban.kernel.web.api import number
from tongban.openness.evaluation import api as evaluation
from tongban.services.appointments import api as appointments
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import access, acting

MANAGE, COUNTER = "appointments.manage", 20


def give(request: HttpRequest, resource: str) -> None:
    """The next number, for a visitor with or without an appointment."""
    by, at, booked = acting(request), timezone.now(), request.POST.get("appointment", "")
    made = appointments.take_turn(resource=resource, by=by, at=at, appointment=booked[:12])
    messages.success(request, _("The visitor has number %(turn)s.") % {"turn": f"{made.turn:03}"})


def call(request: HttpRequest, resource: str) -> None:
    """Whoever is next."""
    by, at, counter = acting(request), timezone.now(), request.POST.get("counter", "")
    found = appointments.call_next(resource=resource, counter=counter, by=by, at=at)
    if found is None:
        messages.info(request, _("Nobody waits."))
    else:
        said = {"turn": f"{found.turn:03}", "counter": found.counter}
        messages.success(request, _("Number %(turn)s is called to counter %(counter)s.") % said)


def settle(request: HttpRequest, resource: str) -> None:
    """Who was called came or did not."""
    by, came = acting(request), request.POST.get("act") == "came"
    turn = number(request.POST.get("turn", ""), digits=4) or 0
    appointments.settle_turn(resource=resource, turn=turn, came=came, by=by, at=timezone.now())
    messages.success(request, _("Noted."))


def switch(request: HttpRequest, resource: str) -> None:
    """Begins or ends giving out numbers, by whoever manages the window; who has one is still called."""
    wanted = replace(appointments.resource(resource), walk_in=request.POST.get("act") == "open")
    appointments.save_resource(resource=wanted, by=acting(request), at=timezone.now())


ACTS = {"give": give, "call": call, "came": settle, "missed": settle, "open": switch, "close": switch}


@access("appointments.desk", methods=("GET", "POST"))
def queue(request: HttpRequest, resource: str) -> HttpResponse:
    """Who was called, who waits, and the next one."""
    by, at = acting(request), timezone.now()
    counter = (request.POST if request.method == "POST" else request.GET).get("counter", "")[:COUNTER]
    try:
        turns = appointments.queue(resource=resource, by=by, at=at)
        if request.method == "POST":
            if request.POST.get("act", "") not in ACTS:
                raise Http404(resource)
            ACTS[request.POST["act"]](request, resource)
    except LookupError:
        raise Http404(resource) from None
    except appointments.BookingError as error:
        messages.error(request, str(error))
    if request.method == "POST":
        return redirect(f"{reverse('desk:queue', args=[resource])}?{urlencode({'counter': counter})}")
    office = appointments.resource(resource)
    unit = authority.unit(office.unit)
    facts = {
        "office": office,
        "counter": counter,
        "called": [one for one in turns if one.state == "called"],
        "waiting": [one for one in turns if one.state == "waiting"],
        "manages": authority.can(subject=by, permission=MANAGE, unit_path=unit.path, at=at),
    }
    return render(request, "desk/queue.html", facts)


@access("appointments.desk", methods=("GET",))
def slip(request: HttpRequest, resource: str, turn: int) -> HttpResponse:
    """A number that waits or is called, on paper, with the code by which the visitor rates the visit."""
    try:
        turns = appointments.queue(resource=resource, by=acting(request), at=timezone.now())
    except LookupError:
        raise Http404(resource) from None
    found = next((one for one in turns if one.turn == turn), None)
    if found is None:
        raise Http404(str(turn))
    ahead = sum(one.state == "waiting" and one.turn < turn for one in turns)
    facts = {"office": appointments.resource(resource), "turn": found, "ahead": ahead}
    return render(request, "desk/slip.html", facts | {"slip": evaluation.slip(found.number)})
