"""Reading processes: the list, one process with its diagram, steps and versions, what differs between two versions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.channels.desk.views.drafting import who
from tongban.channels.desk.views.processes.common import (
    KIND,
    KINDS,
    findings_of,
    links,
    picture,
    process_of,
    steps,
    title_of,
)
from tongban.channels.desk.views.ratings import plain
from tongban.channels.desk.views.tables import day, sheet
from tongban.engines.processes import api as processes
from tongban.governance.drafts import api as drafts
from tongban.governance.models import api as models
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item
from tongban.trust.authority.api import OFFICIAL, access

HEAD = ("process", "title", "version", "changed_here", "in_force_since", "draft", "running", "findings")


def _listed(request: HttpRequest) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What was asked, and the processes that fit."""
    asked, show = plain(request.GET.get("q", "")), request.GET.get("show", "")
    releases, running, states = declarations.in_force(KIND), _totals(), drafts.under_way(kind=KIND)
    rows = [
        {
            "key": item.key,
            "title": title_of(item),
            "release": releases[item.key],
            "running": running.get(item.key, 0),
            "findings": findings_of(item),
            "draft": states.get(item.key, ""),
        }
        for item in declarations.current_all(KIND)
        if _fits(item, asked)
    ]
    kept = [row for row in rows if show not in ("running", "findings", "draft") or row[show]]
    fresh = [(key, state) for key, state in states.items() if key not in releases]
    return {"asked": asked, "show": show, "fresh": fresh}, kept


@access(OFFICIAL, methods=("GET",))
def all_processes(request: HttpRequest) -> HttpResponse:
    """Every process of the node with its version in force and what runs on it; `q` looks in names and steps, `show`
    keeps those that run, those with findings, or those with a draft.
    """
    asked, rows = _listed(request)
    by, at = who(request)
    facts = asked | {
        "rows": rows,
        "may_begin": drafts.may_edit(kind=KIND, key="", by=by, at=at),
    }
    return render(request, "desk/processes/processes.html", facts)


@access(OFFICIAL, methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    """The same list as CSV; no cell can be taken for a formula."""
    _asked, found = _listed(request)
    rows = (
        (
            row["key"], row["title"], row["release"].version, row["release"].amended,
            day(row["release"].since), row["draft"], row["running"], len(row["findings"]),
        )
        for row in found
    )  # fmt: skip
    return sheet("processes.csv", HEAD, rows)


def _totals() -> dict[str, int]:
    found: dict[str, int] = {}
    for (key, _version), count in processes.running().items():
        found[key] = found.get(key, 0) + count
    return found


def _fits(item: Item, asked: str) -> bool:
    names = [item.value.name, *(node.name for node in item.value.nodes.values())]
    texts = [item.key, *(text for name in names for text in (name.zh, name.en))]
    return all(any(word in text.casefold() for text in texts) for word in asked.casefold().split())


@access(OFFICIAL, methods=("GET",))
def process(request: HttpRequest, key: str) -> HttpResponse:
    """One process, in force or in an older version: diagram, steps, uses, versions with what runs on them."""
    by, at = who(request)
    made, releases = drafts.makers(kind=KIND, key=key), declarations.releases(KIND, key)
    if not releases and drafts.draft(kind=KIND, key=key) is not None:
        return redirect("desk:process-draft", key)  # a wholly new one: there is the draft only
    item = process_of(key, plain(request.GET.get("version", "")))
    running = processes.running(key)
    facts: dict[str, Any] = {
        "key": key,
        "title": title_of(item),
        "version": item.version,
        "release": next(one for one in releases if one.version == item.version),
        "versions": [
            (one, made.get(one.version), older, running.get((key, one.version), 0))
            for one, older in zip(releases, [*(before.version for before in releases[1:]), ""], strict=True)
        ],
        "picture": picture(item.value),
        "steps": list(steps(item.value)),
        "review": models.review(item.text, key),
        "uses": models.uses().get(key, ()),
        "links": links(key, by=by, at=at),
        "draft": drafts.draft(kind=KIND, key=key),
        "may_edit": drafts.may_edit(kind=KIND, key=key, by=by, at=at),
        "may_publish": drafts.may_publish(kind=KIND, by=by, at=at),
    }
    return render(request, "desk/processes/process.html", facts)


@access(OFFICIAL, methods=("GET",))
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """What changed from one published version to another, on the diagrams and element by element."""
    old, new = (process_of(key, plain(request.GET.get(name, ""))) for name in ("from", "to"))
    facts = {"key": key, "title": title_of(new), "old": old.version, "new": new.version}
    return render(request, "desk/processes/compare.html", facts | differences(old.text, new.text))


def differences(old: str, new: str) -> dict[str, Any]:
    """Both diagrams with what differs marked on them, and the differences."""
    found = models.compare(old, new)
    words = {"added": _("new"), "removed": _("removed"), "changed": _("changed")}

    def marks(*kinds: str, before: bool = False) -> dict[str, processes.Mark]:
        return {
            (before and one.was) or one.id: processes.Mark(words[one.kind], one.kind, f"{one.name}: {words[one.kind]}")
            for one in found.changes
            if one.kind in kinds
        }

    before, after = marks("removed", "changed", before=True), marks("added", "changed")
    return {
        "found": found,
        "rows": [(one, KINDS.get(one.element, one.element)) for one in found.changes],
        "before": picture(found.before, before, "before") if not found.same else "",
        "after": picture(found.after, after, "after") if not found.same else "",
    }


@access(OFFICIAL, methods=("GET",))
def bpmn(request: HttpRequest, key: str) -> HttpResponse:
    """The text itself, to be taken into the package."""
    item = process_of(key, plain(request.GET.get("version", "")))
    return attached(item.text, "application/xml", f"{key}.bpmn")


@access(OFFICIAL, methods=("GET",))
def svg(request: HttpRequest, key: str) -> HttpResponse:
    """The diagram as a file of its own, in the page's language."""
    item = process_of(key, plain(request.GET.get("version", "")))
    return attached(str(picture(item.value)), "image/svg+xml", f"{key}.svg")


def attached(text: str, kind: str, name: str) -> HttpResponse:
    """A text as a file to keep."""
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
