"""What a migration would do, before anything is done: how many instances can move, which cannot, and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tongban.engines.processes import models, rows
from tongban.engines.processes.host import graph_of
from tongban.engines.processes.marking import Token
from tongban.engines.processes.moving.batches import OPEN, check
from tongban.engines.processes.moving.mapping import Obstacle, carried, suggest
from tongban.engines.processes.store import TOKEN, token_of
from tongban.kernel.declarations.api import Text

MOST, CHUNK, SHOWN = 5_000, 500, 20


@dataclass(frozen=True)
class Reason:
    """Why instances cannot move: how many, and the business keys of the first of them."""

    obstacle: Obstacle
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """`total` instances run in the old version; of the first `looked` of them `can` would move."""

    total: int
    looked: int
    can: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Moving:
    """A migration and how far it has come; `waiting` instances have not been dealt with."""

    id: int
    host: str
    key: str
    source: str
    target: str
    mapping: Mapping[str, str]
    reason: str
    state: str
    proposed: dt.datetime
    proposed_by: str
    settled: dt.datetime | None
    settled_by: str
    ended: dt.datetime | None
    moved: int
    refused: int
    waiting: int


def preview(*, host: str, key: str, source: str, target: str, mapping: Mapping[str, str]) -> Preview:
    """Tries the plan on the instances without a lock; each way of standing is judged once. Raises ProcessError."""
    check(host, key, source, target, mapping)
    old, new = graph_of(host, key, source), graph_of(host, key, target)
    found = models.Instance.objects.filter(host=host, key=key, version=source, status__in=OPEN)
    total, looked, can = found.count(), 0, 0
    judged: dict[object, tuple[Obstacle, ...]] = {}
    counts, examples = Counter[Obstacle](), dict[Obstacle, list[str]]()
    for business_key, tokens in _standing(list(found.order_by("pk").values_list("pk", "business_key")[:MOST])):
        stand = tuple(
            (one.id, one.parent, one.node, one.flow, one.waiting, one.done is None) for one in tokens.values()
        )
        if stand not in judged:
            judged[stand] = carried(old, new, mapping, tokens)[1]
        looked, can = looked + 1, can + (not judged[stand])
        for why in judged[stand]:
            counts[why] += 1
            examples.setdefault(why, []).append(business_key)
    reasons = tuple(Reason(why, count, tuple(examples[why][:SHOWN])) for why, count in counts.most_common())
    return Preview(total, looked, can, reasons)


def _standing(heads: list[tuple[int, str]]) -> Iterator[tuple[str, dict[int, Token]]]:
    for start in range(0, len(heads), CHUNK):
        part = dict(heads[start : start + CHUNK])
        tokens: dict[int, dict[int, Token]] = {number: {} for number in part}
        for instance, *row in rows.select(models.Token, ("instance_id", *TOKEN), {"instance_id": list(part)}):
            token = token_of(tuple(row))
            tokens[instance][token.id] = token
        for number, business_key in part.items():
            yield business_key, tokens[number]


def suggested(*, host: str, key: str, source: str, target: str) -> dict[str, str]:
    """What most likely stands for each element of the old version in the new one. Raises ProcessError."""
    check(host, key, source, target, {})
    return suggest(graph_of(host, key, source), graph_of(host, key, target))


def moving(*, migration: int) -> Moving | None:
    """A migration by its number."""
    row = models.Migration.objects.filter(pk=migration).first()
    return _moving(row) if row is not None else None


def movings(*, host: str, key: str, limit: int = 20) -> tuple[Moving, ...]:
    """The migrations of a process, the newest first."""
    return tuple(_moving(row) for row in models.Migration.objects.filter(host=host, key=key).order_by("-pk")[:limit])


def _moving(row: models.Migration) -> Moving:
    left = models.Instance.objects.filter(host=row.host, key=row.key, version=row.source, status__in=OPEN)
    waiting = left.filter(pk__gt=row.last).count() if row.state in ("proposed", "running") else 0
    return Moving(
        row.pk, row.host, row.key, row.source, row.target, row.mapping, row.reason, row.state, row.proposed,
        row.proposed_by, row.settled, row.settled_by, row.ended, row.moved, row.refused, waiting,
    )  # fmt: skip


def stayed(*, migration: int, after: int = 0, limit: int = 50) -> tuple[tuple[int, str, tuple[Obstacle, ...]], ...]:
    """The instances that a migration left where they were: number of the line, business key, and why."""
    found = models.Refusal.objects.filter(migration=migration, pk__gt=after).select_related("instance").order_by("pk")
    return tuple((one.pk, one.instance.business_key, _why(one.reasons)) for one in found[:limit])


def _why(stored: list[dict[str, object]]) -> tuple[Obstacle, ...]:
    found = []
    for one in stored:
        name = one["name"]
        text = Text(**name) if isinstance(name, dict) else Text(str(name))
        found.append(Obstacle(str(one["code"]), str(one["element"]), text))
    return tuple(found)
