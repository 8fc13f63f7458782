"""Layered placement of a directed graph, left to right: layers, order within them, coordinates.

After Sugiyama, Tagawa and Toda: flows that lead back are turned round, long ones get a place in every layer that they
pass, the order is improved by barycentres, and heights are fitted layer by layer by isotonic regression.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

SWEEPS = 24
SIDE = 0.02
BELOW = 0.4


@dataclass(frozen=True)
class Item:
    """What is placed. `lane` counts from 0 and orders above everything else; a `hub` (gateway) lets flows go up and
    down beside it, so that long ones run at the height of their other end.
    """

    width: float
    height: float
    lane: int = 0
    hub: bool = False


@dataclass(frozen=True)
class Edge:
    """`side`: not the main way on from its source; `below`: it leaves its source downward."""

    id: str
    source: str
    target: str
    side: bool = False
    below: bool = False


@dataclass
class Placement:
    """Centres by item, the items of each layer from top to bottom, and the way of each edge through the layers.

    Places of long edges are named `edge#layer`.
    """

    items: dict[str, Item]
    layer: dict[str, int] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)
    ways: dict[str, list[str]] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)
    y: dict[str, float] = field(default_factory=dict)


def place(items: Mapping[str, Item], edges: Iterable[Edge], gap: float, lane_gap: float) -> Placement:
    """Places items of a graph whose every item is reached from one without incoming edge."""
    known = list(edges)
    found = Placement(dict(items))
    found.back = _back_edges(items, known)
    _layers(found, known)
    near = _ways(found, known)
    _order(found, near)
    _heights(found, near, gap, lane_gap)
    return found


def _back_edges(items: Mapping[str, Item], edges: list[Edge]) -> set[str]:
    out: dict[str, list[Edge]] = {name: [] for name in items}
    targets = {edge.target for edge in edges}
    for edge in edges:
        out[edge.source].append(edge)
    back: set[str] = set()
    state: dict[str, int] = {}
    for root in sorted(items, key=lambda name: name in targets):
        stack: list[tuple[str, int]] = [(root, 0)] if root not in state else []
        state.setdefault(root, 1)
        while stack:
            name, index = stack.pop()
            if index == len(out[name]):
                state[name] = 2
                continue
            stack.append((name, index + 1))
            edge = out[name][index]
            if edge.target not in state:
                state[edge.target] = 1
                stack.append((edge.target, 0))
            elif state[edge.target] == 1:
                back.add(edge.id)
    return back


def _layers(found: Placement, edges: list[Edge]) -> None:
    before: dict[str, list[str]] = {name: [] for name in found.items}
    for edge in edges:
        if edge.id not in found.back:
            before[edge.target].append(edge.source)
    todo = list(found.items)
    while todo:
        name = todo[-1]
        missing = [one for one in before[name] if one not in found.layer]
        if missing:
            todo.extend(missing)
        else:
            found.layer[name] = max((found.layer[one] + 1 for one in before[name]), default=0)
            todo.pop()


@dataclass
class Near:
    """The neighbours of a place in the layer before (`-1`) or after (`+1`), each with its weight."""

    sides: dict[int, dict[str, list[tuple[str, float, float]]]] = field(default_factory=lambda: {-1: {}, 1: {}})

    def join(self, left: str, right: str, weights: tuple[float, float], shift: float) -> None:
        """`weights`: how much the left one cares for the right one, and the other way round."""
        self.sides[1].setdefault(left, []).append((right, weights[0], -shift))
        self.sides[-1].setdefault(right, []).append((left, weights[1], shift))


def _ways(found: Placement, edges: list[Edge]) -> Near:
    """Gives long and returning edges their places, and says who stands beside whom."""
    near = Near()
    for edge in edges:
        first, last = found.layer[edge.source], found.layer[edge.target]
        inner = range(first + 1, last) if edge.id not in found.back else range(first, last - 1, -1)
        way = [edge.source]
        for layer in inner:
            name = f"{edge.id}#{layer}"
            found.items[name] = Item(0, 0, found.items[edge.target].lane)
            found.layer[name] = layer
            way.append(name)
        found.ways[edge.id] = [*way, edge.target]
        ends = way[1:] if edge.id in found.back else found.ways[edge.id]
        weight = SIDE if edge.side or edge.id in found.back else 1.0
        for one, other in pairwise(ends):
            left, right = (one, other) if found.layer[one] < found.layer[other] else (other, one)
            shift = BELOW if edge.below and one == edge.source else 0.0
            near.join(left, right, (_care(found, left, right, weight), _care(found, right, left, weight)), shift)
    return near


def _care(found: Placement, own: str, other: str, weight: float) -> float:
    if "#" not in own:
        return weight
    return 4.0 if "#" in other else SIDE if found.items[other].hub else 1.0


def _order(found: Placement, near: Near) -> None:
    found.rows = [[] for _ in range(max(found.layer.values(), default=-1) + 1)]
    for name in sorted(found.items, key=lambda name: (found.items[name].lane, "#" in name)):
        found.rows[found.layer[name]].append(name)
    best, fewest = [list(row) for row in found.rows], _crossings(found, near)
    for sweep in range(SWEEPS):
        side = -1 if sweep % 2 == 0 else 1
        layers = range(len(found.rows)) if side < 0 else range(len(found.rows) - 1, -1, -1)
        for layer in layers:
            _sort(found, near, layer, side)
        crossings = _crossings(found, near)
        if crossings < fewest:
            best, fewest = [list(row) for row in found.rows], crossings
    found.rows = best


def _sort(found: Placement, near: Near, layer: int, side: int) -> None:
    if not 0 <= layer + side < len(found.rows):
        return
    index = {name: position for position, name in enumerate(found.rows[layer + side])}
    own = {name: position for position, name in enumerate(found.rows[layer])}

    def key(name: str) -> tuple[int, float]:
        others = [(index[other] + shift, max(weight, 0.2)) for other, weight, shift in near.sides[side].get(name, ())]
        total = sum(weight for _, weight in others)
        centre = sum(place * weight for place, weight in others) / total if others else float(own[name])
        return found.items[name].lane, centre

    found.rows[layer].sort(key=key)


def _crossings(found: Placement, near: Near) -> int:
    total = 0
    for row, following in pairwise(found.rows):
        index = {name: position for position, name in enumerate(following)}
        ends = [
            index[other]
            for name in row
            for other, _, _ in sorted(near.sides[1].get(name, ()), key=lambda n: index[n[0]])
        ]
        total += sum(1 for i, one in enumerate(ends) for other in ends[i + 1 :] if other < one)
    return total


def _heights(found: Placement, near: Near, gap: float, lane_gap: float) -> None:
    """Heights lane by lane, then the lanes below one another."""
    lanes = sorted({item.lane for item in found.items.values()})
    offset = 0.0
    for lane in lanes:
        rows = [[name for name in row if found.items[name].lane == lane] for row in found.rows]
        y = _fitted(found, near, rows, gap)
        top = min(y[name] - found.items[name].height / 2 for name in y)
        bottom = max(y[name] + found.items[name].height / 2 for name in y)
        for name, height in y.items():
            found.y[name] = round(height - top + offset + lane_gap / 2)
        offset += bottom - top + lane_gap


def _fitted(found: Placement, near: Near, rows: list[list[str]], gap: float) -> dict[str, float]:
    y: dict[str, float] = {}
    for row in rows:
        y.update(_spread(found, row, dict.fromkeys(row, (0.0, 1.0)), gap))
    for sweep in range(2 * SWEEPS + 1):
        side = -1 if sweep % 2 == 0 else 1
        for row in rows if side < 0 else reversed(rows):
            y.update(_spread(found, row, {name: _wish(near, y, name, side) for name in row}, gap))
    return y


def _wish(near: Near, y: dict[str, float], name: str, side: int) -> tuple[float, float]:
    """The height at which a place stands straight beside its strongest neighbours, and how much that matters."""
    others = [(y[other], weight) for other, weight, _ in near.sides[side].get(name, ()) if other in y]
    strongest = max((weight for _, weight in others), default=0.0)
    behind = max((weight for other, weight, _ in near.sides[-side].get(name, ()) if other in y), default=0.0)
    if strongest < behind / 4 or not others:
        return y[name], max(behind, SIDE)
    main = [height for height, weight in others if weight == strongest]
    return sum(main) / len(main), strongest


def _spread(found: Placement, row: list[str], wishes: dict[str, tuple[float, float]], gap: float) -> dict[str, float]:
    """Heights in the order of the row, as near to the wishes as the distances allow (pool adjacent violators)."""
    offsets, offset = [], 0.0
    for before, name in zip([None, *row], row, strict=False):
        if before is not None:
            distance = gap if found.items[before].height or found.items[name].height else gap / 2
            offset += (found.items[before].height + found.items[name].height) / 2 + distance
        offsets.append(offset)
    pools: list[tuple[float, float, int]] = []
    for name, shift in zip(row, offsets, strict=True):
        wish, weight = wishes[name]
        mean, count = wish - shift, 1
        while pools and pools[-1][0] > mean:
            other, heavy, size = pools.pop()
            mean = (mean * weight + other * heavy) / (weight + heavy)
            weight, count = weight + heavy, count + size
        pools.append((mean, weight, count))
    values = [mean for mean, _, count in pools for _ in range(count)]
    return {name: value + shift for name, value, shift in zip(row, values, offsets, strict=True)}
