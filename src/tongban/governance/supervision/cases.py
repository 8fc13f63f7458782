"""The cases behind a number of the board."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.governance.supervision import rights
from tongban.kernel.declarations.api import Text
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject

WHATS = ("opened", "decided", "late", "in-time")
MAX_LIMIT = 200
LONGEST_KEY = 19


@dataclass(frozen=True)
class CaseRow:
    """A case as the board counts it."""

    number: str
    title: Text
    unit: Text
    state: str
    outcome: str
    opened_on: dt.date
    decided_on: dt.date | None
    days: int | None
    in_time: bool | None


@dataclass(frozen=True)
class CaseRows:
    """A page of cases, the newest first; `next` is the key of the next page, empty on the last."""

    rows: tuple[CaseRow, ...]
    next: str


def cases(
    *, by: Subject, at: dt.datetime, since: dt.date, until: dt.date, what: str = "decided", unit: str = "",
    offer: str = "", after: str = "", limit: int = 50,
) -> CaseRows:  # fmt: skip
    """The cases that a number counts: `what` is opened, decided, late or in-time. Three queries beside the grants."""
    rows = rights.measured(by, at=at)
    day = "opened_on" if what == "opened" else "decided_on"
    rows = rows.filter(**{f"{day}__gte": since, f"{day}__lt": until})
    rows = rows.filter(in_time=what == "in-time") if what in ("late", "in-time") else rows
    rows = rows.filter(unit=unit) if unit else rows
    rows = rows.filter(offer=offer) if offer else rows
    if after.isascii() and after.isdigit() and len(after) < LONGEST_KEY:
        rows = rows.filter(pk__lt=int(after))
    size = max(1, min(limit, MAX_LIMIT))
    page = list(rows.order_by("-id")[: size + 1])
    units = {one.code: one.name for one in authority.units()}
    titles = {one.key: one.title for one in offers.offers()}
    shown = tuple(
        CaseRow(
            row.case, titles.get(row.offer, Text(row.offer)), units.get(row.unit, Text(row.unit)), row.state,
            row.outcome, row.opened_on, row.decided_on, row.days, row.in_time,
        )
        for row in page[:size]
    )  # fmt: skip
    return CaseRows(shown, str(page[size - 1].pk) if len(page) > size else "")
