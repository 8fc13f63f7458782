"""Lists of findings, and one with all that was said to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tongban.governance.supervision import rights
from tongban.governance.supervision.kinds import KINDS, Kind
from tongban.governance.supervision.models import Finding
from tongban.kernel.declarations.api import Text
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject
from tongban.trust.identity import api as identity

MAX_LIMIT = 200
LONGEST_KEY = 19


@dataclass(frozen=True)
class Filters:
    """Which findings: all that are given must fit. It happened from `since` and before `until`."""

    kind: str = ""
    state: str = ""
    unit: str = ""
    offer: str = ""
    case: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Word:
    """What somebody said to a finding, and when; `upheld` belongs to verdicts."""

    text: str
    who: str
    at: dt.datetime
    upheld: bool = False


@dataclass(frozen=True)
class FindingView:
    """A finding. `unit` is its name, `official` whom a pattern points at; `may_explain` and `may_judge` are filled for
    one that was opened alone.
    """

    id: int
    kind: Kind
    case: str
    offer: str
    unit: Text
    official: str
    what: Text
    occurred_at: dt.datetime
    found_at: dt.datetime
    explain_by: dt.date
    state: str
    escalated_at: dt.datetime | None
    explanation: Word | None = None
    verdict: Word | None = None
    may_explain: bool = False
    may_judge: bool = False


@dataclass(frozen=True)
class Findings:
    """A page of findings, the newest first; `next` is the key of the next page, empty on the last."""

    rows: tuple[FindingView, ...]
    next: str


def findings(
    *, by: Subject, at: dt.datetime, filters: Filters | None = None, after: str = "", limit: int = 50
) -> Findings:  # fmt: skip
    """The findings in somebody's reach. Two queries beside the grants."""
    rows = _filtered(rights.findings(by, at=at), filters or Filters()).order_by("-id")
    if after.isascii() and after.isdigit() and len(after) < LONGEST_KEY:
        rows = rows.filter(pk__lt=int(after))
    size = max(1, min(limit, MAX_LIMIT))
    page = list(rows[: size + 1])
    names = {unit.code: unit.name for unit in authority.units()}
    shown = tuple(_view(row, names) for row in page[:size])
    return Findings(shown, str(page[size - 1].pk) if len(page) > size else "")


def _filtered(rows: QuerySet[Finding], wanted: Filters) -> QuerySet[Finding]:
    exact = {name: getattr(wanted, name) for name in ("kind", "state", "unit", "offer", "case")}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    rows = rows.filter(occurred_at__gte=start_of(wanted.since)) if wanted.since else rows
    return rows.filter(occurred_at__lt=start_of(wanted.until)) if wanted.until else rows


def start_of(day: dt.date) -> dt.datetime:
    """The first instant of a day of the node."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def finding(*, id: int, by: Subject, at: dt.datetime) -> FindingView:  # noqa: A002 (the view's own word)
    """One finding in somebody's reach, with what was said. Raises LookupError."""
    rows = rights.findings(by, at=at).select_related("explanation", "verdict")
    row = rows.filter(pk=id).first()
    if row is None:
        raise LookupError("no such finding")
    return _view(
        row, {row.unit: authority.unit(row.unit).name},
        explanation=_word(getattr(row, "explanation", None)), verdict=_word(getattr(row, "verdict", None)),
        may_explain=row.state == "open" and rights.may_explain(row, by, at=at),
        may_judge=(row.state == "explained" or (row.state == "open" and row.escalated_at is not None))
        and rights.may_judge(row, by, at=at),
    )  # fmt: skip


def _view(
    row: Finding, names: dict[str, Text], *, explanation: Word | None = None, verdict: Word | None = None,
    may_explain: bool = False, may_judge: bool = False,
) -> FindingView:  # fmt: skip
    return FindingView(
        row.pk, KINDS[row.kind], row.case, row.offer, names.get(row.unit, Text(row.unit)), _name(row.person),
        Text(row.what_zh, row.what_en), row.occurred_at, row.found_at, row.explain_by, row.state, row.escalated_at,
        explanation, verdict, may_explain, may_judge,
    )  # fmt: skip


def _word(row: Any) -> Word | None:
    return Word(row.text, row.by_name, row.at, getattr(row, "upheld", False)) if row is not None else None


def _name(person: str) -> str:
    if not person:
        return ""
    try:
        return identity.person(person).name
    except LookupError:
        return person
