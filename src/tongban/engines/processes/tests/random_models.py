"""Random block-structured models, and runs of them in a given order."""

from __future__ import annotations

import random
from collections import Counter
from itertools import count, pairwise
from typing import Any

from hypothesis import strategies as st

from tongban.engines.processes import api
from tongban.engines.processes.tests.building import Player, flows, graph, many, node

LEAF = st.sampled_from(["user", "manual", "script"])


def _compound(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.tuples(st.sampled_from(["seq", "xor", "and", "or", "sub", "loop"]), some),
        st.tuples(st.just("many"), st.tuples(st.booleans(), st.integers(0, 3))),
    )


BLOCKS = st.tuples(st.just("seq"), st.lists(st.recursive(LEAF, _compound, max_leaves=8), min_size=2, max_size=4))


class Builder:
    """Writes a block as elements and flows; `conditions` are the variables that decide."""

    def __init__(self) -> None:
        self.number = count()
        self.conditions: list[str] = []

    def name(self, kind: str) -> str:
        return f"{kind}{next(self.number)}"

    def block(self, block: Any) -> tuple[list[str], list[str], str, str]:
        """Elements, flows, first and last element."""
        if isinstance(block, str):
            name = self.name(block)
            return [node(block, name, "<script>{}</script>" if block == "script" else "")], [], name, name
        kind, inner = block
        if kind == "many":
            name, (sequential, times) = self.name("user"), inner
            return [node("user", name, many(times=str(times), sequential=sequential))], [], name, name
        if kind == "seq":
            return self.sequence(inner)
        if kind == "sub":
            return self.sub(inner)
        return self.loop(inner) if kind == "loop" else self.fork(kind, inner)

    def sequence(self, inner: list[Any]) -> tuple[list[str], list[str], str, str]:
        parts = [self.block(one) for one in inner]
        lines = [f"{one[3]}>{other[2]}" for one, other in pairwise(parts)]
        return [e for p in parts for e in p[0]], lines + [f for p in parts for f in p[1]], parts[0][2], parts[-1][3]

    def sub(self, inner: list[Any]) -> tuple[list[str], list[str], str, str]:
        elements, lines, first, last = self.sequence(inner)
        start, end, name = self.name("start"), self.name("end"), self.name("sub")
        body = [node("start", start), node("end", end), *elements, flows(*lines, f"{start}>{first}", f"{last}>{end}")]
        return [node("sub", name, "".join(body))], [], name, name

    def loop(self, inner: list[Any]) -> tuple[list[str], list[str], str, str]:
        elements, lines, first, last = self.sequence([*inner, "user"])
        head, tail = self.name("xor"), self.name("xor")
        gates = [node("xor", head), node("xor", tail, default=f"{tail}-{head}"), node("manual", f"out{tail}")]
        lines += [f"{head}>{first}", f"{last}>{tail}", f"{tail}>{head}", f"{tail}>out{tail}: {last}_rounds > 1"]
        return elements + gates, lines, head, f"out{tail}"

    def fork(self, kind: str, inner: list[Any]) -> tuple[list[str], list[str], str, str]:
        parts = [self.block(one) for one in inner]
        split, join, extra = self.name(kind), self.name(kind), self.name("manual")
        lines = [f"{split}>{extra}", f"{extra}>{join}"]
        for part in parts:
            name = f"c{next(self.number)}"
            self.conditions.append(name)
            lines += [f"{split}>{part[2]}" + (f": {name}" if kind != "and" else ""), f"{part[3]}>{join}"]
        default = {"default": f"{split}-{extra}"} if kind != "and" else {}
        gates = [node(kind, split, **default), node(kind, join), node("manual", extra)]
        return [e for p in parts for e in p[0]] + gates, lines + [f for p in parts for f in p[1]], split, join


def build(block: Any) -> tuple[api.Graph, list[str]]:
    """The graph of a block, and the names of the variables that decide in it."""
    builder = Builder()
    elements, lines, first, last = builder.block(block)
    found = graph(*elements, node("start", "s"), node("end", "e"), flows(*lines, f"s>{first}", f"{last}>e"))
    return found, builder.conditions


def patch_of(element: str, visits: Counter[str]) -> dict[str, int]:
    """What completing a task writes: how often it was done. No two elements write the same key."""
    visits[element] += 1
    return {f"{element}_rounds": visits[element]}


def run(model: api.Graph, data: dict[str, bool], seed: int) -> tuple[Counter[str], dict[str, Any], str, int]:
    """Runs a model in memory, tasks completed in an order of the seed; work done, data, status, tokens left."""
    order, visits, work = random.Random(seed), Counter[str](), Counter[str]()  # noqa: S311
    player = Player(model, **data)
    for _step in range(500):
        if not player.work:
            break
        element = order.choice(player.work)
        index = order.randrange(len(player.tokens(element)))
        work[element] += 1
        player.do(element, index, **patch_of(element, visits))
    data = {key: value for key, value in player.marking.data.items() if not isinstance(value, list)}
    return work, data, player.marking.status, len(player.marking.tokens)
