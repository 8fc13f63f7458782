"""Simulations of a process: the form, the run with its progress, the result, two of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.channels.desk import plots
from tongban.channels.desk.views.performance import forms, results
from tongban.channels.desk.views.performance.common import graphs_of, process_of, title_of, who
from tongban.engines.processes import api as processes
from tongban.governance.drafts import api as drafts
from tongban.governance.performance import api as performance
from tongban.kernel.declarations.api import DeclarationError
from tongban.kernel.web.api import number
from tongban.trust.authority.api import access

DRAFT = "draft"


@dataclass(frozen=True)
class Choice:
    """What is simulated: a version, or the draft with its text."""

    version: str
    text: str
    graph: processes.Graph

    @property
    def name(self) -> str:
        return self.version or DRAFT


def _choice(key: str, asked: str) -> Choice:
    graphs = graphs_of(key)
    if asked == DRAFT and (text := _draft(key)):
        try:
            return Choice("", text, processes.read(text, key))
        except DeclarationError:
            raise Http404(key) from None
    item = process_of(key)
    version = asked if asked in graphs else item.version
    return Choice(version, "", graphs[version])


def _draft(key: str) -> str:
    """The text of the draft under way, when it can be compiled; else nothing."""
    found = drafts.draft(kind="processes", key=key)
    if found is None:
        return ""
    try:
        processes.read(found.text, key)
    except DeclarationError:
        return ""
    return found.text


@access(performance.SIMULATE, methods=("GET", "POST"))
def simulate(request: HttpRequest, key: str) -> HttpResponse:
    """The form, filled from the log or from an earlier simulation; a POST starts a simulation."""
    by, at = who(request)
    query = request.POST if request.method == "POST" else request.GET
    choice = _choice(key, query.get("version", ""))
    called = performance.called_of(choice.graph)
    directory = performance.Directory.read()
    base = performance.first_plan(
        key, choice.graph, called, limit=performance.limit_of(key),
        posts=performance.posts_of(key, choice.graph, called, directory), at=timezone.localtime(at),
    )  # fmt: skip
    base = _earlier(request, key, base)
    graphs = {"": choice.graph, **called}
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        reader = forms.Reader(request.POST, base, graphs)
        plan = reader.read()
        if not reader.errors:
            title = request.POST.get("title", "").replace("\0", "").strip() or _("Simulation")
            made = performance.start(
                process=key, version=choice.version, text=choice.text, title=title, plan=plan, by=by, at=at
            )
            return redirect("desk:process-study", key, made)
        base, errors = plan, reader.errors
    facts = {
        "key": key, "title": title_of(process_of(key)), "choice": choice, "draft": bool(_draft(key)),
        "versions": sorted(graphs_of(key)), "current": process_of(key).version, "plan": base,
        "hours": forms.shown_hours(base), "steps": forms.steps(base, graphs), "waits": forms.waits(base, graphs),
        "ways": forms.ways(base, graphs), "staff": forms.staff(base, directory), "errors": errors,
        "posted": request.POST, "wrong": {one["id"]: one["message"] for one in errors},
        "posts": [(post, directory.title(post)) for post in base["staff"]],
        "studies": performance.studies(process=key, by=by, at=at, before=number(request.GET.get("before", ""))),
    }  # fmt: skip
    return render(request, "desk/performance/simulate.html", facts, status=422 if errors else 200)


def _earlier(request: HttpRequest, key: str, base: dict[str, Any]) -> dict[str, Any]:
    by, at = who(request)
    before = number(request.GET.get("from", ""))
    if before is None:
        return base
    try:
        return forms.overlaid(base, performance.study(number=before, process=key, by=by, at=at).plan)
    except performance.PerformanceError:
        return base


def _study(request: HttpRequest, key: str, study: int) -> performance.StudyView:
    by, at = who(request)
    process_of(key)
    try:
        return performance.study(number=study, process=key, by=by, at=at)
    except performance.PerformanceError:
        raise Http404(key) from None


def _graphs(found: performance.StudyView, text: str) -> tuple[processes.Graph, Mapping[str, processes.Graph]]:
    graph = processes.read(text, found.process) if text else graphs_of(found.process).get(found.version)
    if graph is None:
        raise Http404(found.process)
    return graph, performance.called_of(graph)


@access(performance.SIMULATE, methods=("GET", "POST"))
def study(request: HttpRequest, key: str, study: int) -> HttpResponse:
    """A simulation: its progress, then its result. A POST runs it on, or keeps it or lets it go."""
    by, at = who(request)
    found = _study(request, key, study)
    graph, called = _graphs(found, performance.text_of(number=study, process=key))
    if request.method == "POST":
        act = request.POST.get("act", "run")
        if act in ("keep", "drop"):
            performance.keep(number=study, process=key, kept=act == "keep", by=by, at=at)
            messages.success(request, _("The simulation is kept.") if act == "keep" else _("It is kept no longer."))
        else:
            performance.run(number=study, process=key, graph=graph, called=called, by=by, at=at)
        return HttpResponseRedirect(reverse("desk:process-study", args=[key, study]))
    facts: dict[str, Any] = {
        "key": key, "title": title_of(process_of(key)), "study": found, "share": 100 * found.runs // found.most_runs,
        "others": [one for one in performance.studies(process=key, by=by, at=at) if one.id != study and one.done],
    }  # fmt: skip
    if found.outcome is not None:
        facts["first_line"] = plots.key_line(0)
        facts["result"] = results.result(found, {"": graph, **called}, performance.Directory.read())
    return render(request, "desk/performance/study.html", facts)


@access(performance.SIMULATE, methods=("GET",))
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Two simulations side by side."""
    directory = performance.Directory.read()
    pair = [_study(request, key, number(request.GET.get(name, "")) or 0) for name in ("a", "b")]
    shown = []
    for one in pair:
        graph, called = _graphs(one, performance.text_of(number=one.id, process=key))
        if one.outcome is None:
            raise Http404(key)
        shown.append(results.result(one, {"": graph, **called}, directory))
    facts = {
        "key": key, "title": title_of(process_of(key)), "pair": pair, "results": shown,
        "rows": results.side_by_side(shown[0], shown[1]),
    }  # fmt: skip
    return render(request, "desk/performance/compare.html", facts)
