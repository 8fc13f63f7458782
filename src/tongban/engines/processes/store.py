"""Instances as rows: loaded under a lock, changed by the game in memory, written back as the difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from tongban.engines.processes import models, rows, whole
from tongban.engines.processes.graph import Graph
from tongban.engines.processes.host import Host, graph_of, host_named
from tongban.engines.processes.marking import Marking, Note, Rounds, Token
from tongban.engines.processes.timers import Due
from tongban.engines.processes.values import TAG, packed, packed_again, same, unpacked
from tongban.engines.processes.wiring import element_of, place_of, wiring

HEAD = ("id", "host", "key", "version", "business_key", "parent_id", "parent_token", "following", "rev", "data")
TOKEN = ("number", "parent", "node", "flow", "waiting", "loop", "local", "rounds", "armed", "done", "queue")
KEPT = frozenset({"message", "signal", "timer"})  # conditions are looked at in each step, they need no row


@dataclass
class Record:
    """An instance during a command: `data` as the driver gives it, `stored` its marking as the rows have it."""

    id: int
    host_name: str
    key: str
    version: str
    business_key: str
    parent: int | None
    parent_token: int | None
    following: int
    rev: int
    data: Any
    stored: Marking | None = None
    marking: Marking | None = None
    suspended: bool = False
    raw: Mapping[str, Any] = field(default_factory=dict)  # the JSON form of the data of `stored`
    notes: list[Note] = field(default_factory=list)
    due: dict[tuple[int, str], Due] = field(default_factory=dict)

    @property
    def host(self) -> Host:
        return host_named(self.host_name)

    @property
    def graph(self) -> Graph:
        return graph_of(self.host_name, self.key, self.version)

    @property
    def status(self) -> str:
        return self.marking.status if self.marking is not None else "running"

    def loaded(self) -> Marking:
        """The marking, read from the rows at first use."""
        if self.marking is None:
            found = rows.select(models.Token, TOKEN, {"instance_id": self.id})
            tokens = {row[0]: token_of(row) for row in sorted(found, key=itemgetter(0))}  # rows are used again
            self.raw = rows.decoded(self.data)
            plain = isinstance(self.data, str) and f'"{TAG}"' not in self.data  # all is kept as what it is
            variables = self.raw if plain else unpacked(self.raw)
            self.stored = self.marking = Marking(variables, tokens, self.following)
        return self.marking


def token_of(row: tuple[Any, ...]) -> Token:
    """A token from its columns TOKEN."""
    number, parent, node, flow, waiting, loop, local, rounds, armed, done, queue = row
    found = rows.decoded(rounds) if rounds is not None else None
    return Token(
        id=number,
        parent=parent,
        node=node,
        flow=flow,
        waiting=bool(waiting),
        loop=loop,
        local=unpacked(rows.decoded(local)) if local is not None else None,
        rounds=Rounds(*(_sequence(part) for part in unpacked(found))) if found is not None else None,
        armed=rows.decoded(armed) if armed != "{}" else {},
        done=done,
        queue=_sequence(rows.decoded(queue)) if queue is not None else None,
    )


def _sequence(part: Any) -> Any:
    return tuple(part) if isinstance(part, list) else part


def _token_row(record: Record, token: Token) -> dict[str, Any]:
    rounds = token.rounds
    return {
        "instance_id": record.id,
        "number": token.id,
        "parent": token.parent,
        "node": token.node,
        "flow": token.flow,
        "waiting": token.waiting,
        "loop": token.loop,
        "local": packed(token.local) if token.local is not None else None,
        "rounds": packed([rounds.items, rounds.following, rounds.results]) if rounds is not None else None,
        "armed": dict(token.armed),
        "done": token.done,
        "queue": list(token.queue) if token.queue is not None else None,
    }


def lock(business_key: str) -> list[Record]:
    """Locks a business key until the transaction ends, and gives what runs under it, oldest first.

    All commands lock the instances that nobody called, in the order of their ids, so no two wait for one another.
    SQLite has locked the whole database when the transaction began.
    """
    if whole.database().features.has_select_for_update:
        rows.select(models.Instance, ("id",), {"business_key": business_key}, lock=True)
    open_ones = {"business_key": business_key, "status": ["running", "suspended"]}
    found = rows.select(models.Instance, (*HEAD, "status"), open_ones)
    records = []
    for *head, status in found:
        records.append(Record(*head))
        records[-1].suspended = status == "suspended"
    return records


def create(record: Record, by: str, at: dt.datetime) -> None:
    """Writes the head of a new instance and gives it its id."""
    row: dict[str, Any] = {
        "host": record.host_name,
        "key": record.key,
        "version": record.version,
        "business_key": record.business_key,
        "parent_id": record.parent,
        "parent_token": record.parent_token,
        "status": "suspended" if record.suspended else "running",
        "error": "",
        "data": {},
        "following": 1,
        "rev": 0,
        "started": at,
        "started_by": by,
    }
    record.id = rows.insert(models.Instance, [row])[0]
    record.stored = record.marking = Marking()


def save(record: Record, by: str, at: dt.datetime) -> None:
    """Writes what a command changed in one instance, and its lines of history."""
    changes: dict[str, Any] = {"rev": record.rev + 1}
    if record.marking is not None and record.stored is not None and record.marking is not record.stored:
        _save_tokens(record, record.stored.tokens, record.marking.tokens)
        _save_waits(record, record.stored.tokens, record.marking.tokens)
        changes["following"] = record.marking.following
        if not same(record.marking.data, record.stored.data):
            changes["data"] = packed_again(record.marking.data, record.stored.data, record.raw)
        if record.marking.status != "running":
            changes |= {"status": record.marking.status, "error": record.marking.error[:200], "ended": at}
    rows.update(models.Instance, changes, {"id": record.id})
    rows.add(models.History, [_history_row(record, note, by, at) for note in record.notes])


def _history_row(record: Record, note: Note, by: str, at: dt.datetime) -> dict[str, Any]:
    return {
        "instance_id": record.id,
        "business_key": record.business_key,
        "at": at,
        "by": by,
        "kind": note.kind,
        "element": note.element,
        "flow": note.flow,
        "data": packed(note.data) if note.data else None,
        "token": note.token,
    }


def _save_tokens(record: Record, before: Mapping[int, Token], after: Mapping[int, Token]) -> None:
    """Writes the difference; a new token takes over the row of one that is gone, which is cheaper than a new row."""
    gone = [number for number in before if number not in after]
    fresh = [token for number, token in after.items() if number not in before]
    changed = [(number, token) for number, token in after.items() if number in before and token != before[number]]
    for number, token in [*changed, *zip(gone, fresh, strict=False)]:
        old, new = _token_row(record, before[number]), _token_row(record, token)
        changes = {name: value for name, value in new.items() if value is not old[name] and _differs(value, old[name])}
        if changes:
            rows.update(models.Token, changes, {"instance_id": record.id, "number": number})
    if len(gone) > len(fresh):
        rows.delete(models.Token, {"instance_id": record.id, "number": gone[len(fresh) :]})
    rows.add(models.Token, [_token_row(record, token) for token in fresh[len(gone) :]])


def _differs(value: Any, old: Any) -> bool:
    """Whether a column is to be written; 1 and true are equal inside a list or table, but not the same."""
    return value != old or (isinstance(value, list | dict) and bool(value))


def _save_waits(record: Record, before: Mapping[int, Token], after: Mapping[int, Token]) -> None:
    old = {(token.id, spot) for token in before.values() if token.armed for spot in token.armed}
    new = {(token.id, spot): key for token in after.values() if token.armed for spot, key in token.armed.items()}
    if not old and not new:
        return
    gone: dict[tuple[int, int], list[str]] = {}
    for number, spot in sorted(old - new.keys()):
        gone.setdefault((number, place_of(spot)), []).append(element_of(spot))
    for (number, place), elements in gone.items():
        rows.delete(models.Wait, {"instance_id": record.id, "token": number, "trigger": place, "element": elements})
    fresh = [_wait_row(record, *spot, key) for spot, key in new.items() if spot not in old]
    rows.add(models.Wait, [row for row in fresh if row["kind"] in KEPT])
    for again in [spot for spot in new if spot in old and spot in record.due]:
        row = _wait_row(record, *again, new[again])
        where = {name: row[name] for name in ("instance_id", "token", "element", "trigger")}
        rows.update(models.Wait, {"due": row["due"], "left": row["left"], "stuck": ""}, where)


def _wait_row(record: Record, token: int, spot: str, key: str) -> dict[str, Any]:
    due = record.due.get((token, spot))
    node, trigger = wiring(record.graph).trigger(spot)
    return {
        "instance_id": record.id,
        "business_key": record.business_key,
        "token": token,
        "element": node.id,
        "trigger": place_of(spot),
        "kind": trigger.kind,
        "message": trigger.name if due is None else "",
        "correlation": key[:200],
        "due": due.at if due is not None else None,
        "left": due.left if due is not None else 0,
        "stuck": "",
        "held": record.suspended,
    }
