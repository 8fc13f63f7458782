"""The change feed: the events themselves, in the order in which one relay saw them committed.

Readers follow `pos`, never the row number: a row number is given before the commit, so a reader that polls it misses
every event whose transaction was slower than its neighbour's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from tongban.registers.records.models import Event, FeedHead

RELAY = 1


@dataclass(frozen=True)
class FeedEntry:
    """News of a change: which fields, never their values. Subscribers fetch values through the exchange."""

    pos: int
    register: str
    key: str
    kind: str
    fields: tuple[str, ...]
    valid_from: dt.date
    recorded_at: dt.datetime
    unit: str


def assign_positions(*, at: dt.datetime, limit: int = 500) -> int:
    """Gives the committed events without a position the next ones; returns how many. One relay at a time works."""
    FeedHead.objects.get_or_create(id=RELAY)
    if not Event.shared.filter(pos=None).exists():
        return 0
    with transaction.atomic():
        head = FeedHead.objects.select_for_update().get(id=RELAY)
        events = list(Event.shared.filter(pos=None).order_by("id").only("id", "pos")[:limit])
        for event in events:
            head.pos += 1
            event.pos = head.pos
        Event.shared.bulk_update(events, ["pos"], batch_size=200)
        head.at = at
        head.save(update_fields=["pos", "at"])
    return len(events)


def feed(*, after: int = 0, register: str = "", limit: int = 100) -> tuple[FeedEntry, ...]:
    """The next entries after a position, oldest first; of one register if one is named."""
    rows = Event.shared.filter(pos__gt=after).select_related("record").order_by("pos")
    if register:
        rows = rows.filter(register=register)
    return tuple(
        FeedEntry(
            pos=row.pos or 0,
            register=row.register,
            key=row.record.key,
            kind=row.kind,
            fields=tuple(row.new),
            valid_from=row.valid_from,
            recorded_at=row.recorded_at,
            unit=row.unit,
        )
        for row in rows[: min(limit, 1000)]
    )
