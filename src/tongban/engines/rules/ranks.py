"""A layout of a requirement graph: what requires nothing at the bottom, each row above what it requires."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 168.0, 60.0
ACROSS, BETWEEN = 34.0, 66.0
SWEEPS = 6
MAX_POINTS = 20_000

Point = tuple[float, float]
Place = tuple[float, float, float, float]
Ends = Mapping[str, tuple[str, str]]


def laid_out(names: Sequence[str], ends: Ends) -> tuple[dict[str, Place], dict[str, tuple[Point, ...]]]:
    """Places of nodes (x, y, width, height) and points of edges, given by source and target. A long edge takes a place
    of its own in each row that it passes; an edge that closes a circle is drawn, but ranks nothing.
    """
    ranks = _ranks(names, ends)
    rows: list[list[str]] = [[] for _ in range(max(ranks.values(), default=0) + 1)]
    for name in names:
        rows[ranks[name]].append(name)
    paths = {edge: _path(edge, one, other, ranks) for edge, (one, other) in ends.items()}
    if sum(map(len, paths.values())) > MAX_POINTS:  # beyond reading anyhow: straight lines
        paths = {edge: [one, other] for edge, (one, other) in ends.items()}
    for name in (name for path in paths.values() for name in path[1:-1]):
        rows[int(name.rpartition("|")[2])].append(name)
    _sort(rows, paths)
    return _placed(rows, set(names), paths)


def _ranks(names: Sequence[str], ends: Ends) -> dict[str, int]:
    """One more than the highest that each requires, without recursion; edges back in a circle do not count."""
    needs: dict[str, list[str]] = {name: [] for name in names}
    for source, target in ends.values():
        needs[target].append(source)
    ranks: dict[str, int] = {}
    for start in names:
        stack, open_names = [start], set()
        while stack:
            name = stack[-1]
            waiting = [one for one in needs[name] if one not in ranks and one not in open_names and one != name]
            if name in ranks or not waiting:
                stack.pop()
                ranks.setdefault(name, 1 + max((ranks[one] for one in needs[name] if one in ranks), default=-1))
                open_names.discard(name)
            else:
                open_names.add(name)
                stack += waiting
    return _lifted(ranks, ends)


def _lifted(ranks: dict[str, int], ends: Ends) -> dict[str, int]:
    """Each as high as what requires it lets it be, so that lines are short."""
    users: dict[str, list[str]] = {}
    for source, target in ends.values():
        users.setdefault(source, []).append(target)
    for name in sorted(ranks, key=ranks.__getitem__, reverse=True):
        above = [ranks[one] for one in users.get(name, ()) if ranks[one] > ranks[name]]
        ranks[name] = min(above) - 1 if above else ranks[name]
    return ranks


def _path(edge: str, source: str, target: str, ranks: Mapping[str, int]) -> list[str]:
    step = 1 if ranks[target] > ranks[source] else -1
    between = range(ranks[source] + step, ranks[target], step)
    return [source, *(f"{edge}|{rank}" for rank in between), target]


def _sort(rows: list[list[str]], paths: Mapping[str, list[str]]) -> None:
    """Orders each row by the middle of its neighbours, up and down in turn, so that few lines cross."""
    below: dict[str, list[str]] = {}
    above: dict[str, list[str]] = {}
    for path in paths.values():
        for one, other in itertools.pairwise(path):
            below.setdefault(other, []).append(one)
            above.setdefault(one, []).append(other)
    places = {name: (index + 0.5) / len(row) for row in rows for index, name in enumerate(row)}
    for sweep in range(SWEEPS):
        near, order = (below, rows) if sweep % 2 == 0 else (above, rows[::-1])
        for row in order:
            middles = {name: _middle([places[one] for one in near.get(name, ())], places[name]) for name in row}
            row.sort(key=middles.__getitem__)
            places |= {name: (index + 0.5) / len(row) for index, name in enumerate(row)}


def _middle(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _placed(
    rows: list[list[str]], names: set[str], paths: Mapping[str, list[str]]
) -> tuple[dict[str, Place], dict[str, tuple[Point, ...]]]:
    sizes = {name: WIDTH if name in names else 0.0 for row in rows for name in row}
    wide = [sum(sizes[name] for name in row) + ACROSS * (len(row) - 1) for row in rows]
    widest = max(wide, default=0.0)
    places: dict[str, Place] = {}
    for rank, row in enumerate(rows):
        x, y = (widest - wide[rank]) / 2, (len(rows) - 1 - rank) * (HEIGHT + BETWEEN)
        for name in row:
            places[name] = (x, y, sizes[name], HEIGHT)
            x += sizes[name] + ACROSS
    lines = {edge: _line([places[name] for name in path]) for edge, path in paths.items()}
    return {name: places[name] for name in names}, lines


def _line(path: list[Place]) -> tuple[Point, ...]:
    """From the middle of the upper side of the source to the middle of the lower side of the target."""
    first, last = path[0], path[-1]
    up = first[1] > last[1]
    points = [(first[0] + first[2] / 2, first[1] if up else first[1] + first[3])]
    points += [(x, edge) for x, y, _, height in path[1:-1] for edge in ((y + height, y) if up else (y, y + height))]
    return (*points, (last[0] + last[2] / 2, last[1] + last[3] if up else last[1]))
