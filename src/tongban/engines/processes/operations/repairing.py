"""Repair by an administrator: tokens moved and variables set by hand, with a reason, kept in the history with what was
before and what is after. A result that no run of the model can come to is refused unless it is wanted all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes.command import command
from tongban.engines.processes.errors import NotFound, ProcessError
from tongban.engines.processes.facts import Spot
from tongban.engines.processes.graph import Graph
from tongban.engines.processes.marking import ROOT, Marking
from tongban.engines.processes.operations.common import note, peek, written
from tongban.engines.processes.operations.hands import Hands
from tongban.engines.processes.reach import doubts
from tongban.engines.processes.values import packed

MOST = 50


class Doubtful(ProcessError):  # noqa: N818 (it names what happened)
    """After this no run of the model would stand as it does; `scopes` are where ("" is the process itself)."""

    def __init__(self, scopes: tuple[str, ...]) -> None:
        self.scopes = scopes
        super().__init__(
            _("No run of this process can stand like that. It may wait for ever or do work twice: {scopes}."),
            scopes=", ".join(one or "—" for one in scopes),
        )


@dataclass(frozen=True)
class Repair:
    """What is done by hand: tokens taken away by number, elements or flows on which one is put, variables that are set.
    Each put names the token that holds the scope (0 is the process).
    """

    take: tuple[int, ...] = ()
    put: tuple[tuple[str, int], ...] = ()
    variables: Mapping[str, Any] | None = None

    @property
    def size(self) -> int:
        return len(self.take) + len(self.put) + len(self.variables or {})


def spots(*, instance: int) -> tuple[Spot, ...]:
    """The tokens of an instance that has not ended, oldest first."""
    record = peek(instance)
    return _spots(record.graph, record.loaded()) if record is not None else ()


def _spots(graph: Graph, marking: Marking) -> tuple[Spot, ...]:
    tokens = sorted((one for one in marking.tokens.values() if one.done is None), key=lambda token: token.id)
    return tuple(
        Spot(one.id, one.parent, one.node, graph.nodes[one.node].name, graph.nodes[one.node].kind, waits=one.waiting)
        for one in tokens
    )


def repair(
    *, instance: int, what: Repair, reason: str, by: str, at: dt.datetime, anyway: bool = False
) -> tuple[Spot, ...]:
    """Carries out a repair and returns the tokens that stand afterwards.

    Raises Doubtful unless `anyway`, NotFound, ProcessError for what cannot be put or set.
    """
    words = written(reason)
    if not 0 < what.size <= MOST:
        raise ProcessError(_("Say what is to be repaired."))
    packed(dict(what.variables or {}))
    found = peek(instance)
    if found is None:
        raise NotFound(_("This process has ended, or there is none of this number: {number}."), number=instance)
    with command(found.business_key, by, at) as running:
        record = running.record(instance)
        before = record.loaded()
        game = Hands(record.graph, before, at)
        _play(game, what)
        if game.status == "running" and not game.tokens:
            raise ProcessError(_("This would leave nothing to do in the process. End it instead."))
        ended = game.status != "running"
        wrong = () if ended else tuple(one for one, answer in doubts(record.graph, game.tokens) if answer is False)
        if wrong and not anyway:
            raise Doubtful(wrong)
        note(
            record, "repaired", "", reason=words, doubtful=list(wrong),
            before=_shown(before, what), after=_shown(game.marking, what),
        )  # fmt: skip
        running.take(record, game)
    return _spots(record.graph, game.marking)


def _play(game: Hands, what: Repair) -> None:
    game.data.update(what.variables or {})
    for number in what.take:
        if number not in game.tokens:
            raise NotFound(_("There is no token {number} in this process any more."), number=number)
        game.take(number)
    for element, parent in what.put:
        scope, target, flow = _place(game.graph, element)
        if (parent == ROOT) != (scope == "") or (parent != ROOT and _scope_at(game, parent) != scope):
            raise ProcessError(
                _("{element} is inside a sub-process; put a token on that first, and name it."), element=element
            )
        game.put(parent, game.graph.nodes[target], flow)


def _place(graph: Graph, element: str) -> tuple[str, str, str]:
    """Scope, node and flow of what is named: a node, or a flow by which a token arrives at its target."""
    if element in graph.flows:
        target = graph.flows[element].target
        return graph.nodes[target].scope, target, element
    node = graph.nodes.get(element)
    if node is None or node.kind in ("startEvent", "boundaryEvent") or node.compensating:
        raise ProcessError(_("No token can be put on {element}."), element=element)
    if node.kind in ("parallelGateway", "inclusiveGateway") and len(node.incoming) > 1:
        raise ProcessError(_("{element} joins several ways. Name the flow by which the token comes."), element=element)
    return node.scope, node.id, ""


def _scope_at(game: Hands, number: int) -> str | None:
    token = game.tokens.get(number)
    return token.node if token is not None and token.rounds is None else None


def _shown(marking: Marking, what: Repair) -> dict[str, Any]:
    """Where tokens stand and what the named variables are, for the history."""
    names = sorted(what.variables or {})
    return {
        "tokens": [[token.id, token.node] for token in marking.tokens.values()],
        "variables": {name: marking.data.get(name) for name in names},
    }
