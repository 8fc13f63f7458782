"""Why a task went where it went: for the desk alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.services.cases import access
from tongban.services.cases.api.reasons import explained, labels
from tongban.services.cases.models import Case, Remark, Routing
from tongban.services.decisions import api as decisions
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

HANDED = ("transferred", "delegated", "returned")


@dataclass(frozen=True)
class OtherRow:
    """A row that did not decide: number, where it leads, and the conditions that failed."""

    row: int
    post: str
    failed: tuple[decisions.Condition, ...]


@dataclass(frozen=True)
class RoutingView:
    """A task sent by rule: titles of the posts (empty: all who may do it, and `problem` says why), the rows that
    decided and the others, and what an official wrote who handed the task on since.
    """

    task: str
    at: dt.datetime
    posts: tuple[str, ...]
    problem: str
    why: decisions.Explanation | None
    others: tuple[OtherRow, ...]
    handed: tuple[tuple[str, str, dt.datetime], ...]


def of(
    case: Case, *, by: Subject, at: dt.datetime
) -> tuple[tuple[decisions.Explanation, ...], tuple[RoutingView, ...]]:
    """What rules decided in a case, each explained for the desk, and apart from it the tasks that a table was asked
    about, in order. That `by` may see the case is the caller's to check.
    """
    rows = list(Routing.objects.filter(case=case).order_by("id"))
    with access.reading(by, number=case.number, at=at, purpose=access.HANDLING):
        entries = decisions.of_case(case=case.number)
        named = labels(case) if entries else {}
        return explained(entries, rows, named), _views(case, rows, entries, named)


def _views(
    case: Case, rows: list[Routing], entries: Iterable[decisions.Entry], named: dict[str, str]
) -> tuple[RoutingView, ...]:
    if not rows:
        return ()
    titles = {one.code: str(one.title) for one in authority.posts()}
    notes = sorted((one for one in case.remarks.all() if one.kind in HANDED), key=lambda one: one.pk)
    known = {one.id: one for one in entries}
    return tuple(_view(row, known.get(row.entry or 0), named, titles, notes) for row in rows)


def _view(
    row: Routing, entry: decisions.Entry | None, named: dict[str, str], titles: dict[str, str], notes: Iterable[Remark]
) -> RoutingView:
    others = decisions.others(entry) if entry else ()
    return RoutingView(
        task=str(row.name),
        at=row.at,
        posts=tuple(titles.get(code, code) for code in row.posts),
        problem=_problem(row),
        why=decisions.explain(entry, labels=named) if entry else None,
        others=tuple(OtherRow(one.row, _title(row.unit, one.output, titles), one.failed) for one in others),
        handed=tuple(
            (one.by_name, one.text, one.at) for one in notes if one.name_zh == row.name_zh and one.at >= row.at
        ),
    )


def _problem(row: Routing) -> str:
    said = {
        "none": _("No row of the table fits."),
        "unknown": _("The table names a post that the department does not have: %(post)s"),
        "rule": _("The rule could not be asked: %(post)s"),
    }
    return said[row.problem] % {"post": row.asked} if row.problem else ""


def _title(unit: str, output: str, titles: dict[str, str]) -> str:
    """The output cell of a row as the title of the post that it names."""
    name = output.strip('"')
    return next((titles[code] for code in offers.spellings(unit, name) if code in titles), name)
