"""The case on one page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe

from tongban.channels.desk.views import words
from tongban.kernel.web.api import Gone, inert
from tongban.services.cases import api as cases
from tongban.services.conversations import api as conversations
from tongban.services.offers import api as offers
from tongban.trust.authority.api import OFFICIAL, access, acting


def at_desk(request: HttpRequest, number: str) -> cases.DeskView:
    """The case as this official sees it; the look is noted. Raises Http404."""
    try:
        return cases.desk_case(number=number, by=acting(request), at=timezone.now())
    except cases.Destroyed as gone:
        raise Gone(words.destroyed(gone)) from None
    except cases.NotFound:
        raise Http404(number) from None


def running(view: cases.DeskView) -> list[tuple[str, list[cases.Why]]]:
    """The clocks that run, by part; those of the whole case first."""
    parts: dict[str, list[cases.Why]] = {}
    for clock in view.clocks:
        if not clock.stopped:
            parts.setdefault(str(clock.part or ""), []).append(clock)
    return sorted(parts.items(), key=lambda one: one[0] != "")


def _own(acts: list[cases.Act]) -> bool:
    """Whether a task is mine to do, not only to hand over or urge."""
    return any(not act.minor for act in acts)


def linked(request: HttpRequest, view: cases.DeskView) -> frozenset[str]:
    """The cases at the other end of a reconsideration that this official may open."""
    others = {number for one in view.ties for number in (one.number, one.contested)} - {view.number}
    return cases.readable(others, by=acting(request), at=timezone.now()) if others else frozenset()


@access(OFFICIAL, methods=("GET",))
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Facts with provenance, evidence, picture, clock, history, and what may be done now."""
    view = at_desk(request, number)
    by_task = {task.task: task for task in view.tasks}
    acts: dict[int | None, list[cases.Act]] = {}
    for act in view.acts:
        acts.setdefault(act.task, []).append(act)
    theirs = [(by_task[task], found) for task, found in acts.items() if task in by_task and not _own(found)]
    others = [task for task in view.tasks if task.task not in acts]
    facts = {
        "case": view,
        "picture": mark_safe(view.picture),  # noqa: S308 (drawn and escaped by the process engine)
        "mine": [(by_task[task], found) for task, found in acts.items() if task in by_task and _own(found)],
        "theirs": [(task, view.units.get(task.unit, ""), found) for task, found in theirs],
        "whole": acts.get(None, []),
        "paused": words.paused(view),
        "others": [(task, view.units.get(task.unit, "")) for task in others],
        "back": [act for act in view.acts if act.code == "recall"],
        "unread": conversations.unread(numbers=[number], by=acting(request)).get(number, 0),
        "running": running(view),
        "original": any(act.code == "original" and act.allowed for act in view.acts),
        "planned": bool(view.accepted_at and offers.offer(view.summary.offer, view.offer_version).order),
        "reasons": view.reasons,
        "routings": view.routings,
        "readable": linked(request, view),
        "evidence": {str(one.title): one for one in view.evidence}.values(),
    }
    return render(request, "desk/case.html", facts)


@access(OFFICIAL, methods=("GET",))
def file(request: HttpRequest, number: str, file: str) -> HttpResponse:
    """A file of the case; the look is noted."""
    try:
        found, data = cases.case_file(
            number=number,
            attachment=file,
            by=acting(request),
            at=timezone.now(),
        )
    except cases.NotFound:
        raise Http404(file) from None
    return inert(data, found.media_type, found.name)


@access(OFFICIAL, methods=("GET",))
def application(request: HttpRequest, number: str) -> HttpResponse:
    """The application on paper, as PDF; the look is noted."""
    try:
        data = cases.on_paper(number=number, by=acting(request), at=timezone.now())
    except cases.NotFound:
        raise Http404(number) from None
    return inert(data, "application/pdf", f"{number}.pdf")
