"""One of several withdraws its answer (会签撤回): while others still work at the step, or after it while nobody has
begun what followed. The answers of the others stand; who had not answered when the step ended may answer again.

An answer cannot be withdrawn when the step would be over without it, or when a later party has answered in its turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tongban.engines.processes import models
from tongban.engines.processes.graph import Graph, Loop, Node
from tongban.engines.processes.marking import Rounds, Token
from tongban.engines.processes.operations.following import NEVER, PASSED, TooLate, followed, untouched
from tongban.engines.processes.operations.hands import Hands
from tongban.engines.processes.store import Record
from tongban.engines.processes.values import unpacked

Answer = Mapping[str, Any]


def withdraw(record: Record, row: models.Task, line: models.History, game: Hands) -> None:
    """Plays the way back of one answer; `line` says that it was given. Raises TooLate."""
    node, mine = record.graph.nodes[row.element], unpacked(line.data)
    if node.loop is None or _many_scopes(record.graph, node):
        raise TooLate(NEVER)
    hosts = [token for token in game.tokens.values() if _holds(token, node, mine)]
    if len(hosts) > 1:
        raise TooLate(NEVER)
    if hosts:
        _while_open(record, row, hosts[0], game, node.loop)
    else:
        _after_it(record, line, mine, game, node.loop)


def _while_open(record: Record, row: models.Task, host: Token, game: Hands, loop: Loop) -> None:
    """Others still work at the step, or in a row the next one has not begun yet."""
    index, held = int(row.loop or 0), host.rounds or Rounds(())
    gone = [row.token] if row.token in game.tokens else []  # what was kept of it to be undone
    if loop.sequential:
        if held.following > index + 2:
            raise TooLate(PASSED)
        untouched(record, row.element, row.done_at or row.created)
        gone += [token.id for token in game.tokens.values() if token.parent == host.id and token.done is None]
    for number in gone:
        game.take(number)
    results = tuple(one for one in held.results if int(one["loopCounter"]) != index)
    following = index + 1 if loop.sequential else held.following
    _again(game, host.id, replace(held, results=results, following=following), [index])


def _after_it(record: Record, line: models.History, mine: Answer, game: Hands, loop: Loop) -> None:
    """The step is over: it is open again with the answers of the others, and what followed is taken away."""
    over = _over(record, line, mine, loop)
    if over is None or over.token in game.tokens or (loop.sequential and loop.completion is not None):
        raise TooLate(NEVER if over is not None else PASSED)  # in a row that ended early nobody knows who was to come
    answers: list[Answer] = (unpacked(over.data) or {})[loop.collect]
    if loop.sequential and mine != answers[-1]:
        raise TooLate(PASSED)
    items = _items(record, over)
    results = tuple(one for one in answers if one != mine)
    answered = {int(one["loopCounter"]) for one in results}
    parent, gone = followed(record, over)
    for number in gone:
        game.take(number)
    host = int(over.token or 0)
    game.enter_as(host, parent, record.graph.nodes[line.element])
    _again(game, host, Rounds(items, len(items), results), [one for one in range(len(items)) if one not in answered])


def _over(record: Record, line: models.History, mine: Answer, loop: Loop) -> models.History | None:
    """The line that said last that the step was over to which an answer was given."""
    here = models.History.objects.filter(instance=record.id, element=line.element, kind="gathered", pk__gt=line.pk)
    lines = list(here.order_by("id"))
    first = next((one for one in lines if mine in (unpacked(one.data) or {}).get(loop.collect, [])), None)
    return None if first is None else [one for one in lines if one.token == first.token][-1]


def _again(game: Hands, host: int, rounds: Rounds, open_ones: list[int]) -> None:
    if game.reopen(host, rounds, open_ones):
        raise TooLate(PASSED)


def _items(record: Record, over: models.History) -> tuple[Any, ...]:
    """Whom the step asked, by the tasks that it had opened. Raises TooLate when that is not certain."""
    tasks = models.Task.objects.filter(
        instance=record.id, element=over.element, token__gt=over.token, done_at__lte=over.at
    )
    found: dict[int, Any] = {}
    for loop, item in tasks.values_list("loop", "item"):
        if found.setdefault(int(loop or 0), item) != item:
            raise TooLate(NEVER)
    if sorted(found) != list(range(len(found))):
        raise TooLate(NEVER)
    return tuple(unpacked(found[index]) for index in range(len(found)))


def _holds(token: Token, node: Node, mine: Answer) -> bool:
    """Whether several work at this token, and this answer is one of theirs."""
    return token.node == node.id and token.done is None and token.rounds is not None and mine in token.rounds.results


def _many_scopes(graph: Graph, node: Node) -> bool:
    """Whether what holds the step is itself done by several: its tokens could not be told apart."""
    while node.scope:
        node = graph.nodes[node.scope]
        if node.loop is not None:
            return True
    return False
