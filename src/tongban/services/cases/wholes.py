"""One promised day for a life event whose parts stand in an order: kept with every act on the case, under its lock.

A part's own clocks begin when the parts before it are settled. The day of the whole is the end of the critical path
over what is promised for each part, capped by the joint limit; who is early brings it nearer, who is late moves it not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import clocks, starting, telling
from tongban.services.cases.events import DueDateChanged
from tongban.services.cases.models import Case, Clock, Leg, Matter
from tongban.services.cases.models.case import FAR
from tongban.services.offers import api as offers


def order_of(case: Case) -> Mapping[str, offers.Place]:
    """The place of every part by its offer; empty where the offer declares no order."""
    offer = offers.offer(case.offer, case.offer_version)
    return offers.places(offer.order, offer.parts) if offer.order else {}


def matters_of(case: Case) -> list[Matter]:
    """The parts with their clocks and places: five queries."""
    rows = Matter.objects.filter(case=case).select_related("leg").order_by("position")
    return list(rows.prefetch_related("clocks__pauses", "clocks__extensions"))


def free(order: Mapping[str, offers.Place], matters: Sequence[Matter]) -> list[Matter]:
    """The open parts for which nothing is left to wait, and whose time has not begun."""
    unsettled = {one.offer for one in matters if one.state == "open"}
    return [
        one
        for one in matters
        if one.state == "open" and not unsettled & set(order[one.offer].after) and handling(one) is None
    ]


def handling(matter: Matter) -> Clock | None:
    """The latest clock of a part, which says what was promised for it."""
    return max((one for one in matter.clocks.all() if one.kind == "handling"), key=lambda one: one.pk, default=None)


def begin(case: Case, *, at: dt.datetime) -> Clock | None:
    """The plan of an accepted case, and the clock of the whole; None where no part has a limit."""
    settle(case, at=at, since=at)
    return clocks.running(case, clocks.WHOLE)


def settle(
    case: Case, *, at: dt.datetime, cause: str = "part", reason: str = "", since: dt.datetime | None = None
) -> bool:  # fmt: skip
    """Starts what need not wait any more, plans anew, and writes what changed; tells a new day of the whole, and why.
    `since`: when the whole began. Again: changes nothing. Whether the day of the whole moved.
    """
    order = order_of(case)
    whole = clocks.running(case, clocks.WHOLE) if order else None
    if not order or case.state != "accepted" or (whole is None and since is None):
        return False
    matters = matters_of(case)
    if starting.parts(case, free(order, matters), at=at):
        matters = matters_of(case)
    whole = whole or _clock(case, since or at)
    found = plan(case, whole, matters, at=at)
    _write(matters, found)
    before = None if whole.pk is None else (whole.due_on, whole.provisional)
    fill(whole, found)
    if before == (whole.due_on, whole.provisional):
        return False
    clocks.again(whole, at=at)
    whole.save()
    if before is not None:
        news = DueDateChanged(
            **telling.about(case), due=whole.due_on, provisional=whole.provisional, cause=cause, reason=reason
        )
        outbox.publish(news, at=at)
    return True


def _clock(case: Case, since: dt.datetime) -> Clock:
    yellow = offers.offer(case.offer, case.offer_version).yellow
    return Clock(case=case, kind=clocks.WHOLE, amount=0, unit="working_days", started_at=since, yellow_days=yellow)


def plan(
    case: Case, whole: Clock, matters: Sequence[Matter], *, at: dt.datetime, days: deadlines.Calendar | None = None
) -> deadlines.Plan:
    """The plan as it stands at `at`; `days`: by another calendar."""
    order, joint = order_of(case), clocks.running(case, "handling")
    capped = _capped(joint, at, days) if joint else None
    return deadlines.plan(
        start=clocks.local(whole.started_at),
        steps=[_step(case, one, order[one.offer].after, at) for one in matters],
        calendar=days or clocks.calendar(),
        joint=capped,
        as_of=clocks.day_of(at),
    )


def _capped(joint: Clock, at: dt.datetime, days: deadlines.Calendar | None) -> dt.date | None:
    if days is None:
        return joint.due_on
    stops = list(joint.pauses.all())
    return clocks.due_day(
        clocks.compute(joint, at=at, pauses=stops, extensions=list(joint.extensions.all()), days=days), stops
    )


def _step(case: Case, matter: Matter, after: tuple[str, ...], at: dt.datetime) -> deadlines.Step:
    clock = handling(matter)
    if clock is None:
        given, _law = starting.limits_of(case, offers.offer(matter.offer, matter.offer_version), at=at)
        limit = deadlines.Limit(given.amount, given.unit) if given else None
        return deadlines.Step(matter.offer, limit, after, _ended(matter, at))
    stops = sorted(clock.pauses.all(), key=lambda one: (one.start, one.pk))
    more = sorted(clock.extensions.all(), key=lambda one: one.sequence)
    return deadlines.Step(
        matter.offer, clocks.limit_of(clock), after, _ended(matter, at), clocks.stops(stops), clocks.longer(more)
    )


def _ended(matter: Matter, at: dt.datetime) -> dt.date | None:
    if matter.state == "open":
        return None
    leg = getattr(matter, "leg", None)
    return clocks.day_of(matter.decided_at or at) if leg is None or leg.ended_on is None else leg.ended_on


def fill(whole: Clock, found: deadlines.Plan) -> None:
    """The day of the whole; nobody knows it while a part stands still without an end."""
    whole.provisional = found.provisional
    whole.due_on, whole.due_at, whole.yellow_at = (None if found.open else found.due), FAR, FAR
    if whole.due_on is not None:
        whole.due_at = max(clocks.start_of(whole.due_on + dt.timedelta(days=1)), whole.started_at)
        whole.yellow_at = clocks.yellow_of(
            whole.due_on, whole.yellow_days, since=whole.started_at, until=whole.due_at
        )  # fmt: skip


def _write(matters: Sequence[Matter], found: deadlines.Plan) -> None:
    """The places of the parts: only those that changed are written."""
    planned = {one.id: one for one in found.steps}
    for matter in matters:
        one, leg = planned[matter.offer], getattr(matter, "leg", None)
        wanted = {
            "begins_on": one.begins, "due_on": one.due, "ended_on": one.ended, "waits_for": one.waits_for,
            "critical": one.critical, "open": one.open, "provisional": one.provisional,
        }  # fmt: skip
        if matter.state == "dropped" and not (leg and leg.fell):
            wanted["fell"] = "needless"
        if leg is None:
            Leg.objects.create(matter=matter, **wanted)
        elif any(getattr(leg, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(leg, name, value)
            leg.save(update_fields=list(wanted))
