"""Whether an outline crosses itself: every pair of its sides is looked at, which a few hundred corners allow."""

from __future__ import annotations

from itertools import pairwise

Point = list[float]
Side = tuple[Point, Point]


def _turn(one: Point, two: Point, three: Point) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def _apart(first: Side, second: Side) -> bool:
    """Whether the boxes of two sides do not touch."""
    return any(
        max(first[0][axis], first[1][axis]) < min(second[0][axis], second[1][axis])
        or max(second[0][axis], second[1][axis]) < min(first[0][axis], first[1][axis])
        for axis in (0, 1)
    )


def _meet(first: Side, second: Side) -> bool:
    if _apart(first, second):
        return False
    there = _turn(*first, second[0]) * _turn(*first, second[1])
    here = _turn(*second, first[0]) * _turn(*second, first[1])
    return there <= 0 and here <= 0


def crosses_itself(ring: list[Point]) -> bool:
    """`ring` is closed: its last point is its first. Sides that are not neighbours may not meet."""
    sides: list[Side] = list(pairwise(ring))
    last = len(sides) - 1
    return any(
        _meet(one, two)
        for i, one in enumerate(sides)
        for j, two in enumerate(sides[i + 2 :], i + 2)
        if not (i == 0 and j == last)
    )
