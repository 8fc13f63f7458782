"""The process host: gives the engine what it cannot know of cases, inside the engine's transaction.

Properties of user tasks (namespace https://tongban.dev/bpmn):
  act   accept, examine, inspect, decide, or do (anything else that a clerk confirms)
  part  the offer of the matter, in the process of a life event; needless where a part's own process is called
  unit  the unit that works, when it is not the matter's; an inspection over a list of units works without it
  post  the post in that unit whose holders are candidates; without it everybody in the unit
  form  a form of the desk for findings
  as    the name under which the act's result is written, instead of accepted, examined, passed, outcome, done
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import falling, holding, routing
from tongban.services.cases.events import OperationRequested, ProcessMigrated, ProcessMoved
from tongban.services.cases.graphs import graph_of
from tongban.services.cases.models import Case, Matter, Work
from tongban.services.offers import api as offers
from tongban.services.proceedings import api as proceedings
from tongban.trust.authority import api as authority

NAME = "cases"
ACTS = ("accept", "examine", "inspect", "decide", "do")


class CaseHost(processes.Host):
    """Tasks become work at a desk, service calls become operations, the end of the process closes the case."""

    def graph(self, key: str, version: str | None) -> tuple[processes.Graph, str]:
        known = version or declarations.current("processes", key).version
        return graph_of(key, known), known

    def passed_over(self, business_key: str, key: str) -> Mapping[str, Any] | None:
        return falling.passed_over(business_key, key)

    def task_created(self, task: processes.Task, at: dt.datetime) -> tuple[str, ...]:
        case = Case.objects.get(number=task.business_key)
        matter = matter_of(case, task.properties, task.definition[0])
        unit = authority.unit(unit_of(case, matter, task))
        usual = candidates_of(unit.code, task.properties.get("post", ""))
        candidates = routing.routed(case, matter, task, unit.code, usual, at)
        Work.objects.create(
            task=task.id,
            case=case,
            matter=matter,
            element=task.element,
            act=task.properties.get("act", "do"),
            name_zh=task.name.zh,
            name_en=task.name.en,
            unit=unit.code,
            unit_path=unit.path,
            candidates=list(candidates),
            properties=dict(task.properties),
            created=at,
        )
        moved(task.business_key, at)
        return candidates

    def task_closed(self, task: processes.Task, at: dt.datetime) -> None:
        Work.objects.filter(task=task.id).delete()
        moved(task.business_key, at)

    def task_moved(self, task: processes.Task, at: dt.datetime) -> None:
        del at
        rows = Work.objects.filter(task=task.id)
        rows.update(
            element=task.element,
            act=task.properties.get("act", "do"),
            name_zh=task.name.zh,
            name_en=task.name.en,
            candidates=list(task.candidates),
            properties=dict(task.properties),
            assignee=task.assignee,
            owner=task.owner,
        )

    def migrated(self, business_key: str, definition: tuple[str, str], instance: int, at: dt.datetime) -> None:
        del instance
        outbox.publish(ProcessMigrated(business_key, *definition), at=at)

    def call_requested(self, call: processes.Call, at: dt.datetime) -> None:
        outbox.publish(OperationRequested(call.id, call.business_key, call.operation), at=at)

    def thrown(self, sent: processes.Sent, at: dt.datetime) -> None:
        proceedings.thrown(sent, at)

    def ended(self, business_key: str, at: dt.datetime) -> None:
        lock = holding.lock_of(business_key)
        if lock is not None:
            lock.ended = True
        else:
            outbox.publish(ProcessMoved(business_key, ended=True), at=at)


def moved(number: str, at: dt.datetime) -> None:
    """A process moved by itself: the copies for the desk are written once its transaction is over."""
    if holding.lock_of(number) is None:
        outbox.publish(ProcessMoved(number, ended=False), at=at)


def matter_of(case: Case, properties: object, process: str) -> Matter | None:
    """The matter that a task or call belongs to: the named part, the part whose process runs, or the only one."""
    part = properties.get("part", "") if hasattr(properties, "get") else ""
    matters = list(Matter.objects.filter(case=case).order_by("position"))
    if part:
        found = next((one for one in matters if one.offer == part), None)
        if found is None:
            raise LookupError(f"offers/{case.offer} has no part {part!r}; it has {', '.join(m.offer for m in matters)}")
        return found
    if len(matters) == 1:
        return matters[0]
    if process != case.process:
        return next((one for one in matters if offers.offer(one.offer, one.offer_version).process == process), None)
    return None


def unit_of(case: Case, matter: Matter | None, task: processes.Task) -> str:
    """The code of the unit that a task is for."""
    named = task.properties.get("unit", "")
    item = task.item if isinstance(task.item, str) else ""
    return named or item or (matter.unit if matter else case.unit)


def candidates_of(unit: str, post: str) -> tuple[str, ...]:
    """Who may do it: the holders of a post of the unit, or everybody in it. Raises LookupError for an unknown post."""
    if not post:
        return (authority.unit_ref(unit),)
    known = {one.code for one in authority.posts(under=unit) if one.unit == unit}
    for code in offers.spellings(unit, post):
        if code in known:
            return (authority.post_ref(code),)
    raise LookupError(f"unit {unit} has no post {post!r}; it has {', '.join(sorted(known)) or 'none'}")


def name_of(case: Case, call: processes.Call) -> tuple[str, str]:
    """The title of the service task that made a call, in both languages."""
    for running in processes.state(case.number):
        if running.instance == call.instance:
            node = running.graph.nodes[call.element]
            return node.name.zh, node.name.en
    return call.operation, call.operation
