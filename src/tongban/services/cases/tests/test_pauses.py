"""What stops a clock: causes of the law and of the offer, caps, restarts, two causes at once, the last day."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.services.cases import api as cases
from tongban.services.cases.models import Clock
from tongban.services.cases.tests import city
from tongban.services.cases.tests.conftest import DAY
from tongban.services.cases.tests.test_acceptance import PLAN
from tongban.trust.authority.api import Subject

pytestmark = pytest.mark.django_db
BASIS = f"legal_basis = {city.LICENSING}"
RULED = city.offer(
    "检测事项", "Tested", "market", function='"f-ruled"',
    pauses=f"""[
  {{ cause = "test", most = {{ amount = 5 }}, {BASIS} }},
  {{ cause = "payment", policy = "restart", {BASIS} }},
  {{ cause = "force_majeure", {BASIS} }},
  {{ cause = "supplement", policy = "continue" }},
]""",
)  # fmt: skip
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    return {"offers": {"ruled": RULED}}


class Clerk:
    """Stops and starts the clocks of one case."""

    def __init__(self, number: str, by: Subject, resident: Subject, at: dt.datetime) -> None:
        self.number, self.by, self.resident, self.at = number, by, resident, at

    def stop(self, cause: str, day: int) -> None:
        cases.suspend(number=self.number, cause=cause, by=self.by, at=self.at + day * DAY)

    def go_on(self, cause: str, day: int) -> None:
        cases.resume(number=self.number, cause=cause, by=self.by, at=self.at + day * DAY)

    def due(self, day: int = 0) -> dt.date | None:
        found = cases.why(number=self.number, by=self.resident, at=self.at + day * DAY)
        return next(one.due for one in found if one.kind == "handling")

    def codes(self) -> list[str]:
        return [line.code for line in cases.case(number=self.number, by=self.resident, at=self.at).timeline]


@pytest.fixture()
def clerk(submitted, do, official, resident, at):
    def _clerk(offer: str = "ruled") -> Clerk:
        number = submitted(offer).number
        do(number, "accept", "market.clerk")
        return Clerk(number, official("market.leader"), resident, at)

    return _clerk


def test_only_causes_that_a_law_names_stop_the_clock(clerk, at) -> None:
    plain = clerk("food")
    for cause in ("payment", "third_party", "inspection", "force_majeure"):
        with pytest.raises(cases.Conflict):
            plain.stop(cause, 0)
    assert [one.cause for one in cases.pause_rules(number=plain.number, by=plain.by, at=at)] == [
        "hearing", "test", "expert_review",
    ]  # fmt: skip
    clerk().stop("payment", 0)


def test_a_pause_ends_by_itself_where_the_law_caps_it(clerk, at) -> None:
    one = clerk()
    assert one.due() == dt.date(2026, 12, 7)
    one.stop("test", 0)
    assert one.due() == dt.date(2026, 12, 14)  # at the latest: five working days later
    for day in (6, 7, 30):  # 29 November is the last day that may stand still; a node that slept changes nothing
        cases.tick(at=at + day * DAY)
        assert one.due(day) == dt.date(2026, 12, 14)
    assert one.codes().count("resumed") == 1
    with pytest.raises(cases.Conflict, match="5"):
        one.stop("test", 8)


def test_what_is_left_of_a_cap_may_be_used_later(clerk) -> None:
    one = clerk()
    one.stop("test", 0)
    one.go_on("test", 3)  # stood on the 24th and 25th
    assert one.due(3) == dt.date(2026, 12, 9)
    one.stop("test", 4)
    assert one.due(4) == dt.date(2026, 12, 14)


def test_a_restart_counts_from_zero(clerk) -> None:
    one = clerk()
    one.stop("payment", 2)
    one.go_on("payment", 7)
    assert one.due(7) == dt.date(2026, 12, 14)  # ten working days after 30 November


def test_two_causes_at_once_both_have_to_be_over(clerk) -> None:
    one = clerk()
    one.stop("force_majeure", 0)
    one.stop("hearing", 1)
    one.go_on("force_majeure", 3)
    assert one.due(3) is None
    assert one.codes()[-1] == "pause-over"
    one.go_on("hearing", 7)
    assert one.due(7) == dt.date(2026, 12, 11)  # 24 to 27 November stood still, each day once
    assert one.codes()[-1] == "resumed"


def test_a_pause_may_begin_on_the_last_day_but_not_after_it(clerk) -> None:
    one = clerk()
    one.stop("hearing", 13)  # ordered on the 6th: stands from the 7th, the last day
    assert one.due(13) is None
    one.go_on("hearing", 15)
    assert one.due(15) == dt.date(2026, 12, 8)


def test_what_is_late_stays_late_when_the_clock_of_the_law_is_stopped(clerk, at) -> None:
    one = clerk()
    one.stop("hearing", 14)  # on the last day of the promise: it still counts
    assert one.due(14) == dt.date(2026, 12, 7)
    assert Clock.objects.get(case__number=one.number, kind="statutory").due_on is None
    cases.tick(at=at + 15 * DAY)
    assert Clock.objects.get(case__number=one.number, kind="handling").red_told
    with pytest.raises(cases.Conflict):
        clerk("food").stop("hearing", 60)


def test_why_says_cause_policy_and_law_of_each_pause(clerk, resident, at) -> None:
    one = clerk()
    one.stop("test", 0)
    (found,) = next(c for c in cases.why(number=one.number, by=resident, at=at) if c.kind == "handling").pauses
    assert (found.start, found.end, found.capped, found.open) == (MONDAY + DAY, dt.date(2026, 12, 1), True, True)
    assert (found.policy, found.basis.article) == ("continue", "第四十二条")
    assert cases.case(number=one.number, by=resident, at=at).standing


@pytest.mark.parametrize("offer", ["ruled", "food"])
def test_the_time_for_acceptance_goes_on_or_begins_again_after_a_supplement(
    submitted, do, resident, at, offer: str
) -> None:
    due = {"ruled": dt.date(2026, 12, 2), "food": dt.date(2026, 12, 7)}[offer]
    number = submitted(offer).number
    do(number, "supplement", "market.clerk", when=at + 2 * DAY, items=[PLAN])
    assert cases.case(number=number, by=resident, at=at + 7 * DAY).summary.state == "supplement"
    cases.tick(at=at + 7 * DAY)
    cases.answer_supplement(number=number, replies={"plan": cases.Reply(text="here")}, by=resident, at=at + 7 * DAY)
    assert cases.case(number=number, by=resident, at=at + 7 * DAY).summary.due == due
    assert Clock.objects.filter(case__number=number, kind="acceptance", stopped_at=None).count() == 1
