"""Which post a task goes to by the table of its offer, and what the desk says of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tongban.engines.rules import api as rules
from tongban.kernel.declarations import api as declarations
from tongban.services.cases import api as cases
from tongban.services.cases.models import Case, Routing, Work
from tongban.services.cases.tests import city
from tongban.services.cases.tests.routes import FILES, TABLE
from tongban.services.offers.routes import faults, named
from tongban.trust.authority.api import Subject
from tongban.trust.authority.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    return FILES


@pytest.fixture()
def sent(submitted, official, at: dt.datetime):
    """Applies for a routed service with an area; gives the candidates of the task and what the desk says."""

    def _sent(area: str) -> tuple[list[str], cases.RoutingView]:
        number = submitted("routed", {"shop_name": "店", "area": area}).number
        told = cases.desk_case(number=number, by=official("health.leader"), at=at).routings
        return Work.objects.get(case__number=number).candidates, told[-1]

    return _sent


def test_the_row_that_matched_is_kept_and_each_other_says_what_failed(sent) -> None:
    candidates, told = sent("500")
    assert candidates == ["post:c.health.leader"]
    assert (told.posts, told.problem) == (("科长",), "")
    assert [step.row for step in told.why.steps] == [1]
    others = {one.row: one.failed for one in told.others}
    assert [(one.label, one.value) for one in others[2]] == [("Area", "500")]
    assert 1 not in others


def test_without_a_row_all_who_may_do_it_are_asked_and_the_page_says_so(sent) -> None:
    candidates, told = sent("50")
    assert candidates == ["post:c.health.clerk"]
    assert told.posts == ()
    assert "No row" in told.problem or "没有" in told.problem
    assert len(told.others) == 4


def test_a_post_that_the_unit_no_longer_has_never_stops_a_case(sent) -> None:
    assert sent("7")[0] == ["post:c.health.ghost"]
    Post.objects.filter(code="c.health.ghost").delete()
    candidates, told = sent("7")
    assert candidates == ["post:c.health.clerk"]
    assert told.posts == ()
    assert "ghost" in told.problem


def test_a_tie_of_workload_goes_by_the_row_that_comes_first(sent) -> None:
    assert sent("150")[0] == ["post:c.health.leader"], "no task is open: as many here as there"
    assert sent("150")[0] == ["post:c.health.clerk"], "the leader has one task more"
    assert sent("150")[0] == ["post:c.health.leader"], "again as many"


def test_a_case_is_routed_by_the_table_with_which_it_began(submitted, do, official, tmp_path, at: dt.datetime) -> None:
    number = submitted("late", {"shop_name": "店", "area": "500"}).number
    new = TABLE.replace('"leader"', '"clerk"', 1)
    with transaction.atomic():
        package = declarations.read(city.write(tmp_path, **{**FILES, "rules": {"route": new}}))
        declarations.publish(package, at=at)
    do(number, "do", "health.clerk")
    assert Work.objects.get(case__number=number).candidates == ["post:c.health.leader"]
    fresh = submitted("routed", {"shop_name": "店", "area": "500"}).number
    assert Work.objects.get(case__number=fresh).candidates == ["post:c.health.clerk"]


def test_the_applicant_does_not_see_who_was_given_it(submitted, sent, resident: Subject, at: dt.datetime) -> None:
    sent("500")
    number = Case.objects.get().number
    assert cases.reasons(number=number, by=resident, at=at) == ()
    with pytest.raises(cases.NotFound):
        cases.desk_case(number=number, by=resident, at=at)


def test_the_queries_do_not_grow_with_the_work(submitted, at: dt.datetime) -> None:
    answers = {"shop_name": "店", "area": "150"}
    counts = []
    submitted("routed", answers)
    for _ in range(3):
        with CaptureQueriesContext(connection) as found:
            submitted("routed", answers)
        counts.append(len(found))
    assert len(set(counts)) == 1, counts


def test_what_was_routed_is_never_changed(sent) -> None:
    sent("500")
    with pytest.raises(IntegrityError), transaction.atomic():
        Routing.objects.update(posts=[])


def test_the_check_names_posts_outside_and_facts_that_identify() -> None:
    found = faults(
        rules.read_dmn(TABLE.replace('"clerk"', '"c.market.clerk"', 1), "route.dmn"),
        "post",
        unit="c.health",
        posts=frozenset({"c.health.clerk", "c.health.leader"}),
        fields={"area": "phone"},
    )
    assert [message for message in found if "ghost" in message or "c.market" in message or "identifies" in message] == [
        "'area' identifies people: no table routes by it",
        "row 3: c.health has no post 'c.market.clerk'",
        "row 4: c.health has no post 'ghost'",
    ]
    assert named(["clerk", ["clerk", "leader"]]) == ("clerk", "leader")
    assert named(5) is None
