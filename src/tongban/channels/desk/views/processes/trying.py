"""Trying a draft: what a run does, click by click, on a clock of its own."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from tongban.channels.desk.views.drafting import gone, who
from tongban.channels.desk.views.processes.common import draft_of, name_of, picture
from tongban.channels.desk.views.processes.publishing import EITHER, PAGES
from tongban.engines.processes import api as processes
from tongban.governance.drafts import api as drafts
from tongban.governance.models import api as models
from tongban.kernel.web.api import BadInput, decode_json
from tongban.trust.authority.api import access

LONGEST = 20_000
EVENTS = {
    "entered": gettext_lazy("begins"),
    "completed": gettext_lazy("is done"),
    "cancelled": gettext_lazy("is stopped"),
    "thrown": gettext_lazy("is sent"),
    "caught": gettext_lazy("comes in"),
    "compensated": gettext_lazy("is undone"),
    "ended": gettext_lazy("ends"),
}
STATES = {
    "running": gettext_lazy("It is under way."),
    "completed": gettext_lazy("It has come to its end."),
    "terminated": gettext_lazy("It was ended."),
    "failed": gettext_lazy("It failed."),
}


@access(*EITHER, methods=("GET", "POST"))
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """The draft played from its start by the steps so far; a POST adds a step, or takes the last one back."""
    _by, at = who(request)
    found = draft_of(request, key)
    if found is None:
        return gone(request, PAGES, key)
    data = request.POST.get("start", "")[:LONGEST]
    played = _played(request, lambda steps: models.trial(text=found.text, process=key, script=steps, data=data, at=at))
    ran, fault = played.ran, played.fault
    facts = {
        "key": key,
        "title": name_of(found),
        "draft": found,
        "script": json.dumps(played.script),
        "start": data,
        "ran": ran,
        "state": STATES.get(ran.state, ran.state) if ran else "",
        "lines": [(name, EVENTS.get(event, event)) for event, name in ran.lines] if ran else [],
        "errors": [{"id": "", "message": fault}] if fault else [],
        "picture": _picture(found, ran) if ran else "",
        "typed": {name: request.POST.get(name, "")[:LONGEST] for name in ("data", "value")} if fault else {},
    }
    return render(request, "desk/processes/try.html", facts, status=422 if fault else 200)


def _picture(found: drafts.DraftView, ran: models.Trial) -> SafeString:
    return picture(processes.scene(found.text), current=[one.id for one in ran.waiting], done=ran.done)


@dataclass(frozen=True)
class Played:
    """A run of the steps that fit, and why the one asked for now does not."""

    script: list[Any]
    ran: models.Trial | None
    fault: str


def _played(request: HttpRequest, trial: Callable[[list[Any]], models.Trial]) -> Played:
    """A step that does not fit leaves the run where it was."""
    kept: list[Any] = []
    try:
        kept = _kept(request)
        script = _script(request, kept)
        return Played(script, trial(script), "")
    except (drafts.DraftError, BadInput) as error:
        return Played(kept, _again(kept, trial), str(error))


def _again(kept: list[Any], trial: Callable[[list[Any]], models.Trial]) -> models.Trial | None:
    with contextlib.suppress(drafts.DraftError):
        return trial(kept)
    return None


def _kept(request: HttpRequest) -> list[Any]:
    """The steps so far. Raises BadInput."""
    text = request.POST.get("script", "[]")[:LONGEST]
    kept = decode_json(text.encode(errors="replace") or b"[]", max_bytes=LONGEST * 4)
    return kept if isinstance(kept, list) else []


def _script(request: HttpRequest, kept: list[Any]) -> list[Any]:
    """The steps so far with what was asked for now. Raises BadInput."""
    act, value = request.POST.get("act", ""), request.POST.get("value", "").strip()[:200]
    given = request.POST.get("data", "").strip()[:LONGEST]
    if act == "undo":
        return kept[:-1]
    more: dict[str, Any] = {"data": decode_json(given.encode(errors="replace"), max_bytes=LONGEST * 4)} if given else {}
    if act.startswith("complete "):
        return [*kept, {"complete": act.removeprefix("complete ")} | more]
    if act in ("message", "signal", "advance") and value:
        return [*kept, {act: value} | (more if act == "message" else {})]
    return kept
