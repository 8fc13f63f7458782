"""The commands of the front door: what may be done, checked under the lock, then played."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import guards, models, rows, settling
from tongban.engines.processes.command import Command, command
from tongban.engines.processes.errors import AlreadyDone, Held, NotFound, ProcessError
from tongban.engines.processes.facts import Step
from tongban.engines.processes.game import Game, begun
from tongban.engines.processes.graph import Graph, Node
from tongban.engines.processes.host import Call, Task
from tongban.engines.processes.marking import Note
from tongban.engines.processes.store import Record
from tongban.engines.processes.wiring import key_of

LONGEST_KEY = 120


def start(
    *, host: str, definition: tuple[str, str], graph: Graph, business_key: str, data: Mapping[str, Any], by: str,
    at: dt.datetime, message: str, signal: str,
) -> Step:  # fmt: skip
    if not business_key or len(business_key) > LONGEST_KEY:
        raise ProcessError(_("A process needs a business key of 1 to {most} characters."), most=LONGEST_KEY)
    key, version = definition
    entry = begun(graph, signal, "signal") if signal else begun(graph, message)
    record = Record(0, host, key, version, business_key, None, None, 1, 0, {})
    try:
        with command(business_key, by, at) as running:
            running.begin(record, entry, data)
    except IntegrityError:
        _refuse_second_start(record)
        raise
    return running.step(record)


def _refuse_second_start(record: Record) -> None:
    same = models.Instance.objects.filter(business_key=record.business_key, host=record.host_name, key=record.key)
    found = same.filter(parent=None).first()
    if found is not None:
        raise AlreadyDone(by=found.started_by, at=found.started, how="started")


def _key_of(call: int) -> str:
    found = rows.select(models.Call, ("business_key",), {"id": call})
    if not found:
        raise NotFound(_("There is no service call {number}."), number=call)
    return str(found[0][0])


def complete(*, task: int, patch: Mapping[str, Any], by: str, at: dt.datetime) -> Step:
    sought = settling.Sought(task)
    with command(sought.key, by, at) as running:
        held = _held(sought, by)
        record = running.record(held.instance)
        guards.workable(record, held)
        _check_patch(record.graph.nodes[held.element], patch)
        settling.close_task(record, held, "done", by, at)
        running.play(record, lambda game: game.finish(held.token, patch))
    return running.step(record)


def _held(sought: settling.Sought, by: str) -> settling.OpenTask:
    """An open task that nobody else holds."""
    held = sought.open()
    if held.assignee not in ("", by):
        raise Held(by=held.assignee)
    return held


def _check_patch(node: Node, patch: Mapping[str, Any]) -> None:
    strangers = sorted(set(patch) - set(node.writes))
    if node.writes and not node.outputs and strangers:
        raise ProcessError(
            _("{element} writes {known} only, not {strangers}."),
            element=f"{node.name} ({node.id})",
            known=", ".join(node.writes),
            strangers=", ".join(strangers),
        )


def claim(*, task: int, by: str, at: dt.datetime) -> Task:
    sought = settling.Sought(task)
    with command(sought.key, by, at) as running:
        return _hand(running, _held(sought, by), by, "claimed")


def release(*, task: int, by: str, at: dt.datetime) -> Task:
    sought = settling.Sought(task)
    with command(sought.key, by, at) as running:
        held = _held(sought, by)
        guards.own(held)
        return _hand(running, held, "", "released")


def assign(*, task: int, assignee: str, by: str, at: dt.datetime) -> Task:
    sought = settling.Sought(task)
    with command(sought.key, by, at) as running:
        return _hand(running, sought.open(), assignee, "assigned")


def _hand(running: Command, held: settling.OpenTask, assignee: str, kind: str) -> Task:
    record = running.record(held.instance)
    if held.assignee != assignee:
        rows.update(models.Task, {"assignee": assignee, "owner": ""}, {"id": held.id})
        record.notes.append(Note(kind, held.element, data={"task": held.id, "assignee": assignee}))
    return settling.held_task(record, replace(held, assignee=assignee, owner=""))


def message(
    *, business_key: str, name: str, data: Mapping[str, Any], by: str, at: dt.datetime, correlation: str
) -> Step | None:
    with command(business_key, by, at) as running:
        sought = {
            "business_key": business_key, "due": None, "kind": "message", "message": name, "correlation": correlation,
        }  # fmt: skip
        found = rows.select(models.Wait, ("instance_id", "token", "element", "trigger"), sought)
        if not found:
            return None
        instance, token, element, place = found[0]
        record = running.record(instance)
        running.play(record, lambda game: game.fire(token, key_of(element, place), data))
    return running.step(record)


def _open_call(number: int, *states: str) -> models.Call:
    row = models.Call.objects.select_related("instance").get(pk=number)
    if row.state not in states:
        raise AlreadyDone(by="system", at=row.settled or row.requested, how=row.state)
    return row


def finish_call(*, call: int, patch: Mapping[str, Any], at: dt.datetime) -> Step:
    with command(_key_of(call), "system", at) as running:
        row = _open_call(call, "requested", "failed")
        record = running.record(row.instance_id)
        models.Call.objects.filter(pk=call).update(state="done", settled=at, error="")
        running.play(record, lambda game: game.finish(row.token, patch))
    return running.step(record)


def fail_call(*, call: int, error: str, at: dt.datetime) -> Step:
    with command(_key_of(call), "system", at) as running:
        row = _open_call(call, "requested")
        record = running.record(row.instance_id)
        record.notes.append(Note("failed", row.element, data={"error": error}))
        models.Call.objects.filter(pk=call).update(state="failed", settled=at, error=error[:500])
        running.play(record, lambda game: game.fail(row.token, error))
    return running.step(record)


def retry_call(*, call: int, by: str, at: dt.datetime) -> Call:
    with command(_key_of(call), by, at) as running:
        row = _open_call(call, "failed")
        row.state, row.settled, row.error, row.attempts = "requested", None, "", row.attempts + 1
        row.save(update_fields=["state", "settled", "error", "attempts"])
        record = running.record(row.instance_id)
        record.notes.append(Note("retried", row.element))
        found = settling.call_of(row)
        record.host.call_requested(found, at)
        return found


def skip(*, business_key: str, key: str, instead: Mapping[str, Any], by: str, at: dt.datetime) -> int:
    with command(business_key, by, at) as running:
        found = [one for one in running.records.values() if one.key == key and one.parent and one.status == "running"]
        for record in found:
            if record.suspended:
                raise guards.Suspended
            running.skip(record, instead)
    return len(found)


def cancel(*, business_key: str, by: str, at: dt.datetime, reason: str) -> int:
    with command(business_key, by, at) as running:
        ending = list(running.records.values())
        for record in ending:
            if record.status == "running":
                record.notes.append(Note("cancelled", "", data={"reason": reason}))
                running.play(record, Game.cancel)
    return len(ending)
