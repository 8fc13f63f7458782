"""What the pages of processes share: the model asked for, its draft, its picture, its steps in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tongban.channels.desk.views import drafting
from tongban.engines.processes import api as processes
from tongban.governance.drafts.api import DraftView
from tongban.governance.performance import api as performance
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item
from tongban.services.cases import api as cases
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

KIND = "processes"
KINDS = {
    "task": gettext_lazy("step"),
    "userTask": gettext_lazy("step of a person"),
    "manualTask": gettext_lazy("step on paper"),
    "serviceTask": gettext_lazy("step of the system"),
    "scriptTask": gettext_lazy("computation"),
    "businessRuleTask": gettext_lazy("decision by a rule"),
    "sendTask": gettext_lazy("message sent"),
    "receiveTask": gettext_lazy("message awaited"),
    "callActivity": gettext_lazy("another process"),
    "subProcess": gettext_lazy("group of steps"),
    "transaction": gettext_lazy("transaction"),
    "sequenceFlow": gettext_lazy("way"),
}


STEPS = frozenset(KINDS) - {"sequenceFlow"}


@dataclass(frozen=True)
class StepLine:
    """A step in words: who does it and within which time."""

    id: str
    name: str
    kind: str
    who: str
    limit: str


def process_of(key: str, version: str = "") -> Item:
    """A version of a process, the one in force when none is named. Raises Http404."""
    try:
        return declarations.pinned(KIND, key, version) if version else declarations.current(KIND, key)
    except LookupError:
        raise Http404(key) from None


def title_of(item: Item) -> str:
    """The name of a process in the page's language."""
    return str(item.value.name) or item.key


def name_of(found: DraftView) -> str:
    """What the process of a draft is called: as in force, a wholly new one as its text has it."""
    if found.base:
        return title_of(process_of(found.key))
    try:
        return str(processes.scene(found.text).name) or found.key
    except declarations.DeclarationError:
        return found.key


def draft_of(request: HttpRequest, key: str) -> DraftView | None:
    """The draft under way for whoever may change or publish the process; None when there is none. Raises Denied."""
    return drafting.draft_of(request, KIND, key)


@lru_cache(maxsize=1024)
def _findings(key: str, version: str) -> tuple[processes.Finding, ...]:
    return tuple(processes.check(declarations.pinned(KIND, key, version).value))


def findings_of(item: Item) -> tuple[processes.Finding, ...]:
    """What the check says of a published version, proved once: its text never changes."""
    return _findings(item.key, item.version)


def picture(
    drawn: processes.Graph | processes.Scene,
    marks: Mapping[str, processes.Mark] | None = None,
    anchor: str = "",
    *,
    current: Iterable[str] = (),
    done: Iterable[str] = (),
) -> SafeString:
    """The diagram in the page's language."""
    language = get_language() or "zh-hans"
    svg = processes.picture(drawn, current=current, done=done, marks=marks, language=language, anchor=anchor)
    return mark_safe(svg)  # noqa: S308 (the engine escapes every text of the model)


def links(key: str, *, by: Subject, at: dt.datetime) -> dict[str, str]:
    """Pages about a process that this official may open."""
    may = {
        "simulate": performance.may(performance.SIMULATE, by=by, at=at),
        "report": performance.may(performance.READ, by=by, at=at),
        "migrate": cases.may_migrate(by=by, at=at),
    }
    return {name: reverse(f"desk:process-{name}", args=[key]) for name, yes in may.items() if yes}


def steps(graph: processes.Graph) -> Iterator[StepLine]:
    """The steps in the order in which they can be reached."""
    posts = {one.code.rpartition(".")[2]: str(one.title) for one in authority.posts()}
    units = {one.code: str(one.name) for one in authority.units()}
    for node in graph.nodes.values():
        if node.kind not in STEPS:
            continue
        said = node.properties
        unit = units.get(said.get("unit", ""), "")
        names = [unit, *(posts.get(code.strip(), code.strip()) for code in said.get("post", "").split(",") if code)]
        done_by = " · ".join(name for name in names if name) or (_("the system") if said.get("operation") else "")
        limit = _limit(graph, said.get("due", ""), node.boundaries)
        yield StepLine(node.id, str(node.name) or node.id, str(KINDS[node.kind]), done_by, limit)


def _limit(graph: processes.Graph, due: str, boundaries: tuple[str, ...]) -> str:
    """What the model says of time: when a step is due, which clocks run beside it."""
    clocks = [graph.nodes[name].trigger.timer for name in boundaries]
    return ", ".join([due, *(clock.text for clock in clocks if clock is not None)]).strip(", ")
