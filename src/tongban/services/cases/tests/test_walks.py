"""Random people do random things at random times: whatever is refused is refused in words, and nothing illegal remains."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tongban.engines.processes import api as processes
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import api as cases
from tongban.services.cases.models import Case, Clock, Decision, Involvement, Supplement, Work
from tongban.services.cases.models.case import FAR, FINAL_STATES
from tongban.services.cases.tests.conftest import ANSWERS
from tongban.services.cases.tests.test_acceptance import PLAN
from tongban.trust.authority.api import Denied

pytestmark = pytest.mark.django_db
POSTS = [f"{unit}.{post}" for unit in ("market", "health", "fire") for post in ("clerk", "leader")]
STEPS = 60


class Walk:
    """One node's random life."""

    def __init__(self, seed: int, official: object, resident: object, at: dt.datetime) -> None:
        self.chance, self.at = random.Random(seed), at  # noqa: S311 (repeatable)
        self.officials = [official(post) for post in POSTS]
        self.resident = resident
        self.refused = self.done = 0

    def step(self) -> None:
        self.at += dt.timedelta(hours=self.chance.choice((0, 1, 5, 24, 24, 100)))
        act = self.chance.choice(
            (self.open, self.own, self.desk, self.desk, self.desk, self.desk, self.whole, self.tick)
        )
        try:
            act()
            self.done += 1
        except (cases.CaseError, Denied):
            self.refused += 1
        self.check()

    def tick(self) -> None:
        cases.tick(at=self.at)
        outbox.drain(at=self.at)

    def open(self) -> None:
        cases.open_case(
            offer=self.chance.choice(("food", "opening", "filing")), answers=ANSWERS, by=self.resident, at=self.at
        )

    def number(self) -> str:
        return self.chance.choice([*Case.objects.values_list("number", flat=True), "none"])

    def own(self) -> None:
        number = self.number()
        if self.chance.random() < 0.15:
            cases.withdraw(number=number, by=self.resident, at=self.at)
        else:
            replies = {"plan": cases.Reply(text=self.chance.choice(("", "here")))}
            cases.answer_supplement(number=number, replies=replies, by=self.resident, at=self.at)

    def desk(self) -> None:
        tasks = [*Work.objects.values_list("task", "act"), (7, "accept")]
        task, act = self.chance.choice(tasks)
        able = [one for one in self.officials if self.chance.random() < 0.3 or self.may(one, task)]
        given = {"task": task, "by": self.chance.choice(able or self.officials), "at": self.at}
        match self.chance.choice((act, act, act, "claim", "release", "supplement", "decline")):
            case "accept":
                cases.accept(**given)
            case "decline":
                cases.decline_acceptance(**given, reasons="x", article=0)
            case "supplement":
                cases.request_supplement(**given, items=[PLAN])
            case "examine":
                cases.examine(**given, recommendation=self.chance.choice(("grant", "refuse")), note="x")
            case "inspect":
                cases.inspect(**given, passed=self.chance.random() < 0.5, findings="x", answers={"sinks": "1"})
            case "decide":
                cases.decide(**given, outcome=self.chance.choice(("granted", "refused")), reasons="x", article=0)
            case "do":
                cases.settle_task(**given)
            case "claim":
                cases.claim(**given)
            case "release":
                cases.release(**given)

    def may(self, by: object, task: int) -> bool:
        work = Work.objects.filter(task=task).first()
        return bool(work) and any(f"post:{post.code}" in work.candidates for post in by.posts)

    def whole(self) -> None:
        given = {"number": self.number(), "by": self.chance.choice(self.officials), "at": self.at}
        match self.chance.choice(("suspend", "resume", "extend", "opinion", "give")):
            case "suspend":
                cases.suspend(**given, cause=self.chance.choice(("test", "hearing")))
            case "resume":
                cases.resume(**given, cause=self.chance.choice(("test", "hearing")))
            case "extend":
                cases.extend(**given, amount=3, reason="x")
            case "opinion":
                cases.ask_opinion(**given, unit=self.chance.choice(("c.fire", "c.health")), question="?")
            case "give":
                for one in cases.opinions(by=given["by"], at=self.at).rows[:1]:
                    cases.give_opinion(opinion=one.id, verdict="agree", text="", by=given["by"], at=self.at)

    def check(self) -> None:
        for case in Case.objects.prefetch_related("matters"):
            running = set(Clock.objects.filter(case=case, stopped_at=None, matter=None).values_list("kind", flat=True))
            wanted = {"submitted": {"acceptance"}, "accepted": {"handling", "statutory"}}.get(case.state, set())
            assert running <= wanted, case.state
            assert bool(running) == bool(wanted) or case.offer == "opening", case.state
            assert (case.state == "supplement") == Supplement.objects.filter(case=case, state="open").exists()
            tasks = {task.id for task in processes.tasks(business_key=case.number, open_only=True)}
            assert set(Work.objects.filter(case=case).values_list("task", flat=True)) == tasks
            if case.state in FINAL_STATES:
                assert not tasks
                assert {one.status for one in processes.state(case.number)}.isdisjoint({"running"})
            for matter in case.matters.all():
                assert (matter.state == "decided") == Decision.objects.filter(matter=matter).exists()
                assert matter.state != "open" or case.open
            rows = Involvement.objects.filter(case=case)
            assert {(row.open, row.state) for row in rows} == {(case.open, case.state)}
            assert all(row.due_at != FAR or not row.open or not running or case.due_at == FAR for row in rows)


@pytest.mark.parametrize("seed", range(5))
def test_no_walk_leaves_an_illegal_state(seed: int, official, resident, at: dt.datetime) -> None:
    walk = Walk(seed, official, resident, at)
    for _ in range(STEPS):
        walk.step()
    assert walk.done > 15
    assert walk.refused > 3
    assert not outbox.dead_letters()
