"""Trips played as if one text were in force. Each has a transaction of its own, which is taken back: SQLite has one
writer, and nobody waits for more than one trip.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Package, System, Text
from tongban.services.cases.scenarios import playing
from tongban.services.cases.scenarios.covering import Seen
from tongban.services.cases.scenarios.moments import zoned
from tongban.services.cases.scenarios.playing import Watch
from tongban.services.cases.scenarios.publishing import EARLIER, KIND, Rehearsal, grant_earlier


@dataclass(frozen=True)
class Instead:
    """A text that is tried: it stands in place of the one in force, or is a wholly new one."""

    kind: str
    key: str
    text: str


def trips_of(*, offers: Collection[str], form: str = "") -> tuple[Item, ...]:
    """The trips in force, of packages, of some offers and of a form alone."""
    every = declarations.current_all(KIND)
    return tuple(one for one in every if one.value.offer in offers or (form and one.value.form == form))


def rehearse_with(trips: Sequence[Item], *, instead: Instead, at: dt.datetime, seen: Seen | None = None,
                  watch: Watch | None = None) -> tuple[Rehearsal, ...]:  # fmt: skip
    """What comes of trips with a text; nothing of it remains. Raises DeclarationError for a text with errors."""
    return tuple(_played(one, instead, at, seen, watch) for one in trips)


def red_without(trips: Sequence[Item], *, at: dt.datetime) -> frozenset[str]:
    """The keys of trips that do not come through with the texts in force either."""
    return frozenset(one.key for one in trips if not _played(one, None, at, None, None).green)


def _played(item: Item, instead: Instead | None, at: dt.datetime, seen: Seen | None, watch: Watch | None) -> Rehearsal:
    with _as_if(item, instead, at):
        return Rehearsal(item.key, item.value.title, playing.play(item, seen, watch))


@contextmanager
def _as_if(item: Item, instead: Instead | None, at: dt.datetime) -> Iterator[None]:
    with transaction.atomic():
        if instead is not None:
            _put(instead, at)
        nothing = Package(System("node", "draft", Text("", "")), Path(), ())
        grant_earlier(nothing, min(zoned(item.value.at), at) - EARLIER)
        yield
        transaction.set_rollback(True)


def _put(instead: Instead, at: dt.datetime) -> None:
    base = declarations.in_force(instead.kind).get(instead.key)
    of = {"kind": instead.kind, "key": instead.key, "text": instead.text, "at": at}
    if base is None:
        declarations.begin(**of)  # type: ignore[arg-type]
    else:
        declarations.amend(**of, base=base.version)  # type: ignore[arg-type]
