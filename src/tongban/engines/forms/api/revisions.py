"""Versions of a form: what differs, whether answers may move, what moved and what stayed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tongban.engines.forms import models
from tongban.engines.forms.api.drafts import Draft, shown
from tongban.engines.forms.revisions import moving
from tongban.engines.forms.revisions.changes import Change, compare
from tongban.engines.forms.revisions.foreseeing import Foreseen, Stays, foresee_drafts, told
from tongban.engines.forms.revisions.moving import Moved, move_drafts
from tongban.engines.forms.revisions.proving import Verdict, prove
from tongban.engines.forms.revisions.words import words
from tongban.kernel.declarations.api import Item, Text

__all__ = [
    "Change",
    "Foreseen",
    "Move",
    "Moved",
    "Stays",
    "Verdict",
    "compare",
    "foresee_drafts",
    "judged",
    "move_drafts",
    "moves",
    "prove",
    "record_move",
    "renewed",
    "told",
]
PAGE = 50


@dataclass(frozen=True)
class Move:
    """What became of answers when a newer version came. `holder`: "draft:12" or "case:…". `reasons`: sentences that say
    why they stay; `opened`: labels of the questions that the move opened.
    """

    id: int
    holder: str
    form: str
    source: str
    target: str
    moved: bool
    reasons: tuple[str, ...]
    opened: tuple[str, ...]
    at: dt.datetime


def _seen(row: models.Move) -> Move:
    opened = tuple(str(Text(one.get("zh", ""), one.get("en", ""))) for one in row.opened)
    reasons = tuple(words(one) for one in row.reasons)
    return Move(row.pk, row.holder, row.form_key, row.source, row.target, row.moved, reasons, opened, row.at)


def renewed(*, draft: Draft, at: dt.datetime) -> tuple[Draft, Move | None]:
    """The draft on the version in force where it may move there, and its latest move or refusal; for a page."""
    moving.move_draft(draft.id, at=at)
    row = models.Draft.objects.filter(pk=draft.id, closed=None).first()
    last = models.Move.objects.filter(draft=draft.id).order_by("-at", "-id").first()
    return (shown(row) if row else draft), (_seen(last) if last else None)


def moves(
    *, form: str = "", moved: bool | None = None, holder: str = "", before: int | None = None, limit: int = PAGE
) -> tuple[Move, ...]:
    """What moved and what stayed, the latest first: one query. `before`: the id that the page before ended with."""
    rows = models.Move.objects.order_by("-id")
    wanted: Mapping[str, object] = {
        "form_key": form or None, "moved": moved, "holder": holder or None, "pk__lt": before,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return tuple(_seen(row) for row in rows[:limit])


def judged(*, source: str, target: str) -> frozenset[str]:
    """The holders of answers that were judged and stay on `source`: one query."""
    rows = models.Move.objects.filter(source=source, target=target, moved=False)
    return frozenset(rows.values_list("holder", flat=True))


def record_move(*, holder: str, old: Item, new: Item, verdict: Verdict, at: dt.datetime) -> Move:
    """Notes what became of answers that another block keeps ("case:…"), with a ledger entry, in its transaction."""
    return _seen(moving.record(holder, old, new, verdict, at=at))
