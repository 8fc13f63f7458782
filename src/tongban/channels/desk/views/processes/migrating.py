"""Running cases moved to another version of their process: plan, preview, a second person, progress, result."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.channels.desk.views.processes.common import KIND, process_of, title_of
from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations
from tongban.kernel.web.api import number as whole
from tongban.services.cases import api as cases
from tongban.trust.authority.api import Denied, access, acting, permission

LONGEST, PAGE = 2_001, 50
EITHER = (permission("cases.migrate"), permission("cases.migrate-confirm"))


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": acting(request), "at": timezone.now()}


@access(*EITHER, methods=("GET", "POST"))
def migrate(request: HttpRequest, key: str) -> HttpResponse:
    """The versions of a process with what runs on them; with two of them chosen, the plan and its preview."""
    item, who = process_of(key), _who(request)
    asked = request.POST if request.method == "POST" else request.GET
    source, target = asked.get("source", "")[:64], asked.get("target", "")[:64]
    facts: dict[str, Any] = {"key": key, "title": title_of(item), "source": source, "target": target, "errors": []}
    if source and target:
        try:
            facts |= _plan(request, key, source, target, who)
        except cases.Incomplete as error:
            facts["errors"] = [{"id": "source", "message": str(error)}]
    if request.method == "POST" and "proposed" in request.POST and not facts["errors"]:
        try:
            return _propose(request, key, facts, who)
        except cases.Incomplete as error:
            facts["errors"] = [{"id": error.field, "message": str(error)}]
        except Denied as error:
            messages.error(request, str(error))
    running = processes.running(key)
    facts |= {
        "versions": [(one, running.get((key, one.version), 0)) for one in declarations.releases(KIND, key)],
        "found": cases.migrations(process=key, **who),
        "wrong": {one["id"]: one["message"] for one in facts["errors"]},
        "posted": request.POST,
    }
    return render(request, "desk/processes/migrate.html", facts, status=422 if facts["errors"] else 200)


def _plan(request: HttpRequest, key: str, source: str, target: str, who: dict[str, Any]) -> dict[str, Any]:
    """The mapping asked for, or the one suggested, with what it would do. Raises Incomplete."""
    mapping = cases.suggest_mapping(process=key, source=source, target=target, **who)
    old, new = process_of(key, source).value, process_of(key, target).value
    steps = processes.waiting(old)
    if request.method == "POST":
        chosen = {node.id: request.POST.get(f"to-{node.id}", "")[:LONGEST] for node in steps}
        kept = {one: other for one, other in mapping.items() if one not in chosen}
        mapping = kept | {one: other for one, other in chosen.items() if other}
    fitting: dict[str, list[Any]] = {}
    for node in processes.waiting(new):
        fitting.setdefault(node.kind, []).append(node)
    preview = cases.preview_migration(process=key, source=source, target=target, mapping=mapping, **who)
    reasons = [(cases.obstacle(one.obstacle), one.count, one.examples) for one in preview.reasons]
    rows = [(node, fitting.get(node.kind, []), mapping.get(node.id, "")) for node in steps]
    language = get_language() or "zh-hans"
    pictures = [processes.picture(one, language=language, anchor=f"{name}-") for name, one in (("o", old), ("n", new))]
    return {
        "mapping": mapping,
        "rows": rows,
        "preview": preview,
        "cannot": preview.looked - preview.can,
        "reasons": reasons,
        "old": mark_safe(pictures[0]),  # noqa: S308 (drawn and escaped by the process engine)
        "new": mark_safe(pictures[1]),  # noqa: S308 (the same)
    }


def _propose(request: HttpRequest, key: str, facts: dict[str, Any], who: dict[str, Any]) -> HttpResponse:
    reason = request.POST.get("reason", "")[:LONGEST].replace("\0", "")
    number = cases.propose_migration(
        process=key, source=facts["source"], target=facts["target"], mapping=facts["mapping"], reason=reason, **who
    )
    messages.success(request, _("The move waits for somebody else to confirm it. Nothing has moved yet."))
    return redirect("desk:process-migration", key, number)


@access(*EITHER, methods=("GET", "POST"))
def migration(request: HttpRequest, key: str, migration: int) -> HttpResponse:
    """A migration: confirmed or given up by a POST, otherwise how far it has come and which cases stayed."""
    item, who = process_of(key), _who(request)
    if request.method == "POST":
        return _settle(request, key, migration, who)
    found = next((one for one in cases.migrations(process=key, **who) if one.moving.id == migration), None)
    if found is None:
        raise Http404(key)
    after = whole(request.GET.get("after", ""), digits=18) or 0
    stayed = processes.stayed(migration=migration, after=after, limit=PAGE + 1)
    facts = {
        "key": key,
        "title": title_of(item),
        "changes": _changes(found.moving),
        "one": found.moving,
        "people": found,
        "total": found.moving.moved + found.moving.refused + found.moving.waiting,
        "done": found.moving.moved + found.moving.refused,
        "stayed": [(number, [cases.obstacle(one) for one in why]) for _line, number, why in stayed[:PAGE]],
        "after": stayed[PAGE - 1][0] if len(stayed) > PAGE else None,
        "second": found.moving.state == "proposed" and cases.may_confirm(migration=found.moving, **who),
    }
    return render(request, "desk/processes/migration.html", facts)


def _changes(moving: processes.Moving) -> list[tuple[str, str]]:
    """The steps that are called otherwise or have no counterpart in the new version."""
    old, new = (process_of(moving.key, one).value for one in (moving.source, moving.target))
    pairs = [(node, new.nodes.get(moving.mapping.get(node.id, ""))) for node in processes.waiting(old)]
    return [
        (str(node.name) or node.id, (str(other.name) or other.id) if other is not None else "—")
        for node, other in pairs
        if other is None or str(node.name or node.id) != str(other.name or other.id)
    ]


def _settle(request: HttpRequest, key: str, migration: int, who: dict[str, Any]) -> HttpResponse:
    try:
        if request.POST.get("verdict") == "confirm":
            cases.confirm_migration(migration=migration, **who)
            messages.success(request, _("The cases move now, one after another. This page says how far it has come."))
        elif request.POST.get("verdict") == "give-up":
            cases.cancel_migration(migration=migration, **who)
            messages.success(request, _("The move is given up. What has moved stays where it is."))
    except cases.NotFound:
        raise Http404(key) from None
    except (cases.CaseError, Denied) as error:
        messages.error(request, str(error))
    return redirect("desk:process-migration", key, migration)
