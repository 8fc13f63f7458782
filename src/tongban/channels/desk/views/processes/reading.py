"""Reading processes: the list of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.channels.desk.views.processes.common import KIND, findings_of, title_of
from tongban.channels.desk.views.ratings import plain
from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item
from tongban.trust.authority.api import OFFICIAL, access


@access(OFFICIAL, methods=("GET",))
def all_processes(request: HttpRequest) -> HttpResponse:
    """Every process of the node with its version in force and what runs on it; `q` looks in names and steps, `show`
    keeps those that run or those with findings.
    """
    asked, show = plain(request.GET.get("q", "")), request.GET.get("show", "")
    releases, running = declarations.in_force(KIND), _totals()
    rows = [
        _row(item, releases[item.key], running.get(item.key, 0))
        for item in declarations.current_all(KIND)
        if _fits(item, asked)
    ]
    kept = [row for row in rows if not show or row.get(show)]
    return render(request, "desk/processes/processes.html", {"rows": kept, "asked": asked, "show": show})


def _totals() -> dict[str, int]:
    found: dict[str, int] = {}
    for (key, _version), count in processes.running().items():
        found[key] = found.get(key, 0) + count
    return found


def _row(item: Item, release: declarations.Release, running: int) -> dict[str, Any]:
    return {
        "key": item.key,
        "title": title_of(item),
        "release": release,
        "running": running,
        "findings": findings_of(item),
    }


def _fits(item: Item, asked: str) -> bool:
    names = [item.value.name, *(node.name for node in item.value.nodes.values())]
    texts = [item.key, *(text for name in names for text in (name.zh, name.en))]
    return all(any(word in text.casefold() for text in texts) for word in asked.casefold().split())
