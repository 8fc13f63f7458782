"""One instance moved to another version: its variables, tokens, tasks, calls and timers go with it.

A task keeps its candidates and who holds it, a timer that the new version still has keeps its due time; what the new
version does not wait for any more is dropped, and what it newly waits for begins now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tongban.engines.processes import models, rows, settling
from tongban.engines.processes.command import Command
from tongban.engines.processes.graph import Graph
from tongban.engines.processes.marking import Note, Token
from tongban.engines.processes.moving.mapping import Obstacle, armed_as, carried, fresh
from tongban.engines.processes.operations.hands import Hands
from tongban.engines.processes.settling import HELD, OpenTask
from tongban.engines.processes.store import Record
from tongban.engines.processes.timers import Due

Keys = Mapping[str, str]


def carry(running: Command, record: Record, version: str, graph: Graph, mapping: Keys) -> tuple[Obstacle, ...]:
    """Moves a locked instance, or says why it cannot move; then nothing has changed."""
    old, before = record.graph, record.loaded()
    tokens, obstacles = carried(old, graph, mapping, before.tokens)
    if obstacles:
        return obstacles
    news = {token.id: fresh(old, graph, mapping, token) for token in before.tokens.values()}
    _keep_waits(record, old, graph, mapping)
    _rename(record, mapping)
    source, record.version = record.version, version
    record.notes.append(Note("migrated", "", data={"from": source, "to": version}))
    game = Hands(graph, replace(before, tokens=tokens), running.at)
    for number, events in news.items():
        for event in events:
            game.arm(number, event)
    running.take(record, game)
    rows.update(models.Instance, {"version": version}, {"id": record.id})
    _retell(running, record)
    record.host.migrated(record.business_key, (record.key, version), record.id, running.at)
    return ()


def _keep_waits(record: Record, old: Graph, new: Graph, mapping: Keys) -> None:
    """The due times of timers whose element is called otherwise now, and the names of messages that are."""
    for row in models.Wait.objects.filter(instance=record.id):
        spot = f"{row.element} {row.trigger}" if row.trigger else row.element
        token: Token = record.loaded().tokens[row.token]
        kept = armed_as(old, new, mapping, token, spot)
        if kept is not None and kept != spot and row.due is not None:
            record.due[row.token, kept] = Due(row.due, row.left)
        if kept == spot and row.due is None and new.nodes[row.element].triggers:
            name = new.nodes[row.element].triggers[row.trigger].name
            rows.update(models.Wait, {"message": name}, {"id": row.pk})


def _rename(record: Record, mapping: Keys) -> None:
    """Open tasks and calls stand on their new elements."""
    renamed = {old: new for old, new in mapping.items() if old != new}
    for model, states in ((models.Task, ["open"]), (models.Call, ["requested", "failed"])):
        found = rows.select(model, ("id", "element"), {"instance_id": record.id, "state": states})
        for number, element in found:
            if element in renamed:
                rows.update(model, {"element": renamed[element]}, {"id": number})


def _retell(running: Command, record: Record) -> None:
    for row in rows.select(models.Task, HELD, {"instance_id": record.id, "state": "open"}):
        record.host.task_moved(settling.held_task(record, OpenTask(*row)), running.at)
