"""The re-engineering report of a process, and its log as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.channels.desk import charts
from tongban.channels.desk.views.performance.common import asked, graphs_of, process_of, title_of, who
from tongban.engines.processes import api as processes
from tongban.governance.performance import api as performance
from tongban.kernel.web.api import number
from tongban.trust.authority.api import access

TYPES = {"xes": "application/xml", "ocel-json": "application/json", "ocel-sqlite": "application/vnd.sqlite3"}


@access(performance.READ, methods=("GET",))
def report(request: HttpRequest, key: str) -> HttpResponse:
    """The report: filters, bottleneck map, steps, variants, hand-overs, evidence asked twice."""
    by, at = who(request)
    graphs = graphs_of(key)
    units = {one.code for one in performance.Directory.read().units.values()}
    query = asked(request.GET, graphs, units)
    after = min(number(request.GET.get("after", "")) or 0, 1_000_000)
    found = performance.report(key=key, graphs=graphs, query=query, after=after, by=by, at=at)
    shown = graphs.get(found.version) or process_of(key).value
    facts: dict[str, Any] = {
        "key": key,
        "title": title_of(process_of(key)),
        "report": found,
        "query": query,
        "given": {name: request.GET.get(name, "") for name in ("from", "to", "version", "unit")},
        "filters": urlencode([(name, text) for name, text in request.GET.items() if name != "after"]),
        "least": performance.LEAST,
        "may_export": performance.may(performance.EXPORT, by=by, at=at),
        "may_simulate": performance.may(performance.SIMULATE, by=by, at=at),
    }
    if found.totals.instances:
        facts |= {
            **_shown(found),
            "map": _map(shown, found),
            "times": _times(found),
            "rows": [(body, list(zip(found.matrix.bodies, cells, strict=True))) for body, cells in _matrix(found)],
            "duplicates": performance.duplicates(key, query),
        }
    return render(request, "desk/performance/report.html", facts)


def _span(seconds: float | None) -> str:
    return performance.span(seconds) if seconds is not None else "–"


def _shown(found: performance.Report) -> dict[str, Any]:
    """The numbers of the report in words."""
    return {
        "half": _span(found.totals.p50),
        "most": _span(found.totals.p90),
        "steps": [
            {
                "line": one, "p50": _span(one.p50), "p90": _span(one.p90), "waiting": _span(one.waiting),
                "working": _span(one.working),
            }
            for one in found.steps
        ],
        "follows": [(one, _span(one.p50), _span(one.p90)) for one in found.follows],
        "variants": [(one, f"{100 * one.share:.0f}") for one in found.variants],
    }  # fmt: skip


def _matrix(found: performance.Report) -> list[tuple[performance.Body, tuple[int | None, ...]]]:
    return list(zip(found.matrix.bodies, found.matrix.cells, strict=True))


def _map(graph: processes.Graph, found: performance.Report) -> str:
    """The diagram with a badge at each step."""
    marks = performance.marks(found.steps)
    picture = processes.picture(graph, marks=marks, language=get_language() or "zh-hans")
    return mark_safe(picture)  # noqa: S308 (drawn by the engine, escaped there)


def _times(found: performance.Report) -> str:
    """Waiting beside working, in minutes, of the steps that were claimed often enough."""
    known = [one for one in found.steps if one.waiting is not None and one.working is not None]
    bars = [
        charts.Bar(str(one.name), (("wait", round((one.waiting or 0) / 60)), ("good", round((one.working or 0) / 60))))
        for one in known
    ]
    return charts.bars(bars, title=_("Minutes until somebody began, then minutes of work, by step")) if bars else ""


@access(performance.EXPORT, methods=("POST",))
def export(request: HttpRequest, key: str) -> HttpResponseBase:
    """The log that the report is made of, as a file; the ledger has an entry."""
    by, at = who(request)
    graphs = graphs_of(key)
    units = {one.code for one in performance.Directory.read().units.values()}
    kind = request.POST.get("format", "")
    if kind not in performance.FORMATS:
        raise Http404(kind)
    query = asked(request.POST, graphs, units)
    parts = performance.export(key=key, graphs=graphs, query=query, kind=kind, by=by, at=at)
    response = StreamingHttpResponse(parts, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{key}{performance.FORMATS[kind]}"'
    response["Cache-Control"] = "no-store"
    return response
