"""Tasks and calls as rows: opened, settled, handed out as facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from tongban.engines.processes import models, rows, timers
from tongban.engines.processes.graph import Timer
from tongban.engines.processes.host import Call, Task, graph_of
from tongban.engines.processes.marking import Opened
from tongban.engines.processes.store import Record
from tongban.engines.processes.values import packed, unpacked


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
        "state": "open",
        "created": at,
        "due": due,
        "done_by": "",
    }
    task = Task(
        rows.insert(models.Task, [row])[0], node.id, node.name, record.id, record.business_key,
        (record.key, record.version), node.properties, (), "", at, due, "open", None, "", token.loop, item,
    )  # fmt: skip
    candidates = tuple(dict.fromkeys(record.host.task_created(task, at)))
    rows.insert(models.Candidate, [{"task_id": task.id, "reference": one, "open": True} for one in candidates])
    return replace(task, candidates=candidates)


def task_of(row: models.Task) -> Task:
    """A task as a fact; expects `instance` and `candidates` to be fetched with the row."""
    node = graph_of(row.instance.host, row.instance.key, row.instance.version).nodes[row.element]
    return Task(
        id=row.pk,
        element=row.element,
        name=node.name,
        instance=row.instance_id,
        business_key=row.business_key,
        definition=(row.instance.key, row.instance.version),
        properties=node.properties,
        candidates=tuple(one.reference for one in row.candidates.all()),
        assignee=row.assignee,
        created=row.created,
        due=row.due,
        state=row.state,
        done_at=row.done_at,
        done_by=row.done_by,
        loop=row.loop,
        item=unpacked(row.item),
    )


def close_tasks(record: Record, closing: Iterable[models.Task], state: str, by: str, at: dt.datetime) -> None:
    """Settles open tasks as done or cancelled, and tells the host of each."""
    for row in closing:
        row.state, row.done_by, row.done_at = state, by, at
        rows.update(models.Task, {"state": state, "done_by": by, "done_at": at}, {"id": row.pk})
        rows.update(models.Candidate, {"open": False}, {"task_id": row.pk})
        record.host.task_closed(task_of(row), at)


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
