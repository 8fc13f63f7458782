"""The desk's inbox: what a unit has to do, by due day, with lights and counts. The same few queries at any size."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tongban.kernel.declarations.api import Text
from tongban.services.cases import access, cursors, numbers
from tongban.services.cases.api.supervising import LIVE
from tongban.services.cases.models import Involvement, Obligation, Supervision, Work
from tongban.services.cases.models.case import FAR, FINAL_STATES, OPEN_STATES
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

MAX_LIMIT = 200
Light = Literal["", "green", "yellow", "red"]


@dataclass(frozen=True)
class Filters:
    """What to list. Empty: every open case in reach. `who`: "mine" (tasks that I took) or "team" (my units);
    `text`: a receipt number or the beginning of one; `supervised`: not empty for those under supervision; `unread`: not
    empty for those in which the applicant wrote something that the desk has not read; `owed`: evidence that follows:
    "open", "supplied" (to be checked) or "breached" (to be settled), also in cases that are over.
    """

    state: str = ""
    light: str = ""
    offer: str = ""
    unit: str = ""
    who: str = ""
    unread: str = ""
    text: str = ""
    supervised: str = ""
    owed: str = ""


@dataclass(frozen=True)
class TaskRow:
    """An open task of a case, as a list shows it."""

    task: int
    name: Text
    act: str
    unit: str
    assignee: str
    mine: bool
    urged: dt.datetime | None = None
    delegated: bool = False


@dataclass(frozen=True)
class Row:
    """A case in the list. `applicant` is a company's name, or only the first character of a person's."""

    number: str
    title: Text
    applicant: str
    role: str
    unit: str
    state: str
    light: Light
    due: dt.date | None  # the last day still in time
    provisional: bool
    opened_at: dt.datetime
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True)
class Counts:
    """How many open cases are in reach, by light and by state; `mine` are the tasks that the subject took, `unread`
    the cases with unread messages.
    """

    total: int
    red: int
    yellow: int
    green: int
    submitted: int
    supplement: int
    accepted: int
    decided: int
    mine: int
    unread: int


@dataclass(frozen=True)
class Page:
    """A page of the inbox; `after` is the cursor of the next one, empty on the last."""

    rows: tuple[Row, ...]
    counts: Counts
    after: str


SHOWN = (
    "pk", "case_id", "role", "unit", "state", "open", "due_at", "yellow_at", "case__number", "case__title_zh",
    "case__title_en", "case__name", "case__credit_code", "case__provisional", "case__opened_at",
)  # fmt: skip


def light(due_at: dt.datetime, yellow_at: dt.datetime, at: dt.datetime) -> Light:
    """The light of a clock: none when none runs, red from the end of the due day."""
    if due_at == FAR:
        return ""
    if at >= due_at:
        return "red"
    return "yellow" if at >= yellow_at else "green"


def inbox(*, by: Subject, at: dt.datetime, filters: Filters | None = None, after: str = "", limit: int = 50) -> Page:
    """The cases that an official may see, the most urgent first. A cursor that it did not make begins at the start.

    At most eight queries, whatever the number of cases.
    """
    wanted = filters or Filters()
    paths = _paths(by, wanted)
    listed = _reach(by, at=at, paths=paths, across=True)
    counted = listed if paths and len(paths) == 1 else _reach(by, at=at, paths=paths)
    rows = _filtered(listed, wanted, at, by)
    size = max(1, min(limit, MAX_LIMIT))
    page = list(_after(rows, after).order_by("due_at", "pk").values(*SHOWN)[: size + 1])
    more = cursors.written(page[size - 1]["due_at"], page[size - 1]["pk"]) if len(page) > size else ""
    return Page(_rows(page[:size], by, at), _counts(counted, by, at), more)


def _paths(by: Subject, wanted: Filters) -> set[str] | None:
    """The units to which the filters narrow the list; None for all in reach."""
    own = {post.unit_path for post in by.posts}
    if wanted.unit:
        named = {_path(wanted.unit)}
        return own & named if wanted.who == "team" else named
    return own if wanted.who == "team" else None


def _reach(by: Subject, *, at: dt.datetime, paths: set[str] | None, across: bool = False) -> QuerySet[Involvement]:
    """The rows in reach, each case once; `across` as in `access.visible`, for one unit or a list by due days."""
    rows = access.visible(by, at=at, across=across)
    if paths is not None:
        rows = rows.filter(unit_path=next(iter(paths))) if len(paths) == 1 else rows.filter(unit_path__in=paths)
        if len(paths) == 1:
            return rows
    earlier = rows.filter(case=OuterRef("case"), pk__lt=OuterRef("pk"))
    return rows.filter(Q(role="lead") | ~Exists(earlier))  # the row of the unit that leads is the first of its case


def _path(unit: str) -> str:
    try:
        return authority.unit(plain(unit)).path
    except LookupError:
        return ""


def _filtered(rows: QuerySet[Involvement], wanted: Filters, at: dt.datetime, by: Subject) -> QuerySet[Involvement]:
    if wanted.text:
        return rows.filter(_numbered(wanted.text))
    if wanted.state in (*OPEN_STATES, *FINAL_STATES):
        rows = rows.filter(state=wanted.state)
    elif wanted.state:
        rows = rows.none()
    if wanted.unread or wanted.owed:
        return _over_too(rows, wanted)
    if wanted.state not in FINAL_STATES:
        rows = rows.filter(open=True)
    if wanted.light:
        rows = rows.filter(LIGHTS[wanted.light](at)) if wanted.light in LIGHTS else rows.none()
    if wanted.offer:
        rows = rows.filter(offer=plain(wanted.offer))
    if wanted.supervised:
        rows = rows.filter(case__in=Supervision.objects.filter(state__in=LIVE).values("case"))
    if wanted.who == "mine":
        rows = rows.filter(case__in=_taken(by).values("case"))
    return rows


def _over_too(rows: QuerySet[Involvement], wanted: Filters) -> QuerySet[Involvement]:
    """What is asked of cases that are over too."""
    rows = rows.filter(unread=True) if wanted.unread else rows
    if not wanted.owed:
        return rows
    return rows.filter(case__in=Obligation.objects.filter(OWED.get(wanted.owed, Q(pk__in=[]))).values("case"))


OWED = {
    "open": Q(state="open"),
    "supplied": Q(state="supplied"),
    "breached": Q(state="breached", settled=""),
}
LIGHTS: dict[str, Callable[[dt.datetime], Q]] = {
    "red": lambda at: Q(due_at__lte=at),
    "yellow": lambda at: Q(due_at__gt=at, due_at__lt=FAR, yellow_at__lte=at),
    "green": lambda at: Q(due_at__gt=at, due_at__lt=FAR, yellow_at__gt=at),
}


def _numbered(text: str) -> Q:
    number = numbers.tidy(text)
    if number:
        return Q(case__number=number)
    start = plain(text).strip().upper()[:30]
    return Q(case__number__gte=start, case__number__lt=start + "~") if start else Q(pk__in=[])


def plain(text: str) -> str:
    """Text that both databases take."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def _after(rows: QuerySet[Involvement], after: str) -> QuerySet[Involvement]:
    place = cursors.read(after)
    if place is None:
        return rows
    due, key = place
    return rows.filter(Q(due_at__gte=due) & (Q(due_at__gt=due) | Q(pk__gt=key)))


