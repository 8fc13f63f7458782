"""When time runs out: deemed refused, escalated, told; once, whatever crashes, sleeps or runs twice."""

from __future__ import annotations

import pytest

from tongban.kernel.outbox.models import Message
from tongban.services.cases import api as cases
from tongban.services.cases import holding
from tongban.services.cases.api import tacit
from tongban.services.cases.api import time as times
from tongban.services.cases.models import Case, Decision, Escalation
from tongban.services.cases.tests import city
from tongban.services.cases.tests.conftest import DAY
from tongban.services.cases.tests.sound import sound
from tongban.services.cases.tests.test_crash import survives
from tongban.services.cases.tests.test_story import to_decision

pytestmark = pytest.mark.django_db
ASLEEP = 40 * DAY


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    return {"offers": {"silent": city.SILENT}}


@pytest.fixture()
def waiting(submitted, do, official) -> str:
    official("mayor")
    number: str = submitted("silent").number
    to_decision(number, do)
    return number


def test_a_node_that_slept_forty_days_tells_both_limits_and_decides_once(waiting: str, resident, news, at) -> None:
    for days in (40, 41):
        cases.tick(at=at + days * DAY)
    mine = cases.case(number=waiting, by=resident, at=at + 41 * DAY)
    assert (mine.summary.state, mine.summary.outcome) == ("closed", "refused")
    assert "第四十二条" in mine.parts[0].reasons
    assert "tacit-refused" in [line.code for line in mine.timeline]
    assert not mine.certificates
    kinds = ("CaseOverdue", "CaseEscalated", "MatterDecided", "CaseDecided", "CaseClosed")
    assert [news().count(kind) for kind in kinds] == [2, 1, 1, 1, 1]
    sound(Case.objects.get(number=waiting))


def test_the_named_post_is_told_once_and_it_is_recorded(waiting: str, official, at, relay) -> None:
    for days in (15, 16, 20):
        cases.tick(at=at + days * DAY)
    row = Escalation.objects.get()
    assert (row.post, row.persons, row.clock.kind) == ("c.mayor", ["mayor"], "handling")
    assert Message.objects.get(kind__endswith="CaseEscalated").body["persons"] == ["mayor"]
    told = cases.desk_case(number=waiting, by=official("mayor"), at=at).history
    assert "市长" in next(line.text for line in told if line.code == "escalated")


@pytest.mark.parametrize("act", [times._red, tacit.decide])
def test_a_kill_between_two_statements_leaves_nothing_and_it_happens_then(waiting: str, act, at) -> None:
    def happen() -> None:
        with holding.locked(waiting, at=at + ASLEEP) as case:
            act(case, at + ASLEEP)

    survives(happen)
    assert (Escalation.objects.count(), Decision.objects.count()) == ((1, 0) if act is times._red else (0, 1))


def test_whoever_decides_late_is_told_what_the_law_made_of_it(waiting: str, do, at) -> None:
    with pytest.raises(cases.Conflict):
        do(waiting, "decide", "market.leader", when=at + ASLEEP, outcome="granted", article=0)
