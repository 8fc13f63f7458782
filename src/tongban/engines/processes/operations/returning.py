"""Sending work back (退回): to an earlier step through which every way has led, with a reason; what is known stays."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import returns as rules
from tongban.engines.processes import settling
from tongban.engines.processes.command import command
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.facts import Return, Step
from tongban.engines.processes.graph import Graph
from tongban.engines.processes.marking import Marking
from tongban.engines.processes.operations.common import held, key_of, note, peek, working, written
from tongban.engines.processes.operations.hands import Hands


def returns(*, task: int) -> tuple[Return, ...]:
    """Where an open task may be sent back to, nearest first. Raises NotFound, AlreadyDone."""
    found = settling.open_row(task)
    record = peek(found.instance)
    if record is None or record.suspended:
        return ()
    marking = record.loaded()
    if found.token not in marking.tokens:
        return ()
    return tuple(_fact(record.graph, marking, way) for way in rules.ways(record.graph, marking.tokens, found.token))


def _fact(graph: Graph, marking: Marking, way: rules.Way) -> Return:
    gone = [graph.nodes[marking.tokens[number].node] for number in way.cancelled]
    names = {node.id: node.name for node in gone}
    return Return(way.target.id, way.target.name, tuple(names.items()), rules.again(graph, way.target.id))


def send_back(*, task: int, to: str, reason: str, by: str, at: dt.datetime) -> Step:
    """Takes away everything that the target dominates and begins there again; the variables stay.

    Raises ProcessError for a target that `returns` does not list or without a reason, Held, AlreadyDone, Suspended.
    """
    words = written(reason)
    with command(key_of(task), by, at) as running:
        found = held(task, by)
        record = working(running, found)
        tokens = record.loaded().tokens
        way = next((one for one in rules.ways(record.graph, tokens, found.token) if one.target.id == to), None)
        if way is None:
            raise ProcessError(_("This step cannot be sent back to {element}."), element=to)
        parent = rules.host_of(tokens, found.token).parent
        gone = sorted({tokens[number].node for number in way.cancelled})
        data = {"from": found.element, "task": task, "reason": words, "cancelled": gone}
        note(record, "returned", way.target.id, **data)
        game = Hands(record.graph, record.loaded(), at)
        game.back(parent, way.target, way.cancelled)
        running.take(record, game)
    return running.step(record)
