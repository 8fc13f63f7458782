"""Random sound models without block structure, grown by steps that keep a workflow net sound.

A model is a chain of stations. Between any two stations of a chain a jump may lead on or back (a state machine stays
sound while its end can be reached; each jump is taken once). A station may be a parallel part: branches of tasks, with
a link from a place of one branch to a place of a later one (a split there, a join here), which no block structure has.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from tongban.engines.processes import api
from tongban.engines.processes.tests.building import flows, graph, node

PLACES = st.integers(0, 5)
PARALLEL = st.tuples(
    st.lists(st.integers(1, 3), min_size=2, max_size=3), st.lists(st.tuples(*[PLACES] * 4), max_size=3)
)
NETS = st.tuples(
    st.lists(st.one_of(st.just("task"), PARALLEL), min_size=2, max_size=5),
    st.lists(st.tuples(PLACES, PLACES), max_size=4),
)


@dataclass
class Net:
    """Elements by name, and flows as (source, target, condition), of a net that grows."""

    elements: dict[str, str]
    lines: list[tuple[str, str, str]]

    def chain(self, *names: str) -> None:
        self.lines += [(one, other, "") for one, other in pairwise(names)]

    def tidy(self) -> None:
        """Takes gateways away that neither split nor join."""
        for name in [name for name in self.elements if name.startswith(("in", "out"))]:
            before = [line for line in self.lines if line[1] == name]
            after = [line for line in self.lines if line[0] == name]
            if len(before) == len(after) == 1:
                del self.elements[name]
                self.lines = [line for line in self.lines if name not in line[:2]]
                self.lines.append((before[0][0], after[0][1], before[0][2]))

    def graph(self) -> api.Graph:
        self.tidy()
        defaults = {one: other for one, other, condition in self.lines if one.startswith("out") and not condition}
        gates = {name: node("xor", name, default=f"{name}-{defaults[name]}") for name in defaults}
        lines = [f"{one}>{other}" + (f": {condition}" if condition else "") for one, other, condition in self.lines]
        return graph(*(self.elements | gates).values(), flows(*lines))


def build(shape: tuple[list[Any], list[tuple[int, int]]]) -> api.Graph:
    """The graph of a shape."""
    stations, jumps = shape
    net = Net({"s": node("start", "s"), "e": node("end", "e")}, [])
    last = len(stations) - 1
    for place, station in enumerate(stations):
        net.elements |= {
            f"in{place}": node("xor", f"in{place}"),
            f"t{place}": node("user", f"t{place}"),
            f"out{place}": "",
        }
        if station != "task":
            _parallel(net, place, *station)
        net.chain(f"in{place}", *([] if station == "task" else [f"split{place}"]))
        net.chain(
            f"in{place}" if station == "task" else f"join{place}", f"t{place}", f"out{place}", following(place, last)
        )
    net.chain("s", "in0")
    for source, target in dict.fromkeys((one % (last + 1), other % (last + 1)) for one, other in jumps):
        if following(source, last) != f"in{target}":
            number = sum(line[0] == f"out{source}" for line in net.lines)
            net.lines.append((f"out{source}", f"in{target}", f"t{source}_rounds = {number}"))
    return net.graph()


def following(place: int, last: int) -> str:
    return f"in{place + 1}" if place < last else "e"


def _parallel(net: Net, place: int, lengths: list[int], links: list[tuple[int, int, int, int]]) -> None:
    """Branches of tasks; a link waits in a later branch for what an earlier one has done."""
    split, join = f"split{place}", f"join{place}"
    net.elements |= {split: node("and", split), join: node("and", join)}
    cuts: dict[tuple[int, int], list[str]] = {}
    for number, (one, here, other, there) in enumerate(links):
        first, second = sorted((one % len(lengths), other % len(lengths)))
        if first != second:
            give, take = f"give{place}_{number}", f"take{place}_{number}"
            net.elements |= {give: node("and", give), take: node("and", take)}
            net.chain(give, take)
            cuts.setdefault((first, here % (lengths[first] + 1)), []).append(give)
            cuts.setdefault((second, there % (lengths[second] + 1)), []).append(take)
    for branch, length in enumerate(lengths):
        way = [split]
        for index in range(length + 1):
            # What waits stands before what gives: a wait for a later branch would close a circle, and none does.
            way += sorted(cuts.get((branch, index), []), key=lambda name: name.startswith("give"))
            if index < length:
                name = f"b{place}_{branch}_{index}"
                net.elements[name] = node("user", name)
                way.append(name)
        net.chain(*way, join)
