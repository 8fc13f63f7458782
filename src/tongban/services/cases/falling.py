"""A part of a life event falls away: taken back, or with another one; its process is passed over."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from tongban.engines.processes import api as processes
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import clocks, history, telling, wholes
from tongban.services.cases.deciding import all_decided
from tongban.services.cases.events import PartsFell
from tongban.services.cases.models import Case, Leg, Matter, Work
from tongban.services.offers import api as offers
from tongban.trust.authority.api import SYSTEM

GONE = ("withdrawn", "followed")
INSTEAD = {"outcome": "withdrawn"}  # what the process of the life event reads of a part that fell away
NAMES = {"examine": "examined", "decide": "outcome", "inspect": "passed", "accept": "accepted"}
MOST = 100


def others(case: Case, matter: Matter, event: Literal["refused", "withdrawn"]) -> list[Matter]:
    """The open parts that fall away with one, as the life event declares."""
    named = offers.falling(offers.offer(case.offer, case.offer_version).order, matter.offer, event)
    rows = Matter.objects.filter(case=case, state="open").exclude(pk=matter.pk).order_by("position")
    return list(rows if named is None else rows.filter(offer__in=named))


def refused(case: Case, matter: Matter, *, at: dt.datetime) -> None:
    """What a refusal does to the other parts; the case is locked."""
    if wholes.order_of(case):
        _fall(case, matter, others(case, matter, "refused"), "refused", at)


def withdrawn(case: Case, matter: Matter, *, at: dt.datetime) -> None:
    """Takes one part away, with those that fall with it; the case is locked."""
    along = others(case, matter, "withdrawn")
    _drop(case, matter, "withdrawn", at)
    _fall(case, matter, along, "withdrawn", at)


def _fall(case: Case, matter: Matter, along: list[Matter], cause: str, at: dt.datetime) -> None:
    for one in along:
        _drop(case, one, "followed", at)
        history.write(case, "part-fell", by=SYSTEM, at=at, part=one.title)
    if along or cause == "withdrawn":
        title = {"zh": matter.title_zh, "en": matter.title_en}
        fell = tuple({"zh": one.title_zh, "en": one.title_en} for one in along)
        outbox.publish(PartsFell(**telling.about(case), part_title=title, cause=cause, fell=fell), at=at)
    if not Matter.objects.filter(case=case, state="open").exists():
        all_decided(case, at=at)


def _drop(case: Case, matter: Matter, fell: str, at: dt.datetime) -> None:
    matter.state = "dropped"
    matter.save(update_fields=["state"])
    clocks.stop(case, at=at, kinds=("handling", "statutory"), result="void", matter=matter)
    Leg.objects.filter(matter=matter).update(fell=fell, ended_on=clocks.day_of(at), open=False)


def passed_over(number: str, key: str) -> dict[str, Any] | None:
    """What stands for the answer of a part's process when the part fell away before it began."""
    rows = Matter.objects.filter(case__number=number, leg__fell__in=GONE)
    versions = rows.values_list("offer", "offer_version")
    return INSTEAD if any(offers.offer(*one).process == key for one in versions) else None


def clear(case: Case, *, at: dt.datetime) -> None:
    """Takes the processes and tasks of parts that fell away off the desks; again: changes nothing. A process that
    stands still by order is left until it goes on.
    """
    if case.state not in ("accepted", "decided") or not wholes.order_of(case):
        return
    gone = list(Matter.objects.filter(case=case, leg__fell__in=GONE))
    try:
        for one in gone:
            _skip(case, offers.offer(one.offer, one.offer_version).process, at)
        for _count in range(MOST if gone else 0):
            work = Work.objects.filter(case=case, matter__in=gone).order_by("pk").first()
            if work is None:
                return
            _settle(work, at)
    except processes.Suspended:
        return


def _skip(case: Case, process: str, at: dt.datetime) -> None:
    if process and process != case.process:
        processes.skip(business_key=case.number, key=process, instead=INSTEAD, by=SYSTEM.person, at=at)


def _settle(work: Work, at: dt.datetime) -> None:
    if work.assignee:
        processes.assign(task=work.task, assignee=SYSTEM.person, by=SYSTEM.person, at=at)
    name = work.properties.get("as", NAMES.get(work.act, "done"))
    value = "withdrawn" if work.act in ("examine", "decide") else False
    processes.complete(task=work.task, patch={name: value}, by=SYSTEM.person, at=at)
