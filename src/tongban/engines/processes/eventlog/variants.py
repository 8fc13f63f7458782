"""Variants: the different orders in which the steps of instances were completed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from tongban.engines.processes.eventlog.slices import Slice, chosen, table

LONGEST, MOST, AT_ONCE = 200, 50_000, 10_000


@dataclass(frozen=True)
class Variant:
    """Steps in the order of their completion (after LONGEST of them the rest is left out), and how many instances."""

    steps: tuple[str, ...]
    instances: int


@dataclass(frozen=True)
class Variants:
    """The frequent ones first. `rare` counts the variants of fewer instances than asked for, `rare_instances` theirs;
    `cut`: more than MOST different ones, those beyond are counted as rare.
    """

    shown: tuple[Variant, ...]
    instances: int
    rare: int
    rare_instances: int
    cut: bool


def variants(part: Slice, *, least: int = 1) -> Variants:
    """The variants of ended instances that at least `least` of them share. One statement, streamed."""
    found: dict[tuple[str, ...], int] = {}
    beyond = 0
    for steps in _sequences(part):
        if steps in found or len(found) < MOST:
            found[steps] = found.get(steps, 0) + 1
        else:
            beyond += 1
    often = [Variant(steps, count) for steps, count in found.items() if count >= least]
    often.sort(key=lambda one: (-one.instances, one.steps))
    rare = [count for count in found.values() if count < least]
    return Variants(
        tuple(often), sum(found.values()) + beyond, len(rare) + beyond, sum(rare) + beyond, cut=beyond > 0
    )  # fmt: skip


def _sequences(part: Slice) -> Iterator[tuple[str, ...]]:
    where, given = chosen(part)
    sql = (
        f"SELECT h.instance_id, h.element FROM {table('History')} h "  # noqa: S608 (own names)
        f"JOIN {table('Instance')} i ON i.id = h.instance_id WHERE {where} AND h.kind = 'completed' "
        "AND i.ended IS NOT NULL ORDER BY h.instance_id, h.id"
    )
    for _instance, lines in groupby(_fetched(sql, given), key=itemgetter(0)):
        yield tuple(element for _one, element in lines)[:LONGEST]


def _fetched(sql: str, given: list[Any]) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        while batch := cursor.fetchmany(AT_ONCE):
            yield from batch
