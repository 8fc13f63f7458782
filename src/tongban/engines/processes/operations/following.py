"""What a completion has put down since, read from its lines of history: the tokens whose taking away undoes it.

It can be undone when it moved nothing but its own token: no join fired, no service was asked, no sub-process ended, and
what it opened is still untouched.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import models
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.graph import CALLS, Graph, Node
from tongban.engines.processes.marking import ROOT, Token
from tongban.engines.processes.store import Record

AT_ONCE = frozenset({"task", "manualTask", "scriptTask"})
BEGUN = _("What followed has begun already. Ask for the work to be sent back instead.")
NEVER = _("This step cannot be taken back. Ask for the work to be sent back instead.")
PASSED = _("The process has moved on. Ask for the work to be sent back instead.")


class TooLate(ProcessError):  # noqa: N818 (it names what happened)
    """What followed has been begun, or cannot be undone."""


def followed(record: Record, line: models.History) -> tuple[int, list[int]]:
    """The scope in which the activity of a line stood that says it was over, and the tokens put down by what the same
    act did after it. Raises TooLate.
    """
    same = models.History.objects.filter(instance=record.id, at=line.at, by=line.by, pk__gt=line.pk)
    after = list(same.order_by("id").values_list("kind", "element", "flow"))
    graph, tokens = record.graph, record.loaded().tokens
    _harmless(graph, after)
    entered = Counter(element for kind, element, _flow in after if kind == "entered")
    left = {line.element} | {element for kind, element, _flow in after if kind != "entered"}
    parent = _parent(graph, tokens, line.element)
    gone = [number for element, count in entered.items() for number in _fresh(record, line.at, parent, element, count)]
    gone += [token.id for token in tokens.values() if _parked(graph, token, parent, left)]
    return parent, gone


def untouched(record: Record, element: str, since: dt.datetime) -> list[models.Task]:
    """The tasks of an element that were opened since. Raises TooLate when somebody has begun one of them."""
    opened = list(models.Task.objects.filter(instance=record.id, element=element, created__gte=since))
    if any(one.state == "done" or one.assignee for one in opened):
        raise TooLate(BEGUN)
    return opened


def _harmless(graph: Graph, lines: list[tuple[str, str, str]]) -> None:
    """Raises TooLate when a completion did more than move its own token."""
    passed = Counter(element for kind, element, _flow in lines if kind == "passed")
    for kind, element, _flow in lines:
        node = graph.nodes.get(element)
        if node is None or not _undone(node, kind, passed[element]):
            raise TooLate(BEGUN)


def _undone(node: Node, kind: str, times: int) -> bool:
    """Whether what happened at a node can be undone by taking tokens away."""
    if kind == "passed":
        return times == 1 or len(node.incoming) == 1  # a join that fired has taken the tokens of others too
    if kind == "entered":
        return node.kind not in CALLS and node.kind != "callActivity"  # a service may have acted already
    return kind == "completed" and node.kind in AT_ONCE


def _parent(graph: Graph, tokens: Mapping[int, Token], element: str) -> int:
    """The token that holds the scope of the element. Raises TooLate when there are several, or it has ended."""
    scope = graph.nodes[element].scope
    if not scope:
        return ROOT
    holders = [token.id for token in tokens.values() if token.node == scope and token.rounds is None]
    if len(holders) != 1:
        raise TooLate(NEVER)
    return holders[0]


def _fresh(record: Record, since: dt.datetime, parent: int, element: str, count: int) -> list[int]:
    """The tokens that were put on an element by the completion, untouched since. Raises TooLate."""
    found = [one for one in record.loaded().tokens.values() if (one.node, one.parent) == (element, parent)]
    numbers = {one.id for one in found} | {
        one.id for one in record.loaded().tokens.values() if one.parent in {host.id for host in found}
    }
    opened = untouched(record, element, since)
    whole = len(found) == (count if not any(one.rounds for one in found) else 1)
    there = record.graph.nodes[element].kind != "userTask" or any(one.token in numbers for one in opened)
    if not whole or not there:
        raise TooLate(BEGUN)
    return [one.id for one in found]


def _parked(graph: Graph, token: Token, parent: int, left: set[str]) -> bool:
    flow = graph.flows.get(token.flow)
    return token.parent == parent and not token.waiting and flow is not None and flow.source in left
