"""Why the whole of a life event is promised for its day: when each part begins and is due, what it waits for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.declarations.api import Text
from tongban.services.cases import access, clocks, starting, wholes
from tongban.services.cases.api.inbox import Light, light
from tongban.services.cases.api.parting import may_part
from tongban.services.cases.models import Case, Clock, Leg, Matter
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject


@dataclass(frozen=True)
class LegView:
    """One part in the plan. `waits_for` are the titles of all before it, `last` of the one that is over last; `due` is
    the earliest day while it is `open`; `limit` what is promised for it.
    """

    part: str
    title: Text
    unit: Text
    state: str
    fell: str
    begins: dt.date
    due: dt.date
    ended: dt.date | None
    waits_for: tuple[Text, ...]
    last: Text | None
    limit: deadlines.Limit | None
    begun: bool
    critical: bool
    open: bool
    provisional: bool
    light: Light
    withdrawable: bool

    @property
    def until(self) -> dt.date:
        """Where its line in the picture ends."""
        return self.ended or self.due


@dataclass(frozen=True)
class PlanView:
    """The whole: promised for `due`, None while a part stands still; set by the critical `path` of parts, or by the
    `joint` limit where that is earlier (`bound_by`: path, joint). `result` once it is over: met, missed, void.
    """

    number: str
    title: Text
    started: dt.date
    due: dt.date | None
    path_due: dt.date
    joint: dt.date | None
    bound_by: str
    path: tuple[Text, ...]
    provisional: bool
    light: Light
    result: str
    today: dt.date
    legs: tuple[LegView, ...]


def plan(*, number: str, by: Subject, at: dt.datetime) -> PlanView | None:
    """The plan of a life event whose parts stand in an order, once it is accepted; None for other cases. For applicant
    and desk, with a constant number of queries. Raises NotFound.
    """
    case = access.at_desk(number, by=by, at=at) if by.official else access.own(number, by=by)
    order = wholes.order_of(case)
    whole = Clock.objects.filter(case=case, kind=clocks.WHOLE).order_by("-pk").first() if order else None
    if whole is None:
        return None
    units = {unit.code: unit.name for unit in authority.units()}
    matters = wholes.matters_of(case)
    titles = {one.offer: one.title for one in matters}
    legs = tuple(_leg(case, one, order, titles, units, at) for one in matters)
    joint = Clock.objects.filter(case=case, matter=None, kind="handling").order_by("-pk").first()
    path = [one for one in sorted(legs, key=lambda one: (one.begins, one.until)) if one.critical]
    last = max((min(one.ended, one.due) if one.ended else one.due for one in legs), default=clocks.day_of(at))
    capped = joint is not None and joint.due_on is not None and joint.due_on < last
    return PlanView(
        number, case.title, clocks.day_of(whole.started_at), whole.due_on, last, joint.due_on if joint else None,
        "joint" if capped else "path", tuple(one.title for one in path), whole.provisional,
        light(whole.due_at, whole.yellow_at, at) if whole.stopped_at is None else "", whole.result,
        clocks.day_of(at), legs,
    )  # fmt: skip


def _leg(  # noqa: PLR0917 (one row of plan, with all that it read)
    case: Case,
    matter: Matter,
    order: Mapping[str, offers.Place],
    titles: Mapping[str, Text],
    units: Mapping[str, Text],
    at: dt.datetime,
) -> LegView:
    leg: Leg = matter.leg
    clock = wholes.handling(matter)
    running = clock if clock is not None and clock.stopped_at is None else None
    return LegView(
        matter.offer, matter.title, units.get(matter.unit, Text(matter.unit, matter.unit)), matter.state, leg.fell,
        leg.begins_on, leg.due_on, leg.ended_on, tuple(titles[one] for one in order[matter.offer].after),
        titles.get(leg.waits_for), clocks.limit_of(clock) if clock else _promised(case, matter, at), clock is not None,
        leg.critical, leg.open, leg.provisional, light(running.due_at, running.yellow_at, at) if running else "",
        may_part(case, matter),
    )  # fmt: skip


def _promised(case: Case, matter: Matter, at: dt.datetime) -> deadlines.Limit | None:
    given, _law = starting.limits_of(case, offers.offer(matter.offer, matter.offer_version), at=at)
    return deadlines.Limit(given.amount, given.unit) if given else None
