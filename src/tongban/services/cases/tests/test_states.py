"""Cases under random clerks, acts, times and crashes never come to an illegal state."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tongban.engines.forms import api as forms
from tongban.engines.processes import api as processes
from tongban.services.cases import api as cases
from tongban.services.cases.models import Case, Reconsideration, Work
from tongban.services.cases.tests.city import bpmn
from tongban.services.cases.tests.conftest import ANSWERS, DAY, NINE_ON_MONDAY
from tongban.services.cases.tests.reviews import FILES, contesting
from tongban.services.cases.tests.sound import sound, traces
from tongban.services.cases.tests.test_acceptance import PLAN
from tongban.services.cases.tests.test_crash import Killed, killed_before
from tongban.services.cases.tests.test_story import to_decision
from tongban.trust.authority.api import Denied, Subject

pytestmark = pytest.mark.django_db
EXAMPLES = 4 * int(os.environ.get("PROOF", "1"))
WHO = st.sampled_from(("ann", "bob", "chief"))  # two clerks, and one who is clerk and leader
CRASH = st.integers(-240, 120).map(lambda number: max(number, 0))  # before which statement; 0: it lives
HEARING = {"": "offer", "offered": "ask", "asked": "call", "called": "close"}  # the step that follows each state
CAUSES = st.sampled_from(("hearing", "test", "third_party"))


REVIEW = bpmn(
    "review", "user:accept:accept,post=clerk", "gate:ok:ok_declined", "end:declined", "user:examine:examine,post=clerk",
    "user:decide:decide,post=leader", "end:done", "flow:start>accept", "flow:accept>ok", "flow:ok>examine:accepted",
    "flow:ok>declined", "flow:examine>decide", "flow:decide>done",
)  # fmt: skip


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    """Reconsideration without the service that asks the respondent: no outbox runs here."""
    return FILES | {"processes": FILES["processes"] | {"review": REVIEW}}


class Machine(RuleBasedStateMachine):
    people: dict[str, Subject]
    resident: Subject
    do: Callable[..., None]

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.now = NINE_ON_MONDAY
        number = cases.open_case(offer="food", answers=ANSWERS, by=self.resident, at=self.now).number
        self.case = Case.objects.get(number=number)

    @initialize(far=st.integers(0, 3))
    def the_desk_is_far_on(self, far: int) -> None:
        """Two cases of four await their decision or have it: what comes late is played as often as what comes early."""
        if far > 1:
            to_decision(self.case.number, self.do)
        if far > 2:
            self.do(self.case.number, "decide", "market.leader", outcome="refused", reasons="x", article=0)
            for _step in range(3):  # it is contested, and that is examined
                self.a_reconsideration_goes_on("upheld", 0)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @invariant()
    def legal(self) -> None:
        for case in Case.objects.all():
            sound(case)

    def attempt(self, act: Callable[[], Any], crash: int) -> None:
        """An act that is done, refused or killed; of the last two nothing is left."""
        before = traces(self.case)
        try:
            with transaction.atomic(), killed_before(crash):
                act()
        except (cases.CaseError, forms.FormInvalid, Denied, Killed):
            assert traces(self.case) == before

    def work(self, *acts: str) -> int:
        return Work.objects.filter(act__in=acts).values_list("task", flat=True).order_by("-task").first() or 0

    @rule(days=st.integers(1, 12), crash=CRASH)
    def time_passes(self, days: int, crash: int) -> None:
        self.now += days * DAY
        self.attempt(lambda: cases.tick(at=self.now), crash)

    @rule(hours=st.integers(1, 200))
    def the_clock_is_late(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)

    @rule(who=WHO, act=st.sampled_from(("accept", "decline_acceptance", "request_supplement")), crash=CRASH)
    def acceptance(self, who: str, act: str, crash: int) -> None:
        more = {"decline_acceptance": {"reasons": "no", "article": 0}, "request_supplement": {"items": [PLAN]}}
        task, given = self.work("accept"), more.get(act, {})
        self.attempt(lambda: getattr(cases, act)(task=task, by=self.people[who], at=self.now, **given), crash)

    @rule(crash=CRASH)
    def the_applicant_answers(self, crash: int) -> None:
        given = {"plan": cases.Reply(text="here")}
        number, by = self.case.number, self.resident
        self.attempt(lambda: cases.answer_supplement(number=number, replies=given, by=by, at=self.now), crash)

    @rule(crash=CRASH, sure=st.integers(0, 5))
    def the_applicant_withdraws(self, crash: int, sure: int) -> None:
        if not sure:
            self.attempt(lambda: cases.withdraw(number=self.case.number, by=self.resident, at=self.now), crash)

    @rule(who=WHO, good=st.booleans(), crash=CRASH)
    def a_task_is_done(self, who: str, good: bool, crash: int) -> None:
        by, task, at = self.people[who], self.work("examine", "inspect", "decide"), self.now
        act = Work.objects.filter(task=task).values_list("act", flat=True).first()
        outcome, wish = ("granted", "grant") if good else ("refused", "refuse")
        done: dict[str | None, Callable[[], Any]] = {
            "examine": lambda: cases.examine(task=task, recommendation=wish, note="", by=by, at=at),
            "inspect": lambda: cases.inspect(
                task=task, passed=good, findings="x", answers={"sinks": "1"}, by=by, at=at
            ),
            "decide": lambda: cases.decide(task=task, outcome=outcome, reasons="x", article=0, by=by, at=at),
        }
        if act:
            self.attempt(done[act], crash)

    @rule(who=WHO, cause=CAUSES, crash=CRASH)
    def the_clock_stands_still(self, who: str, cause: str, crash: int) -> None:
        given = {"number": self.case.number, "cause": cause, "by": self.people[who], "at": self.now}
        self.attempt(lambda: cases.suspend(**given), crash)

    @rule(who=WHO, cause=CAUSES, crash=CRASH)
    def the_clock_runs_again(self, who: str, cause: str, crash: int) -> None:
        given = {"number": self.case.number, "cause": cause, "by": self.people[who], "at": self.now}
        self.attempt(lambda: cases.resume(**given), crash)

    @rule(who=WHO, step=st.sampled_from((*HEARING.values(), "drop")) | st.none(), days=st.integers(8, 20), crash=CRASH)
    def a_hearing(self, who: str, step: str | None, days: int, crash: int) -> None:
        """Any step of a hearing, oftener the one that comes next."""
        under_way = self.case.hearings.filter(state__in=HEARING).values_list("state", flat=True).first()
        chosen = step or HEARING[under_way or ""]
        by = self.resident if chosen == "ask" else self.people[who]
        given: dict[str, dict[str, Any]] = {
            "offer": {"interested": [("neighbour", "letter")]},
            "call": {"held_on": self.now + days * DAY, "place": "here", "chair": "person:bob"},
            "close": {"minutes": "x", "signed": "x"},
            "drop": {"reason": "x"},
        }
        act = getattr(cases, f"{chosen}_hearing")
        self.attempt(lambda: act(number=self.case.number, by=by, at=self.now, **given.get(chosen, {})), crash)

    @rule(
        who=st.sampled_from(("chief", "mayor")),
        step=st.sampled_from(("issue", "answer", "accept", "again")),
        crash=CRASH,
    )
    def a_supervised_item(self, who: str, step: str, crash: int) -> None:
        given = {"number": self.case.number, "by": self.people[who], "at": self.now}
        steps: dict[str, Callable[[], Any]] = {
            "issue": lambda: cases.supervise(unit="c.market", reason="late", days=3, **given),
            "answer": lambda: cases.answer_supervision(measures="soon", **given),
            "accept": lambda: cases.accept_measures(**given),
            "again": lambda: cases.reissue(reason="when", days=2, **given),
        }
        self.attempt(steps[step], crash)

    @rule(who=WHO, crash=CRASH)
    def a_task_is_sent_back(self, who: str, crash: int) -> None:
        task, by = self.work("examine", "inspect", "decide"), self.people[who]
        ways = cases.ways_back(task=task) if task else ()
        if ways:
            to = ways[0].element
            self.attempt(lambda: cases.send_back(task=task, to=to, reason="x", by=by, at=self.now), crash)

    @rule(who=WHO, crash=CRASH)
    def a_step_is_taken_back(self, who: str, crash: int) -> None:
        by = self.people[who]
        done = [one for one in processes.tasks(business_key=self.case.number) if one.done_by == by.person]
        if done:
            self.attempt(lambda: cases.recall(task=done[-1].id, by=by, at=self.now), crash)

    @rule(outcome=st.sampled_from(("upheld", "revoked", "unlawful")), crash=CRASH)
    def a_reconsideration(self, outcome: str, crash: int) -> None:
        self.a_reconsideration_goes_on(outcome, crash)

    def a_reconsideration_goes_on(self, outcome: str, crash: int) -> None:
        """Filed against the decision, then one step further by people who had no hand in it."""
        at, jane, judge = self.now, self.people["jane"], self.people["judge"]
        live = Reconsideration.objects.filter(outcome="").first()
        work = Work.objects.filter(case=live.case_id).first() if live else None
        answers = contesting(self.case.number, "x")
        task, words = work.task if work else 0, {"reasons": "x", "article": 0, "to": "decide"}
        steps: dict[str, Callable[[], Any]] = {
            "": lambda: cases.open_case(offer="review", answers=answers, by=self.resident, at=at),
            "accept": lambda: cases.accept(task=task, by=jane, at=at),
            "examine": lambda: cases.examine(task=task, recommendation="grant", by=jane, at=at),
            "decide": lambda: cases.reconsider(task=task, outcome=outcome, by=judge, at=at, **words),
        }
        self.attempt(steps[work.act if work else ""], crash)

    @rule(who=WHO, amount=st.integers(0, 20), crash=CRASH)
    def more_time(self, who: str, amount: int, crash: int) -> None:
        by = self.people[who]
        self.attempt(
            lambda: cases.extend(number=self.case.number, amount=amount, reason="x", by=by, at=self.now), crash
        )


def test_no_illegal_state(official: Callable[..., Subject], resident: Subject, do: Callable[..., None]) -> None:
    both = [
        official(f"{unit}.{post}", "chief") for unit in ("market", "health", "fire") for post in ("clerk", "leader")
    ]
    posts = {post.code: post for one in both for post in one.posts}
    chief = Subject(kind="official", person="chief", name="Chief", posts=tuple(posts.values()))
    Machine.people = {"ann": official("market.clerk", "ann"), "bob": official("market.clerk", "bob"), "chief": chief}
    Machine.people["mayor"] = official("mayor")
    Machine.people |= {"jane": official("justice.clerk", "jane"), "judge": official("justice.leader", "judge")}
    Machine.resident, Machine.do = resident, staticmethod(do)
    run_state_machine_as_test(Machine, settings=examples(max_examples=EXAMPLES, stateful_step_count=15, deadline=None))
