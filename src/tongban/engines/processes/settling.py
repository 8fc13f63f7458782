"""Tasks and calls as rows: opened, settled, handed out as facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import models, rows, timers, whole
from tongban.engines.processes.errors import AlreadyDone, NotFound
from tongban.engines.processes.graph import Timer
from tongban.engines.processes.host import Call, Host, Task, graph_of
from tongban.engines.processes.marking import Opened
from tongban.engines.processes.store import Record
from tongban.engines.processes.values import packed, unpacked

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
HELD = ("id", "instance_id", "token", "element", "assignee", "loop", "item", "created", "due", "owner")
SOUGHT = ("business_key", *HELD, "state", "done_by", "done_at")


def open_task(record: Record, opened: Opened, at: dt.datetime) -> Task:
    """Writes a task and the candidates that the host names."""
    token, node = opened.token, record.graph.nodes[opened.token.node]
    item = (token.local or {}).get(node.loop.item) if node.loop is not None else None
    text = node.properties.get("due", "")
    due = timers.due(Timer("duration", text, node.line), opened.variables, node.id, at).at if text else None
    row = {
        "instance_id": record.id,
        "business_key": record.business_key,
        "token": token.id,
        "element": token.node,
        "loop": token.loop,
        "item": packed(item),
        "assignee": "",
        "owner": "",
        "state": "open",
        "created": at,
        "due": due,
        "done_by": "",
    }
    number = rows.insert(models.Task, [row])[0]
    definition = record.key, record.version

    def fact(candidates: tuple[str, ...]) -> Task:
        return Task(
            number, node.id, node.name, record.id, record.business_key, definition, node.properties, candidates, "",
            at, due, "open", None, "", token.loop, item,
        )  # fmt: skip

    candidates = tuple(dict.fromkeys(record.host.task_created(fact(()), at)))
    rows.add(models.Candidate, [{"task_id": number, "reference": one, "open": True} for one in candidates])
    return fact(candidates)


def task_of(row: models.Task) -> Task:
    """A task as a fact; expects `instance` and `candidates` to be fetched with the row."""
    head = row.instance
    node = graph_of(head.host, head.key, head.version).nodes[row.element]
    return Task(
        row.pk, row.element, node.name, row.instance_id, row.business_key, (head.key, head.version), node.properties,
        tuple(one.reference for one in row.candidates.all()), row.assignee, row.created, row.due, row.state,
        row.done_at, row.done_by, row.loop, unpacked(row.item), row.owner,
    )  # fmt: skip


@dataclass(frozen=True)
class OpenTask:
    """What a command needs to know of a task before it touches anything."""

    id: int
    instance: int
    token: int
    element: str
    assignee: str
    loop: int | None
    item: Any
    created: Any
    due: Any
    owner: str = ""


class Sought:
    """The task of a command: it names the business key, and must still be open once that is locked."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._row: tuple[Any, ...] | None = None

    def key(self) -> str:
        """The business key, inside the command's transaction. Raises NotFound."""
        self._row = self._read()
        return str(self._row[0])

    def open(self) -> OpenTask:
        """The task under the lock. Raises AlreadyDone by whom, when and how."""
        if (
            self._row is None or whole.database().features.has_select_for_update
        ):  # SQLite had locked when it was first read
            self._row = self._read()
        _key, *held, state, done_by, done_at = self._row
        if state != "open":
            raise AlreadyDone(by=done_by, at=rows.moment(done_at) or NEVER, how=state)
        return OpenTask(*held)

    def _read(self) -> tuple[Any, ...]:
        found = rows.select(models.Task, SOUGHT, {"id": self.number})
        if not found:
            raise NotFound(_("There is no task {number}."), number=self.number)
        return found[0]


def open_row(number: int) -> OpenTask:
    """An open task. Raises NotFound, or AlreadyDone by whom, when and how."""
    return Sought(number).open()


def held_task(record: Record, held: OpenTask) -> Task:
    """The open task as a fact."""
    candidates = rows.select(models.Candidate, ("reference",), {"task_id": held.id})
    return _fact(record, held, tuple(one for (one,) in candidates))


def _fact(record: Record, held: OpenTask, candidates: tuple[str, ...]) -> Task:
    node = record.graph.nodes[held.element]
    created, due = rows.moment(held.created) or NEVER, rows.moment(held.due)
    return Task(
        held.id, node.id, node.name, record.id, record.business_key, (record.key, record.version), node.properties,
        candidates, held.assignee, created, due, "open", None, "", held.loop, unpacked(rows.decoded(held.item)),
        held.owner,
    )  # fmt: skip


def close_task(record: Record, held: OpenTask, state: str, by: str, at: dt.datetime) -> None:
    """Settles an open task as done or cancelled, and tells the host."""
    rows.update(models.Task, {"state": state, "done_by": by, "done_at": at}, {"id": held.id})
    if type(record.host).task_closed is Host.task_closed:  # nobody wants to know
        rows.update(models.Candidate, {"open": False}, {"task_id": held.id})
        return
    closed = rows.update(models.Candidate, {"open": False}, {"task_id": held.id}, returning=("id", "reference"))
    candidates = tuple(reference for _, reference in sorted(closed))
    task = replace(_fact(record, held, candidates), state=state, done_by=by, done_at=at)
    record.host.task_closed(task, at)


def drop_tasks(record: Record, token: int, by: str, at: dt.datetime) -> None:
    """Cancels what is open at a token."""
    found = rows.select(models.Task, HELD, {"instance_id": record.id, "token": token, "state": "open"})
    for row in found:
        close_task(record, OpenTask(*row), "cancelled", by, at)


def open_call(record: Record, opened: Opened, at: dt.datetime) -> Call:
    """Writes a service call and asks the host for it."""
    token, node = opened.token, record.graph.nodes[opened.token.node]
    row = {
        "instance_id": record.id,
        "business_key": record.business_key,
        "token": token.id,
        "element": token.node,
        "operation": node.properties.get("operation", ""),
        "inputs": packed(opened.inputs),
        "state": "requested",
        "error": "",
        "attempts": 1,
        "requested": at,
    }
    call = Call(
        rows.insert(models.Call, [row])[0], node.properties.get("operation", ""), record.business_key, record.id,
        node.id, opened.inputs, node.properties, "requested", at, 1,
    )  # fmt: skip
    record.host.call_requested(call, at)
    return call


def call_of(row: models.Call) -> Call:
    """A call as a fact; expects `instance` to be fetched with the row."""
    node = graph_of(row.instance.host, row.instance.key, row.instance.version).nodes[row.element]
    return Call(
        id=row.pk,
        operation=row.operation,
        business_key=row.business_key,
        instance=row.instance_id,
        element=row.element,
        inputs=unpacked(row.inputs),
        properties=node.properties,
        state=row.state,
        requested=row.requested,
        attempts=row.attempts,
        error=row.error,
    )
