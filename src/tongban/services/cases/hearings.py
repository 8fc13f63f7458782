"""Hearings as pages show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.services.cases.models import Case, Interested


@dataclass(frozen=True)
class Party:
    """An interested person: how told, and what was stated."""

    id: int
    name: str
    told_how: str
    statement: str
    stated_at: dt.datetime | None


@dataclass(frozen=True)
class HearingView:
    """A hearing. `parties` are for the desk alone; `state`: offered, asked, called, closed, waived, dropped, void."""

    sequence: int
    state: str
    until: dt.date
    hold_by: dt.date | None
    held_on: dt.datetime | None
    place: str
    chair: str
    minutes: str
    signed: str
    parties: tuple[Party, ...] = ()

    @property
    def live(self) -> bool:
        return self.state in ("offered", "asked", "called")


def of(case: Case, *, parties: bool) -> tuple[HearingView, ...]:
    """The hearings of a case, the newest first; with `parties` inside an access context."""
    rows = sorted(case.hearings.all(), key=lambda row: -row.sequence)
    known: dict[int, list[Party]] = {}
    if parties and rows:
        for one in Interested.objects.filter(hearing__in=rows).order_by("pk"):
            party = Party(one.pk, one.name, one.told_how, one.statement, one.stated_at)
            known.setdefault(one.hearing_id, []).append(party)
    return tuple(
        HearingView(
            row.sequence, row.state, row.until_on, row.hold_by, row.held_on, row.place, row.chair_name,
            row.minutes, row.signed, tuple(known.get(row.pk, ())),
        )
        for row in rows
    )  # fmt: skip
