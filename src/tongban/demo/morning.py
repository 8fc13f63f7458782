"""What lies on the desks when the demonstration begins: other people's cases, sent in and partly worked on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from tongban.demo import story
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import api as cases
from tongban.trust.identity import api as identity


@dataclass(frozen=True)
class Arrival:
    """One case: who sends it, the worked case whose answers it has, how many acts of the desks followed."""

    applicant: str
    scenario: str
    acts: int
    name: str = ""  # of the shop, where the form asks for one
    company: bool = False  # sent for the owner's company


ARRIVALS = (
    Arrival("neighbour", "restaurant-plain", 0, "武陵区若兰小吃店"),
    Arrival("applicant1", "restaurant-granted", 3, "武陵区柳叶湖鱼馆"),
    Arrival("applicant2", "restaurant-plain", 5, "武陵区启明面馆"),
    Arrival("applicant3", "company-registration", 1, "常德市德山早点有限公司"),
    Arrival("applicant4", "company-registration", 0, "常德市白马湖茶饮有限公司"),
    Arrival("applicant5", "restaurant-packaged-food-only", 2, "武陵区河街杂货店"),
    Arrival("owner", "food-licence", 2, company=True),
    Arrival("owner", "hygiene-pledge-broken", 1, company=True),
    Arrival("owner", "fire-commitment", 0, company=True),
    Arrival("owner", "shop-sign", 2, company=True),
    Arrival("owner", "seal-record", 1, company=True),
)
LACKING = "applicant4"  # whose application the window finds incomplete
MISSING = cases.Missing("premises", Text("租赁合同缺少签字页", "The lease lacks its page of signatures"))


def come(*, now: Callable[[], dt.datetime]) -> Iterator[str]:
    """Sends in every case and lets the desks begin; yields the number of each."""
    at = now()
    owner = identity.subject_for(username="owner", at=at)
    (mandate,) = identity.mandates_of(person=owner.person, at=at)
    for one in ARRIVALS:
        lent = declarations.current("scenarios", one.scenario).value
        answers = {name: typed(value) for name, value in lent.answers.items()}
        if one.name:
            answers["entity_name"] = one.name
        stage = story.Stage(now, lent.offer, one.applicant, mandate.credit_code if one.company else "")
        list(story.apply(stage, answers, lent.later))
        outbox.drain(at=now())
        list(islice(story.work(stage), one.acts))
        if one.applicant == LACKING:
            _ask(stage)
        outbox.drain(at=now())
        yield stage.number


def typed(value: object) -> object:
    """A value as a draft keeps it."""
    return str(value) if isinstance(value, Decimal | dt.date) else value


def _ask(stage: story.Stage) -> None:
    """The window asks for what is missing."""
    clerk = stage.as_("scjgj.clerk")
    act = cases.desk_case(number=stage.number, by=clerk, at=stage.now()).act("supplement")
    if act is None or act.task is None:
        raise story.StoryStopped(f"{stage.number}: nobody can ask for what is missing")
    cases.request_supplement(task=act.task, items=[MISSING], by=clerk, at=stage.now())
