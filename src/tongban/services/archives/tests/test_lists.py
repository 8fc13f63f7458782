"""Destruction lists: whose time is over, what is excluded and why, reviewed one by one, signed by somebody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tongban.services.archives import api as archives
from tongban.services.archives import due
from tongban.services.archives.models import DestructionList, Item
from tongban.services.archives.tests.conftest import YEARS
from tongban.services.cases import api as cases
from tongban.services.cases.tests.conftest import DAY
from tongban.trust.authority.api import Denied

pytestmark = pytest.mark.django_db


def test_the_years_are_full_calendar_years_after_closing() -> None:
    assert due.over(dt.date(2026, 11, 23), 5) == dt.date(2032, 1, 1)
    assert due.over(dt.date(2026, 12, 31), 1) == dt.date(2028, 1, 1)


def test_a_case_is_listed_from_the_day_its_time_is_over(closed, records, at) -> None:
    number = closed()
    day = dt.datetime(2032, 1, 1, 1, tzinfo=dt.UTC)
    assert list(archives.due(at=day - DAY)) == []
    assert [one.case.number for one in archives.due(at=day)] == [number]
    with pytest.raises(archives.ArchiveError):
        archives.make(by=records, at=day - DAY)


def test_what_is_permanent_or_open_is_never_listed(submitted, do, resident, at) -> None:
    kept, still = submitted("filing").number, submitted("food").number
    do(kept, "do", "fire.clerk")
    assert cases.case(number=kept, by=resident, at=at).summary.state == "closed"
    assert list(archives.due(at=at + 40 * YEARS)) == []
    assert cases.case(number=still, by=resident, at=at).summary.closed_at is None


def test_a_hold_excludes_with_its_reason_until_it_is_lifted(closed, records, at) -> None:
    held, free = closed(), closed()
    archives.set_hold(case=held, reason="纪检调阅", by=records, at=at)
    with pytest.raises(archives.ArchiveError):
        archives.set_hold(case=held, reason="again", by=records, at=at)
    made = archives.make(by=records, at=at + YEARS)
    (one,) = archives.items(id=made, by=records, at=at, verdict="excluded")
    assert (one.case, one.why) == (held, archives.words("hold"))
    with pytest.raises(archives.ArchiveError):
        archives.judge(list=made, item=one.id, verdict="destroy", by=records, at=at + YEARS)
    ((hold,), more) = archives.holds(by=records, at=at)
    assert not more
    archives.lift_hold(hold=hold.id, reason="调阅结束", by=records, at=at)
    assert [one.case.number for one in archives.due(at=at + YEARS) if not one.why] == [held]
    assert [one.case for one in archives.items(id=made, by=records, at=at, verdict="")] == [free]


def test_the_archivist_is_neither_the_maker_nor_a_reviewer(closed, records, archivist, official, at) -> None:
    closed()
    when = at + YEARS
    made = archives.make(by=records, at=when)
    with pytest.raises(archives.ArchiveError):
        archives.sign(id=made, by=archivist, at=when)  # nobody has looked at the case
    (item,) = archives.items(id=made, by=records, at=when)
    for verdict, reason in (("burn", ""), ("keep", " ")):
        with pytest.raises(archives.ArchiveError):
            archives.judge(list=made, item=item.id, verdict=verdict, reason=reason, by=records, at=when)
    archives.judge(list=made, item=item.id, verdict="destroy", by=official("records", "second"), at=when)
    for same in (records, official("records", "second")):
        with pytest.raises(archives.ArchiveError):
            archives.sign(id=made, by=same, at=when)
    archives.sign(id=made, by=archivist, at=when)
    with pytest.raises(archives.ArchiveError):
        archives.sign(id=made, by=official("archivist", "other"), at=when)  # two archivists
    with pytest.raises(archives.ArchiveError):
        archives.judge(list=made, item=item.id, verdict="keep", reason="x", by=records, at=when)


def test_the_database_refuses_a_signature_of_the_maker(closed, signed) -> None:
    closed()
    made = signed()
    with pytest.raises(IntegrityError), transaction.atomic():
        DestructionList.objects.filter(pk=made).update(signed_by="records")


def test_a_case_is_on_one_list_at_a_time(closed, records, at) -> None:
    closed()
    made = archives.make(by=records, at=at + YEARS)
    with pytest.raises(archives.ArchiveError):
        archives.make(by=records, at=at + YEARS)
    archives.drop(id=made, by=records, at=at + YEARS)
    again = archives.make(by=records, at=at + YEARS)
    assert Item.objects.filter(list=again, verdict="").count() == 1


@pytest.mark.parametrize("post", ["market.clerk", "market.leader", "mayor"])
def test_nobody_else_makes_signs_or_reads(closed, records, official, post, at) -> None:
    number, by = closed(), official(post)
    made = archives.make(by=records, at=at + YEARS)
    for act in (
        lambda: archives.make(by=by, at=at),
        lambda: archives.sign(id=made, by=by, at=at),
        lambda: archives.drop(id=made, by=by, at=at),
        lambda: archives.lists(by=by, at=at),
        lambda: archives.items(id=made, by=by, at=at),
    ):
        with pytest.raises(Denied):
            act()
    with pytest.raises(cases.NotFound):
        archives.set_hold(case=number, reason="x", by=by, at=at)


def test_a_long_list_is_made_in_a_constant_number_of_queries(
    closed, records, at, django_assert_max_num_queries
) -> None:
    for _ in range(3):
        closed()
    with django_assert_max_num_queries(40):
        archives.make(by=records, at=at + YEARS)
