"""Drafts as people see them, with their texts and verdicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tongban.governance.drafts.models import ALIVE, Draft, Revision, Verdict


@dataclass(frozen=True)
class RevisionView:
    """One saved text. `how` it came about: opened, begun, undone, restored, rebased, or a word of its block; `place`
    is what was changed, as its block names it; `undone`: a later one took it back.
    """

    number: int
    how: str
    place: str
    name: str
    at: dt.datetime
    undone: bool


@dataclass(frozen=True)
class DraftView:
    """A draft under way. `base` is empty for a wholly new text; `people` are all who changed it, its author among them;
    `revisions` the newest first.
    """

    id: int
    kind: str
    key: str
    base: str
    text: str
    revision: int
    state: str
    author_name: str
    opened_at: dt.datetime
    note: str
    submitted_at: dt.datetime | None
    people: frozenset[str]
    revisions: tuple[RevisionView, ...]

    @property
    def open(self) -> bool:
        return self.state == "open"

    @property
    def last(self) -> RevisionView | None:
        """The last change that can be undone."""
        made = (one for one in self.revisions if one.number and not one.undone and one.how != "undone")
        return next(made, None)


@dataclass(frozen=True)
class VerdictView:
    """What a second person said of a revision of a draft: published or returned."""

    outcome: str
    reason: str
    name: str
    at: dt.datetime


def view(row: Draft) -> DraftView:
    made = list(row.revisions.order_by("-number").defer("text"))
    undone = {one.undoes for one in made}
    shown = (RevisionView(one.number, one.how, one.place, one.name, one.at, one.number in undone) for one in made)
    return DraftView(
        row.pk, row.kind, row.key, row.base, text_of(row), row.revision, row.state, row.author_name, row.opened_at,
        row.note, row.submitted_at, frozenset({row.author, *(one.by for one in made)}), tuple(shown),
    )  # fmt: skip


def text_of(row: Draft) -> str:
    """The newest text of a draft."""
    return str(row.revisions.values_list("text", flat=True).get(number=row.revision))


def draft(*, kind: str, key: str) -> DraftView | None:
    """The draft of a text that is under way, if any. Three queries."""
    row = Draft.objects.filter(kind=kind, key=key, state__in=ALIVE).first()
    return view(row) if row else None


def under_way(*, kind: str) -> Mapping[str, str]:
    """The state of every draft under way, by key. One query."""
    return dict(Draft.objects.filter(kind=kind, state__in=ALIVE).order_by("key").values_list("key", "state"))


def given_up(*, kind: str, key: str) -> frozenset[int]:
    """The ids of the drafts of a text that were given up: what was kept beside them counts no more. One query."""
    rows = Draft.objects.filter(kind=kind, key=key, state="discarded")
    return frozenset(rows.values_list("id", flat=True))


def revision(*, kind: str, key: str, number: int) -> str:
    """One text of the draft under way. Raises LookupError."""
    row = Revision.objects.filter(draft__kind=kind, draft__key=key, draft__state__in=ALIVE, number=number).first()
    if row is None:
        raise LookupError(number)
    return row.text


def verdicts(*, draft: int) -> tuple[VerdictView, ...]:
    """The verdicts on a draft, the newest first."""
    rows = Verdict.objects.filter(draft=draft).order_by("-id")
    return tuple(VerdictView(one.outcome, one.reason, one.name, one.at) for one in rows)


def makers(*, kind: str, key: str) -> dict[str, tuple[str, str]]:
    """Who wrote and who published each version that was made here, by version. One query."""
    rows = Verdict.objects.filter(draft__kind=kind, draft__key=key, outcome="published").select_related("draft")
    return {one.draft.version: (one.draft.author_name, one.name) for one in rows.order_by("id")}
