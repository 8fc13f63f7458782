"""Taking back one's own step (取回), while nobody has begun what followed.

What a completion did is read from the history: its lines share time and person. It can be undone when it moved nothing
but its own token: no join fired, no service was asked, no sub-process ended, and what it opened is still untouched.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import models
from tongban.engines.processes.command import command
from tongban.engines.processes.errors import NotFound, ProcessError
from tongban.engines.processes.facts import Step
from tongban.engines.processes.graph import CALLS, Graph, Node
from tongban.engines.processes.marking import ROOT, Token
from tongban.engines.processes.operations.common import key_of, note, peek
from tongban.engines.processes.operations.hands import Hands
from tongban.engines.processes.reach import doubts
from tongban.engines.processes.store import Record

AT_ONCE = frozenset({"task", "manualTask", "scriptTask"})


class TooLate(ProcessError):  # noqa: N818 (it names what happened)
    """What followed has been begun, or cannot be undone."""


def recall(*, task: int, by: str, at: dt.datetime) -> Step:
    """Takes a task back that one has completed: it is open again, with what was written. Raises TooLate."""
    with command(key_of(task), by, at) as running:
        row = models.Task.objects.get(pk=task)
        record = _record(running.records, row, by)
        parent, gone = _followed(record, row)
        node = record.graph.nodes[row.element]
        note(record, "recalled", row.element, task=task)
        game = Hands(record.graph, record.loaded(), at)
        game.back(parent, node, gone)
        if game.status != "running" or any(answer is False for _scope, answer in doubts(record.graph, game.tokens)):
            raise TooLate(_("The process has moved on. Ask for the work to be sent back instead."))
        running.take(record, game)
    return running.step(record)


def recallable(*, task: int, by: str) -> bool:
    """Whether a completed task may be taken back now; for looking only, the command checks again under the lock."""
    row = models.Task.objects.filter(pk=task).first()
    found = peek(row.instance_id) if row is not None else None
    if row is None or found is None:
        return False
    try:
        _followed(_record({found.id: found}, row, by), row)
    except ProcessError:
        return False
    return True


def _record(records: dict[int, Record], row: models.Task, by: str) -> Record:
    """The running instance of a task that this person has completed."""
    if row.state != "done" or row.done_by != by:
        raise ProcessError(_("Only a step that you completed yourself can be taken back."))
    record = records.get(row.instance_id)
    if record is None:
        raise NotFound(_("This process has ended, or there is none of this number: {number}."), number=row.instance_id)
    if record.suspended or row.loop is not None:
        raise TooLate(_("This step cannot be taken back. Ask for the work to be sent back instead."))
    return record


def _followed(record: Record, row: models.Task) -> tuple[int, list[int]]:
    """The scope in which the task stood, and the tokens that its completion put down. Raises TooLate."""
    same = models.History.objects.filter(instance=record.id, at=row.done_at or row.created, by=row.done_by)
    lines = list(same.order_by("id").values_list("kind", "element", "flow"))
    done = [
        place for place, (kind, element, _flow) in enumerate(lines) if (kind, element) == ("completed", row.element)
    ]
    if len(done) != 1:
        raise TooLate(_("The process has moved on. Ask for the work to be sent back instead."))
    graph, tokens = record.graph, record.loaded().tokens
    after = lines[done[0] + 1 :]
    _harmless(graph, after)
    entered = Counter(element for kind, element, _flow in after if kind == "entered")
    left = {row.element} | {element for kind, element, _flow in after if kind != "entered"}
    parent = _parent(graph, tokens, row.element)
    gone = [number for element, count in entered.items() for number in _fresh(record, row, parent, element, count)]
    gone += [token.id for token in tokens.values() if _parked(graph, token, parent, left)]
    return parent, gone


def _harmless(graph: Graph, lines: list[tuple[str, str, str]]) -> None:
    """Raises TooLate when a completion did more than move its own token."""
    passed = Counter(element for kind, element, _flow in lines if kind == "passed")
    for kind, element, _flow in lines:
        node = graph.nodes.get(element)
        if node is None or not _undone(node, kind, passed[element]):
            raise TooLate(_("What followed has begun already. Ask for the work to be sent back instead."))


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
        raise TooLate(_("This step cannot be taken back. Ask for the work to be sent back instead."))
    return holders[0]


def _fresh(record: Record, row: models.Task, parent: int, element: str, count: int) -> list[int]:
    """The tokens that were put on an element by the completion, untouched since. Raises TooLate."""
    found = [one for one in record.loaded().tokens.values() if (one.node, one.parent) == (element, parent)]
    numbers = {one.id for one in found} | {
        one.id for one in record.loaded().tokens.values() if one.parent in {host.id for host in found}
    }
    whole = len(found) == (count if not any(one.rounds for one in found) else 1)
    opened = models.Task.objects.filter(instance=record.id, element=element, created__gte=row.done_at)
    if any(one.state == "done" or one.assignee for one in opened) or not whole:
        raise TooLate(_("What followed has begun already. Ask for the work to be sent back instead."))
    if record.graph.nodes[element].kind == "userTask" and not opened.filter(token__in=numbers).exists():
        raise TooLate(_("What followed has begun already. Ask for the work to be sent back instead."))
    return [one.id for one in found]


def _parked(graph: Graph, token: Token, parent: int, left: set[str]) -> bool:
    flow = graph.flows.get(token.flow)
    return token.parent == parent and not token.waiting and flow is not None and flow.source in left
