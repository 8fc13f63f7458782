"""Where a trip that is being recorded stands: played anew up to its last step, and what can be done next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from tongban.kernel.declarations.api import Item, Problem, Text
from tongban.services.cases.api import reading
from tongban.services.cases.api.examination import desk_form
from tongban.services.cases.models import Work
from tongban.services.cases.scenarios import expecting
from tongban.services.cases.scenarios.acting import Trip
from tongban.services.cases.scenarios.asking import Filled
from tongban.services.cases.scenarios.declarations import Then
from tongban.services.cases.scenarios.trying import Instead, rehearse_with
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority

T = TypeVar("T")
AFTER = {"accept": ("accept", "supplement", "decline")}


@dataclass(frozen=True)
class Task:
    """An open task: what an official may do with it, the posts of its unit, and the desk form it is done with."""

    act: str
    acts: tuple[str, ...]
    part: str
    unit: str
    name: Text
    form: str
    posts: tuple[authority.Post, ...]
    articles: tuple[tuple[str, str], ...]  # as a trip cites it, and as it is read


@dataclass(frozen=True)
class Look:
    """What a designer sees of a trip after its last step. `then` is everything that could be expected of it, None while
    there is no case; `mine` are the acts of the applicant; `items` those of the open supplement notice.
    """

    problems: tuple[Problem, ...]
    at: dt.datetime
    filled: Filled | None = None
    then: Then | None = None
    number: str = ""
    tasks: tuple[Task, ...] = ()
    mine: tuple[str, ...] = ()
    posts: tuple[authority.Post, ...] = ()  # of the units that handle it
    items: tuple[tuple[str, Text, str], ...] = ()
    extra: Any = field(default=None)


def look(item: Item, *, instead: Instead, at: dt.datetime, then: Callable[[Trip], T] | None = None) -> Look:
    """Plays a trip with a text in place of the one in force and looks at where it ends; nothing of it remains. What
    `then` makes of the trip while its world is still there is `extra`. Raises DeclarationError for a text with errors.
    """
    seen: list[Look] = []

    def watch(trip: Trip) -> None:
        made = _case(trip) if trip.number else Look((), trip.at, trip.filled)
        seen.append(replace(made, extra=then(trip) if then else None))

    (done,) = rehearse_with([item], instead=instead, at=at, watch=watch)
    return replace(seen[0], problems=done.problems) if seen else Look(done.problems, at)


def _case(trip: Trip) -> Look:
    view = reading.case(number=trip.number, by=trip.applicant, at=trip.at)
    rows = Work.objects.filter(case__number=trip.number).select_related("matter", "case").order_by("pk")
    may = {"answer": view.notice is not None, "pay": _owes(view), "withdraw": True}
    return Look(
        problems=(), at=trip.at, filled=trip.filled, then=expecting.found(trip), number=trip.number,
        tasks=tuple(_task(row) for row in rows), mine=tuple(code for code, now in may.items() if now),
        posts=_posts(view), items=view.notice.items if view.notice else (),
    )  # fmt: skip


def articles(offer: offers.Offer) -> tuple[tuple[str, str], ...]:
    """The legal basis of an offer."""
    return tuple((f"{one.law.zh}{one.article}", f"{one.law} {one.article}") for one in offer.legal_basis)


def _posts(view: reading.CaseView) -> tuple[authority.Post, ...]:
    units = {part.unit for part in view.parts}
    return tuple(one for one in authority.posts() if one.unit in units)


def _owes(view: reading.CaseView) -> bool:
    return any(one.state == "open" for one in view.bills)


def _task(work: Work) -> Task:
    offer = offers.offer(work.matter.offer if work.matter else work.case.offer)
    return Task(
        act=work.act, acts=AFTER.get(work.act, (work.act,)), part=work.matter.offer if work.matter else "",
        unit=work.unit, name=work.name, form=work.properties.get("form", "") if desk_form(work) else "",
        posts=tuple(one for one in authority.posts() if one.unit == work.unit),
        articles=articles(offer),
    )  # fmt: skip
