"""An ended process begins again at a step (重新办理), where a run of the model can stand with this step alone open.

What it knew stays. A step is offered with all that may come after it, so that the host can keep back what would do
something in the world twice.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import models, rows
from tongban.engines.processes.command import command
from tongban.engines.processes.errors import NotFound, ProcessError
from tongban.engines.processes.facts import Return, Step
from tongban.engines.processes.graph import Graph, Node
from tongban.engines.processes.host import graph_of
from tongban.engines.processes.marking import ROOT
from tongban.engines.processes.operations.common import note, written
from tongban.engines.processes.operations.hands import Hands
from tongban.engines.processes.reach import reachable


def beginnings_again(*, business_key: str, host: str) -> tuple[Return, ...]:
    """The user tasks at which the ended process of a business key can begin again, in the order of the model."""
    found = _ended(business_key, host)
    return _steps(graph_of(host, found.key, found.version)) if found is not None else ()


def _ended(business_key: str, host: str) -> models.Instance | None:
    rows_ = models.Instance.objects.filter(business_key=business_key, host=host, parent=None)
    if rows_.filter(ended=None).exists():
        return None
    return rows_.order_by("-id").first()


def _steps(graph: Graph) -> tuple[Return, ...]:
    tasks = [node for node in graph.children[""] if node.kind == "userTask" and not node.compensating]
    alone = [node for node in tasks if reachable(graph, "", [("node", node.id)])]
    return tuple(Return(node.id, node.name, (), _ahead(graph, node)) for node in alone)


def _ahead(graph: Graph, start: Node) -> frozenset[str]:
    """Everything to which a token on the step can come, what lies inside included."""
    found, todo = {start.id}, [start]
    while todo:
        node = todo.pop()
        leads = [graph.flows[flow].target for flow in node.outgoing]
        inside = [one.id for one in graph.children.get(node.id, ())]
        for name in (*leads, *inside, *node.boundaries, *([node.handler] if node.handler else [])):
            if name not in found:
                found.add(name)
                todo.append(graph.nodes[name])
    return frozenset(found)


def reopen(*, business_key: str, host: str, element: str, reason: str, by: str, at: dt.datetime) -> Step:
    """Lets the ended process begin again at one of `beginnings_again`; the reason is kept in its history.

    Raises NotFound when none has ended under this key, ProcessError for another element or without a reason.
    """
    words = written(reason)
    with transaction.atomic():
        found = _ended(business_key, host)
        if found is None:
            raise NotFound(_("No process has ended under {key}."), key=business_key)
        graph = graph_of(host, found.key, found.version)
        if element not in {one.element for one in _steps(graph)}:
            raise ProcessError(_("The process cannot begin again at {element}."), element=element)
        rows.update(models.Instance, {"status": "running", "error": "", "ended": None}, {"id": found.pk})
        with command(business_key, by, at) as running:
            record = running.record(found.pk)
            note(record, "reopened", element, reason=words, ended=found.status)
            game = Hands(record.graph, record.loaded(), at)
            game.put(ROOT, record.graph.nodes[element], "")
            running.take(record, game)
        return running.step(record)
