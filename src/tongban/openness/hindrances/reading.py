"""Hindrances as each side may see them: who reported, who supervises, the department that is named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tongban.kernel.declarations.api import Text
from tongban.openness.hindrances.models import Hindrance
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

SUPERVISE, ANSWER = "hindrances.supervise", "hindrances.answer"
MAX_LIMIT, LONGEST_KEY = 100, 19
Side = Literal["own", "supervision", "department"]


@dataclass(frozen=True)
class HindranceView:
    """A hindrance as one side sees it; to the department `case` is empty unless its number may be shown. `question` is
    what supervision asks the department; `overdue`: not closed although its day is over.
    """

    id: int
    side: Side
    title: Text
    offer: str
    case: str
    unit: str
    unit_name: Text
    text: str
    state: str
    question: str
    answer: str
    answered_at: dt.datetime | None
    outcome: str
    reply: str
    at: dt.datetime
    due: dt.date
    overdue: bool
    closed_at: dt.datetime | None


@dataclass(frozen=True)
class Hindrances:
    """A page: the most urgent first at the desk, the newest first of one's own; `next` is empty on the last."""

    rows: tuple[HindranceView, ...]
    next: str


@dataclass(frozen=True)
class UnitCount:
    """How many were reported about a unit, are open, are overdue, and how many of the closed were solved."""

    unit: str
    total: int
    open: int
    overdue: int
    solved: int
    closed: int


def supervised(by: Subject, at: dt.datetime) -> QuerySet[Hindrance]:
    """What a supervisor sees: of units in reach, never of a unit in which the supervisor works."""
    rows = authority.visible_to(Hindrance.objects.all(), subject=by, permission=SUPERVISE, at=at)
    return rows.exclude(unit__in=[post.unit for post in by.posts])


def asked(by: Subject, at: dt.datetime) -> QuerySet[Hindrance]:
    """What a department sees: what it was asked about by supervision."""
    rows = authority.visible_to(Hindrance.objects.all(), subject=by, permission=ANSWER, at=at)
    return rows.exclude(asked_at=None)


def own(by: Subject) -> QuerySet[Hindrance]:
    """What the subject reported, or the company acted for."""
    if not by.person or by.official:
        return Hindrance.objects.none()
    mine = Q(credit_code=by.acting_for) if by.acting_for else Q(person=by.person, credit_code="")
    return Hindrance.objects.filter(mine)


def shown(row: Hindrance, side: Side, names: dict[str, Text], at: dt.datetime) -> HindranceView:
    """A row as one side may see it."""
    inner = side == "own"
    return HindranceView(
        id=row.pk, side=side, title=Text(row.title_zh, row.title_en), offer=row.offer,
        case=row.case if side != "department" or row.named else "", unit=row.unit,
        unit_name=names.get(row.unit, Text(row.unit, row.unit)), text=row.text, state=row.state,
        question="" if inner else row.question, answer="" if inner else row.answer, answered_at=row.answered_at,
        outcome=row.outcome, reply=row.reply, at=row.at, due=row.due_on,
        overdue=row.state != "closed" and row.due_on < timezone.localtime(at).date(), closed_at=row.closed_at,
    )  # fmt: skip


def names() -> dict[str, Text]:
    """The units' names: one query."""
    return {one.code: one.name for one in authority.units()}


def mine(*, by: Subject, at: dt.datetime, after: str = "", limit: int = 20) -> Hindrances:
    """The subject's own reports, the newest first. Two queries."""
    rows = own(by).order_by("-id")
    if _key(after):
        rows = rows.filter(pk__lt=int(after))
    return _page(rows, "own", at, limit)


def listed(
    *, side: Literal["supervision", "department"], by: Subject, at: dt.datetime, after: str = "", closed: bool = False
) -> Hindrances:
    """What waits for a supervisor or a department, by due day; with `closed`, what is over. Constant queries."""
    rows = supervised(by, at) if side == "supervision" else asked(by, at)
    rows = (rows.filter(state="closed") if closed else rows.exclude(state="closed")).order_by("due_on", "id")
    if _key(after):
        last = Hindrance.objects.filter(pk=int(after)).values("due_on")[:1]
        rows = rows.filter(due_on__gte=last).exclude(due_on=last, pk__lte=int(after))
    return _page(rows, side, at, 20)


def _key(after: str) -> bool:
    return after.isascii() and after.isdigit() and len(after) < LONGEST_KEY


def _page(rows: QuerySet[Hindrance], side: Side, at: dt.datetime, limit: int) -> Hindrances:
    size = max(1, min(limit, MAX_LIMIT))
    found = list(rows[: size + 1])
    known = names() if found else {}
    more = str(found[size - 1].pk) if len(found) > size else ""
    return Hindrances(tuple(shown(row, side, known, at) for row in found[:size]), more)


def counts(*, by: Subject, at: dt.datetime) -> tuple[UnitCount, ...]:
    """What was reported, by unit, for who supervises: each number with what it is a part of. Two queries."""
    today = timezone.localtime(at).date()
    rows = supervised(by, at).values("unit").order_by("unit")
    found = rows.annotate(
        total=Count("pk"), open=Count("pk", filter=~Q(state="closed")), closed=Count("pk", filter=Q(state="closed")),
        overdue=Count("pk", filter=~Q(state="closed") & Q(due_on__lt=today)),
        solved=Count("pk", filter=Q(outcome="solved")),
    )  # fmt: skip
    known = names()
    return tuple(
        UnitCount(
            str(known.get(one["unit"], one["unit"])), one["total"], one["open"], one["overdue"], one["solved"],
            one["closed"],
        )
        for one in found
    )  # fmt: skip
