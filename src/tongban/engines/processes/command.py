"""One command: a transaction that locks a business key, plays the game, and carries out what it asks of the world."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import joins, letters, models, rows, settling, store, timers
from tongban.engines.processes.errors import NotFound, ProcessError
from tongban.engines.processes.facts import Step
from tongban.engines.processes.game import Game, begun
from tongban.engines.processes.graph import CALLS, Node
from tongban.engines.processes.host import Call, Limit, Sent, Task
from tongban.engines.processes.marking import Armed, Dropped, Effect, Ended, Escalated, Note, Opened, Thrown
from tongban.engines.processes.store import Record
from tongban.engines.processes.timers import Due
from tongban.engines.processes.whole import Whole
from tongban.engines.processes.wiring import key_of, wiring

MAX_DEPTH = 16
MAX_FOLLOWING = 1_000


class Command:
    """What one command does to the instances of a business key, before it is written."""

    def __init__(self, business_key: str, by: str, at: dt.datetime) -> None:
        self.business_key, self.by, self.at = business_key, by, at
        self.records = {record.id: record for record in store.lock(business_key)}
        self.tasks: list[Task] = []
        self.calls: list[Call] = []
        self._following: deque[Callable[[], object]] = deque()

    def record(self, instance: int) -> Record:
        if instance not in self.records:
            raise NotFound(_("This process has ended, or there is none of this number: {number}."), number=instance)
        return self.records[instance]

    def begin(self, record: Record, entry: Node | None, data: Mapping[str, Any]) -> Record:
        """Writes a new instance and plays its start."""
        store.create(record, self.by, self.at)
        self.records[record.id] = record
        self.play(record, lambda game: game.start(entry, data))
        return record

    def play(self, record: Record, move: Callable[[Game], object]) -> None:
        """Plays one move in an instance and carries out its effects, in order."""
        game = Game(record.graph, record.loaded(), self.at)
        move(game)
        self.take(record, game)

    def take(self, record: Record, game: Game) -> None:
        """Takes over what a game has come to, and carries out its effects, in order."""
        record.marking = game.marking
        for effect in game.effects:
            self._carry_out(record, effect)

    def settle(self) -> None:
        """Lets what one instance did reach the others, then writes everything."""
        for _count in range(MAX_FOLLOWING):
            if not self._following:
                break
            self._following.popleft()()
        else:
            raise ProcessError(_("The processes under {key} call one another without end."), key=self.business_key)
        for record in self.records.values():
            if record.notes or record.marking != record.stored:
                store.save(record, self.by, self.at)

    def step(self, record: Record) -> Step:
        return Step(record.id, record.business_key, record.status, tuple(self.tasks), tuple(self.calls))

    def _carry_out(self, record: Record, effect: Effect) -> None:
        if isinstance(effect, Note):
            record.notes.append(effect)
        elif isinstance(effect, Opened):
            self._open(record, effect)
        elif isinstance(effect, Armed):
            record.due[effect.token, key_of(effect.element, effect.place)] = self._due(record, effect)
        elif isinstance(effect, Dropped):
            self._drop(record, effect)
        elif isinstance(effect, Thrown):
            self._following.append(lambda: self._deliver(record, effect))
        elif isinstance(effect, Escalated):
            self._following.append(lambda: self._pass_up(record, effect.code))
        elif record.parent is not None:
            self._following.append(lambda: self._return(record, effect))
        else:
            self._following.append(lambda: record.host.ended(record.business_key, self.at))

    def _open(self, record: Record, opened: Opened) -> None:
        if opened.what == "task":
            self.tasks.append(settling.open_task(record, opened, self.at))
        elif opened.what == "call" and _only_sends(record.graph.nodes[opened.token.node]):
            self._following.append(lambda: self._sent(record, opened.token.id))
        elif opened.what == "call":
            self.calls.append(settling.open_call(record, opened, self.at))
        else:
            self._following.append(lambda: self._call(record, opened))

    def _sent(self, record: Record, token: int) -> None:
        if token in record.loaded().tokens:
            self.play(record, lambda game: game.finish(token, {}))

    def _due(self, record: Record, armed: Armed) -> Due:
        node = record.graph.nodes[armed.element]
        timer = node.triggers[armed.place].timer
        if timer is None or timer.kind != "limit":
            return timers.due(timer, armed.variables, node.id, self.at) if timer is not None else Due(self.at)
        limit = Limit(timer.text, record.business_key, record.id, node.id, node.properties, armed.variables)
        return Due(record.host.due(limit, self.at))

    def _drop(self, record: Record, dropped: Dropped) -> None:
        kind = record.graph.nodes[dropped.node].kind
        if kind == "userTask":
            settling.drop_tasks(record, dropped.token, self.by, self.at)
        elif kind == "callActivity":
            for child in list(self.records.values()):
                if (child.parent, child.parent_token) == (record.id, dropped.token) and child.status == "running":
                    self.play(child, Game.cancel)
        elif kind in CALLS:
            where = {"instance_id": record.id, "token": dropped.token, "state": ["requested", "failed"]}
            rows.update(models.Call, {"state": "cancelled", "settled": self.at}, where)

    def _call(self, record: Record, opened: Opened) -> None:
        """Begins the process of a call activity, in the version that is in force now or that the model names."""
        if opened.token.id not in record.loaded().tokens:
            return
        depth, above = 0, record
        while above.parent is not None:
            depth, above = depth + 1, self.record(above.parent)
        key, version = record.graph.nodes[opened.token.node].called
        instead = record.host.passed_over(record.business_key, key)
        if instead is not None:
            self._answer(record, opened.token.id, instead)
            return
        if depth >= MAX_DEPTH:
            raise ProcessError(
                _("Processes call one another deeper than {most} levels, at {key}."), most=MAX_DEPTH, key=key
            )
        graph, pinned = record.host.graph(key, version or None)
        child = Record(0, record.host_name, key, pinned, record.business_key, record.id, opened.token.id, 1, 0, {})
        child.suspended = record.suspended
        self.begin(child, begun(graph, ""), opened.inputs)

    def _return(self, child: Record, ended: Ended) -> None:
        """A called process has ended: its caller goes on with its output mapping, or fails as it did."""
        caller = self.records.get(child.parent or 0)
        token = child.parent_token or 0
        if caller is None or ended.status == "cancelled" or token not in caller.loaded().tokens:
            return
        if ended.status == "failed":
            self.play(caller, lambda game: game.fail(token, ended.error, fatal=True))
            return
        self._answer(caller, token, child.loaded().data)

    def _answer(self, caller: Record, token: int, found: Mapping[str, Any]) -> None:
        """A call activity is over; without an output mapping nothing comes back from it."""
        node = caller.graph.nodes[caller.loaded().tokens[token].node]
        given = found if node.outputs else {}
        self.play(caller, lambda game: game.finish(token, given))

    def skip(self, child: Record, instead: Mapping[str, Any]) -> None:
        """Takes a called process away; its caller goes on as if it had answered so."""
        caller, token = self.record(child.parent or 0), child.parent_token or 0
        child.notes.append(Note("cancelled", "", data={"reason": "passed over"}))
        self.play(child, Game.cancel)
        self._answer(caller, token, instead)

    def _pass_up(self, child: Record, code: str) -> None:
        """An escalation that nobody caught in a called process reaches its caller."""
        caller, token = self.records.get(child.parent or 0), child.parent_token or 0
        if caller is not None and token in caller.loaded().tokens:
            self.play(caller, lambda game: game.escalated(token, code))

    def _deliver(self, sender: Record, thrown: Thrown) -> None:
        """A message goes to one who waits for it, here or under another key; a signal to all. The host is told of
        what nobody heard here, of what names another participant, and of every signal.
        """
        properties = sender.graph.nodes[thrown.element].properties
        away = thrown.kind == "message" and bool(properties.get("participant"))
        others = [one for one in self.records.values() if one is not sender and one.status == "running" and not away]
        heard = thrown.heard
        for record in others if thrown.kind == "signal" or not heard else ():
            if thrown.kind == "signal":
                heard |= self.tell(record, thrown.name, thrown.data)
            elif self._give(record, thrown):
                return
        if thrown.kind == "signal":
            letters.post_signal(thrown.name, thrown.data, self.business_key, self.at)
        elif heard or (not away and self._posted(thrown)):
            return
        key = sender.business_key
        sent = Sent(
            thrown.kind, thrown.name, thrown.correlation, key, sender.id, thrown.element, thrown.data, properties
        )
        sender.host.thrown(sent, self.at)

    def _posted(self, thrown: Thrown) -> bool:
        return letters.post_message(thrown.name, thrown.correlation, thrown.data, self.business_key, self.at)

    def _give(self, record: Record, thrown: Thrown) -> bool:
        found = joins.listener(wiring(record.graph), record.loaded().tokens, thrown.name, thrown.correlation)
        if found is not None:
            self.play(record, lambda game: game.fire(*found, thrown.data))
        return found is not None

    def tell(self, record: Record, name: str, data: Mapping[str, Any]) -> bool:
        """Gives a signal to an instance; whether it waited for it."""
        heard: list[bool] = []
        armed = any(token.armed for token in record.loaded().tokens.values())
        if armed:
            self.play(record, lambda game: heard.append(game.signal(name, data)))
        return heard == [True]


def _only_sends(node: Node) -> bool:
    """Whether a send task throws its message by itself, without a service of the host."""
    return node.kind == "sendTask" and node.trigger.kind == "message" and not node.properties.get("operation")


@contextmanager
def command(business_key: str | Callable[[], str], by: str, at: dt.datetime) -> Iterator[Command]:
    """A command in a transaction of its own or of the caller's; what the body raises undoes everything. A business key
    that has to be looked up is looked up inside.
    """
    with Whole():
        running = Command(business_key if isinstance(business_key, str) else business_key(), by, at)
        yield running
        running.settle()
