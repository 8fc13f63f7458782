"""A script played: how a run begins, what each step does, how it stands at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.engines.processes import feel
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.game import Game, begun, entries
from tongban.engines.processes.graph import SCOPES, Graph, Node
from tongban.engines.processes.marking import Token
from tongban.engines.processes.runs.clock import Clock
from tongban.engines.processes.runs.steps import (
    Advance,
    Cancel,
    Complete,
    Leave,
    Message,
    Signal,
    Start,
    Step,
    StepError,
)
from tongban.engines.processes.runs.watching import Line
from tongban.engines.processes.runs.world import Instance, World

WORK = frozenset({"userTask", "serviceTask", "businessRuleTask", "sendTask"})
OPEN = WORK | {"receiveTask", "intermediateCatchEvent", "eventBasedGateway"}


@dataclass(frozen=True)
class Outcome:
    """How a run ended: what happened, its state (running, completed, terminated, failed), the elements that still
    wait, the data of the instance that a step started last, and why instances failed.
    """

    lines: tuple[Line, ...]
    state: str
    open: tuple[str, ...]
    data: Mapping[str, Any]
    errors: tuple[str, ...]


def play(
    graphs: Mapping[str, Graph],
    steps: list[Step],
    *,
    data: Mapping[str, Any],
    at: dt.datetime,
    wait: bool = False,
) -> Outcome:
    """Plays the steps over the processes of a file. `wait`: services and sent messages are completed by steps.

    Raises StepError for a step that names what the file does not have, EndlessError for a run that never rests.
    """
    run = _Run(World(graphs, data, at, wait))
    run.open(steps[0] if steps else None)
    for place, step in enumerate(steps, 1):
        try:
            run.step(step)
        except (StepError, ProcessError) as error:
            raise StepError(f"step {place}: {error}") from None
        run.world.settle()
    return run.outcome()


class _Run:
    def __init__(self, world: World) -> None:
        self.world = world
        try:
            self.clock = Clock(world)
        except ProcessError as error:
            raise StepError(str(error)) from None

    # The beginning

    def open(self, first: Step | None) -> None:
        """Starts the process of the file by itself, when the first step does not and there is only one way to."""
        if isinstance(first, Start) or self._starts(first):
            return
        called = {node.called[0] for graph in self.world.graphs.values() for node in graph.nodes.values()}
        plain = [graph for graph in self.world.graphs.values() if self._entry(graph)]
        free = [graph for graph in plain if graph.key not in called] or plain
        if len(free) > 1:
            names = ", ".join(graph.key for graph in free)
            raise StepError(f'the file has several processes ({names}): begin with {{"start": ID}}')
        for graph in free:
            self._begin(graph, self._entry(graph)[0])
            self.world.settle()

    def _starts(self, step: Step | None) -> bool:
        """Whether a step is a message or signal that begins a process of the file."""
        if not isinstance(step, Message | Signal):
            return False
        kind = "message" if isinstance(step, Message) else "signal"
        known = [
            trigger for graph in self.world.graphs.values() for node in entries(graph) for trigger in node.triggers
        ]
        return any(trigger.kind == kind and trigger.name == step.name for trigger in known)

    def _entry(self, graph: Graph) -> list[Node | None]:
        """Where a process begins by itself; empty when something must happen first."""
        for node in graph.entries(""):
            if node.trigger.kind == "conditional" and self._holds(graph, node):
                return [node]
        try:
            return [begun(graph, "")]
        except ProcessError:
            return []

    def _holds(self, graph: Graph, node: Node) -> bool:
        condition = node.trigger.condition
        game = Game(graph, Instance(0, graph).marking, self.world.now)
        try:
            return condition is not None and game.value(condition, self.world.data, node.id) is True
        except ProcessError:
            return False

    def _begin(self, graph: Graph, entry: Node | None) -> None:
        self.world.last = self.world.begin(graph, entry, self.world.data)

    # Steps

    def step(self, step: Step) -> None:
        if isinstance(step, Start):
            self._start(step.id)
        elif isinstance(step, Complete):
            self._complete(step)
        elif isinstance(step, Message | Signal):
            self._come(step)
        elif isinstance(step, Leave):
            self._leave(step)
        elif isinstance(step, Advance):
            self.clock.advance(step.span)
        elif isinstance(step, Cancel):
            for instance in self.world.instances:
                if instance.running and instance.caller is None:
                    self.world.play(instance, Game.cancel)

    def _start(self, name: str) -> None:
        graph = self.world.graphs.get(name)
        if graph is not None:
            self._begin(graph, (self._entry(graph) or entries(graph) or [None])[0])
            return
        for graph in self.world.graphs.values():
            for node in entries(graph):
                if node.id == name:
                    self._begin(graph, node)
                    return
        raise StepError(f"the file has no process and no start event {name[:80]!a}")

    def _come(self, step: Message | Signal) -> None:
        if isinstance(step, Signal):
            begun_now = self.world.signal(step.name, step.data)
        else:
            keys = {feel.text(value) for value in step.correlation.values()} or {""}
            begun_now = self.world.message(step.name, step.data, keys, step.correlation)
        self.world.last = begun_now[-1] if begun_now else self.world.last

    def _complete(self, step: Complete) -> None:
        found = self._find(step.task, WORK)
        if found is not None:
            instance, token = found
            self.world.play(instance, lambda game: game.finish(token.id, step.data))

    def _leave(self, step: Leave) -> None:
        found = self._find(step.at, None)
        if found is None:
            return
        instance, token = found
        if step.what == "error":
            self.world.play(instance, lambda game: game.fail(token.id, step.code, fatal=True))
        else:
            self.world.play(instance, lambda game: game.escalated(token.id, step.code))

    def _find(self, name: str, kinds: frozenset[str] | None) -> tuple[Instance, Token] | None:
        """The open activity of this id or else name that has waited longest."""
        for by_name in (False, True):
            for instance in self.world.instances:
                for token in _standing(instance):
                    node = instance.graph.nodes[token.node]
                    title = (node.name.zh, node.name.en) if by_name else (node.id,)
                    if name in title and (kinds is None or node.kind in kinds):
                        return instance, token
        return None

    # The end

    def outcome(self) -> Outcome:
        world = self.world
        tops = [instance for instance in world.instances if instance.caller is None]
        known = {"terminated" if one.marking.status == "cancelled" else one.marking.status for one in tops}
        state = next((one for one in ("failed", "running", "terminated") if one in known), "completed")
        waiting = [token.node for one in world.instances for token in _standing(one) if _waits(one, token)]
        shown = world.last.marking.data if world.last is not None else world.data
        errors = [one.marking.error or "no code" for one in tops if one.marking.status == "failed"]
        return Outcome(tuple(world.lines), state, tuple(waiting), shown, tuple(errors))


def _standing(instance: Instance) -> list[Token]:
    """The tokens that wait on nodes of a running instance, loops and instances one by one."""
    if not instance.running:
        return []
    return [one for one in instance.marking.tokens.values() if one.waiting and one.rounds is None and one.queue is None]


def _waits(instance: Instance, token: Token) -> bool:
    kind = instance.graph.nodes[token.node].kind
    return kind in OPEN and kind not in SCOPES
