"""Several instances of the processes of one file, the messages between them, and their virtual clock."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tongban.engines.processes import timers
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.game import Game, begun, entries
from tongban.engines.processes.graph import Graph, Node
from tongban.engines.processes.marking import Armed, Dropped, Effect, Ended, Escalated, Marking, Opened, Thrown, Token
from tongban.engines.processes.runs.watching import Line, Watched
from tongban.engines.processes.timers import Due
from tongban.engines.processes.wiring import key_of, place_of, spots, wiring

MAX_FOLLOWING = 10_000
MAX_LINES = 1_000_000
MAX_DEPTH = 100


class EndlessError(Exception):
    """A run that would never come to rest."""


@dataclass(eq=False)
class Instance:
    """One running or ended process of the run. `caller` is the instance and token of the call activity above it."""

    number: int
    graph: Graph
    marking: Marking = field(default_factory=Marking)
    caller: tuple[Instance, int] | None = None
    due: dict[tuple[int, str], Due] = field(default_factory=dict)

    @property
    def running(self) -> bool:
        return self.marking.status == "running"

    def trigger(self, key: str) -> tuple[Node, Any]:
        return wiring(self.graph).trigger(key)


@dataclass
class World:
    """The processes of a file, and everything that runs. `data` is what each instance begins with."""

    graphs: Mapping[str, Graph]
    data: Mapping[str, Any]
    now: dt.datetime
    wait: bool = False
    lines: list[Line] = field(default_factory=list)
    instances: list[Instance] = field(default_factory=list)
    last: Instance | None = None
    following: deque[Callable[[], None]] = field(default_factory=deque)
    arrived: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    # Instances

    def begin(
        self,
        graph: Graph,
        entry: Node | None,
        data: Mapping[str, Any],
        caller: tuple[Instance, int] | None = None,
    ) -> Instance:
        """One more instance."""
        found = Instance(len(self.instances) + 1, graph, caller=caller)
        self.instances.append(found)
        self.play(found, lambda game: game.start(entry, data))
        return found

    def play(self, instance: Instance, move: Callable[[Game], object]) -> None:
        """Plays one move; what its model cannot do makes the instance fail."""
        game = Watched(instance.graph, instance.marking, self.now, instance.number, self.lines)
        try:
            move(game)
        except ProcessError as error:
            game.abort(str(error))
        instance.marking = game.marking
        if len(self.lines) > MAX_LINES:
            raise EndlessError(f"this run gives more than {MAX_LINES} lines")
        for effect in game.effects:
            self._carry_out(instance, effect)
        live = {(token.id, key) for token in instance.marking.tokens.values() for key in token.armed}
        instance.due = {place: due for place, due in instance.due.items() if place in live}

    def settle(self) -> None:
        """Lets what one instance did reach the others."""
        for _count in range(MAX_FOLLOWING):
            if not self.following:
                return
            self.following.popleft()()
        raise EndlessError("the processes of this file start or call one another without end")

    def _carry_out(self, instance: Instance, effect: Effect) -> None:
        if isinstance(effect, Opened):
            self._open(instance, effect)
        elif isinstance(effect, Armed):
            self._arm(instance, effect)
        elif isinstance(effect, Dropped):
            for child in self.instances:
                if child.caller == (instance, effect.token):
                    self.following.append(partial(self._cancel, child))
        elif isinstance(effect, Thrown):
            self.following.append(partial(self._deliver, instance, effect))
        elif isinstance(effect, Escalated):
            self.following.append(partial(self._pass_up, instance, effect.code))
        elif isinstance(effect, Ended):
            self.following.append(partial(self._return, instance, effect))

    def _open(self, instance: Instance, opened: Opened) -> None:
        if opened.what == "process":
            self.following.append(partial(self._call, instance, opened))
        elif opened.what == "call" and not self.wait:
            self.following.append(partial(self._finish, instance, opened.token.id, {}))

    def _pass_up(self, child: Instance, code: str) -> None:
        """An escalation that nobody caught in a called process reaches its caller."""
        if child.caller is not None:
            caller, token = child.caller
            self._reach(caller, token, lambda game: game.escalated(token, code))

    def _arm(self, instance: Instance, armed: Armed) -> None:
        key = key_of(armed.element, armed.place)
        trigger = instance.trigger(key)[1]
        if trigger.timer is None or trigger.timer.kind == "limit":
            return
        try:
            instance.due[armed.token, key] = timers.due(trigger.timer, armed.variables, armed.element, self.now)
        except ProcessError as error:
            self.following.append(partial(self.fail, instance, str(error)))

    def fail(self, instance: Instance, why: str) -> None:
        """An instance that cannot go on."""
        if instance.running:
            self.play(instance, lambda game: game.abort(why))

    def _cancel(self, instance: Instance) -> None:
        if instance.running:
            self.play(instance, Game.cancel)

    def _finish(self, instance: Instance, token: int, patch: Mapping[str, Any]) -> None:
        self._reach(instance, token, lambda game: game.finish(token, patch))

    def _reach(self, instance: Instance, token: int, move: Callable[[Game], object]) -> None:
        if instance.running and token in instance.marking.tokens:
            self.play(instance, move)

    def _call(self, instance: Instance, opened: Opened) -> None:
        if opened.token.id not in instance.marking.tokens:
            return
        depth, above = 0, instance
        while above.caller is not None:
            depth, above = depth + 1, above.caller[0]
        called = instance.graph.nodes[opened.token.node].called[0]
        graph = self.graphs.get(called)
        if graph is None or depth >= MAX_DEPTH:
            why = f"no process {called!r} in the file" if graph is None else f"calls deeper than {MAX_DEPTH} levels"
            self.fail(instance, f"{opened.token.node}: {why}")
            return
        try:
            entry = begun(graph, "")
        except ProcessError as error:
            self.fail(instance, str(error))
            return
        self.begin(graph, entry, opened.inputs, (instance, opened.token.id))

    def _return(self, child: Instance, ended: Ended) -> None:
        """A called process has ended: its caller goes on with its output mapping, or fails as it did."""
        if child.caller is None or ended.status == "cancelled":
            return
        caller, token = child.caller
        if ended.status == "failed":
            self._reach(caller, token, lambda game: game.fail(token, ended.error, fatal=True))
            return
        found = caller.marking.tokens.get(token)
        outputs = found is not None and caller.graph.nodes[found.node].outputs
        self._finish(caller, token, child.marking.data if outputs else {})

    # Messages and signals

    def _deliver(self, sender: Instance, thrown: Thrown) -> None:
        if thrown.kind == "signal":
            self.signal(thrown.name, thrown.data, sender)
        else:
            self.message(thrown.name, thrown.data, {thrown.correlation}, {}, sender)

    def message(
        self,
        name: str,
        data: Mapping[str, Any],
        keys: set[str],
        names: Mapping[str, Any],
        sender: Instance | None = None,
    ) -> list[Instance]:
        """A message reaches every instance that waits for it, in each the one that has waited longest, and the start
        events of the file; gives the instances that it began.

        `keys` are the correlation keys that it fits; `names` must be the same in the data of who waits without one.
        """
        for instance in list(self.instances):
            if instance is sender or not instance.running:
                continue
            found = self._listener(instance, name, keys, names)
            if found is not None:
                self.play(instance, lambda game: game.fire(*found, data))  # noqa: B023 (played at once)
        return self._knock("message", name, data)

    def _listener(
        self, instance: Instance, name: str, keys: set[str], names: Mapping[str, Any]
    ) -> tuple[int, str] | None:
        for token in instance.marking.tokens.values():
            for key, wanted in token.armed.items():
                trigger = instance.trigger(key)[1]
                if trigger.kind != "message" or trigger.name != name:
                    continue
                if wanted in keys or (not wanted and names and self._same(instance, token, names)):
                    return token.id, key
        return None

    def _same(self, instance: Instance, token: Token, names: Mapping[str, Any]) -> bool:
        known = Game(instance.graph, instance.marking, self.now).variables(token.id)
        return all(known.get(name) == value for name, value in names.items())

    def signal(self, name: str, data: Mapping[str, Any], sender: Instance | None = None) -> list[Instance]:
        """A signal reaches everybody who waits for it, and the start events; gives the instances that it began."""
        for instance in list(self.instances):
            if instance is not sender and instance.running:
                self.play(instance, lambda game: game.signal(name, data))
        return self._knock("signal", name, data)

    def _knock(self, kind: str, name: str, data: Mapping[str, Any]) -> list[Instance]:
        """Begins every process that a message or signal starts; one that needs several triggers when all have come."""
        begun_now = []
        for graph in self.graphs.values():
            for node in entries(graph):
                fitting = [key for key, one in spots(node) if one.kind == kind and one.name == name]
                if fitting and self._complete(graph, node, fitting):
                    begun_now.append(self.begin(graph, node, {**self.data, **data}))
        return begun_now

    def _complete(self, graph: Graph, node: Node, keys: list[str]) -> bool:
        if not node.every or len(node.triggers) < 2:  # noqa: PLR2004 (one trigger needs no other)
            return True
        known = self.arrived.setdefault((graph.key, node.id), set())
        known.update(keys)
        if len(known) < len(node.triggers):
            return False
        known.clear()
        return True

    def timer_came(self, graph: Graph, node: Node, key: str) -> bool:
        """Whether a timer start event begins its process now."""
        return place_of(key) < len(node.triggers) and self._complete(graph, node, [key])
