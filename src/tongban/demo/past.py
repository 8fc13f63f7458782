"""The weeks before the demonstration begins: cases that were worked through, so that reports have something to tell.

Each is played through the front doors at a moment of its own: sent in, taken on, worked, decided.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from tongban.demo import morning, story
from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import api as cases
from tongban.trust.identity import api as identity

OFFER, SCENARIO, APPLICANT = "shop-sign", "shop-sign", "owner"
AGO, CASES, SEED = dt.timedelta(days=42), 9, 430_700
ON_THE_ROAD, REFUSED, ASKED = (1, 4, 6), (7,), (2,)  # which want tables outside, are refused, are asked for too much
BEYOND = cases.Missing("item-0", Text("近三年纳税证明", "Proof of taxes of three years"), "text")
OPENS, CLOSES, FRIDAY = 9, 17, 5
WAITS = {"accept": 1.5, "examine": 9.0, "traffic": 16.0, "decide": 5.0}  # hours until somebody begins
WORK = {"accept": 10, "examine": 45, "traffic": 30, "decide": 15}  # minutes of work
MOST_ACTS = 8


@dataclass
class Clock:
    """The moment of the case under way; it only goes forward, and rests at night and at weekends."""

    now: dt.datetime

    def __call__(self) -> dt.datetime:
        return self.now

    def later(self, **span: float) -> None:
        moment = timezone.localtime(self.now + dt.timedelta(**span))
        if moment.hour >= CLOSES:
            moment = (moment + dt.timedelta(days=1)).replace(hour=OPENS)
        elif moment.hour < OPENS:
            moment = moment.replace(hour=OPENS)
        while moment.isoweekday() > FRIDAY:
            moment += dt.timedelta(days=1)
        self.now = moment.astimezone(dt.UTC)


def come(*, until: dt.datetime) -> Iterator[str]:
    """Plays the cases of the weeks before `until`, oldest first; yields the number of each."""
    chance = random.Random(SEED)  # noqa: S311 (invention, not secrecy)
    lent = declarations.current("scenarios", SCENARIO).value
    begun = until - AGO
    (mandate,) = identity.mandates_of(person=identity.subject_for(username=APPLICANT, at=until).person, at=until)
    for place in range(CASES):
        clock = Clock(begun + dt.timedelta(days=1 + 3 * place))
        clock.later(hours=chance.uniform(0, 6))
        stage = story.Stage(clock, OFFER, APPLICANT, mandate.credit_code)
        answers = {name: morning.typed(value) for name, value in lent.answers.items()}
        if place in ON_THE_ROAD:
            answers |= {"terrace": True, "terrace_area": "12.0", "terrace_days": 30}
        list(story.apply(stage, answers))
        if place in ASKED:
            _ask(stage, clock)
        _work(stage, clock, chance, refused=place in REFUSED)
        yield stage.number


def _ask(stage: story.Stage, clock: Clock) -> None:
    """The window asks for what is not on the list of the service, and gets it: supervision finds that."""
    outbox.drain(at=clock())
    (task,) = processes.tasks(business_key=stage.number, open_only=True)
    clerk = stage.as_(task.candidates[0].partition(":")[2].partition(".")[2])
    clock.later(hours=2)
    cases.request_supplement(task=task.id, items=[BEYOND], by=clerk, at=clock())
    clock.later(hours=20)
    replies = {BEYOND.id: cases.Reply(text="已附说明")}
    cases.answer_supplement(number=stage.number, replies=replies, by=stage.sender(), at=clock())


def _work(stage: story.Stage, clock: Clock, chance: random.Random, *, refused: bool) -> None:
    """Every open task is taken on after a while, and done after another, until nothing is left to do."""
    for _act in range(MOST_ACTS):
        outbox.drain(at=clock())
        opened = processes.tasks(business_key=stage.number, open_only=True)
        if not opened:
            return
        task = opened[0]
        by = stage.as_(task.candidates[0].partition(":")[2].partition(".")[2])
        clock.later(hours=WAITS.get(task.element, 4.0) * chance.uniform(0.4, 2.0))
        cases.claim(task=task.id, by=by, at=clock())
        clock.later(minutes=WORK.get(task.element, 20) * chance.uniform(0.5, 2.5))
        view = cases.desk_case(number=stage.number, by=by, at=clock())
        act = next(one for code in story.ACTS if (one := view.act(code)) is not None and one.task == task.id)
        if refused and act.code == "decide":
            reasons = "招牌遮挡相邻商户窗户"
            cases.decide(task=task.id, outcome="refused", article=0, reasons=reasons, by=by, at=clock())
        else:
            story.do(act, by, clock())
    outbox.drain(at=clock())