def _counts(reach: QuerySet[Involvement], by: Subject, at: dt.datetime) -> Counts:
    by_state = {state: Count("pk", filter=Q(state=state)) for state in OPEN_STATES}
    by_light = {name: Count("pk", filter=test(at)) for name, test in LIGHTS.items()}
    found: dict[str, Any] = reach.filter(open=True).aggregate(total=Count("pk"), **by_state, **by_light)
    return Counts(**found, mine=_taken(by).count() if by.person else 0, unread=reach.filter(unread=True).count())


def _taken(by: Subject) -> QuerySet[Work]:
    """The tasks that somebody took; said so that SQLite sees that the partial index holds them all."""
    return Work.objects.exclude(assignee="").filter(assignee=by.person)


def _rows(page: list[dict[str, Any]], by: Subject, at: dt.datetime) -> tuple[Row, ...]:
    names = {post.unit: post.unit_name for post in by.posts}
    if any(row["unit"] not in names for row in page):
        names = {unit.code: unit.name for unit in authority.units()}
    tasks: dict[int, list[TaskRow]] = {}
    for work in Work.objects.filter(case__in=[row["case_id"] for row in page]).order_by("pk"):
        tasks.setdefault(work.case_id, []).append(row_of(work, by))
    return tuple(
        Row(
            number=row["case__number"],
            title=Text(row["case__title_zh"], row["case__title_en"]),
            applicant=masked(row["case__name"], company=bool(row["case__credit_code"])),
            role=row["role"],
            unit=str(names.get(row["unit"], row["unit"])),
            state=row["state"],
            light=light(row["due_at"], row["yellow_at"], at) if row["open"] else "",
            due=_last_day(row["due_at"]),
            provisional=row["case__provisional"],
            opened_at=row["case__opened_at"],
            tasks=tuple(tasks.get(row["case_id"], ())),
        )
        for row in page
    )


def row_of(work: Work, by: Subject) -> TaskRow:
    """An open task as a list shows it to somebody."""
    mine = work.assignee == by.person != ""
    return TaskRow(work.task, work.name, work.act, work.unit, work.assignee, mine, work.urged, bool(work.owner))


def _last_day(due_at: dt.datetime) -> dt.date | None:
    """The day whose end is `due_at`."""
    return None if due_at == FAR else timezone.localtime(due_at - dt.timedelta(microseconds=1)).date()


def masked(name: str, *, company: bool) -> str:
    """A name as a list may show it: of a person only the beginning, for a list is read without a reason for each."""
    return name if company or not name else name[0] + "＊" * (min(len(name), 3) - 1)
