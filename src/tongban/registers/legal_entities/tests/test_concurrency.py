"""Many writers at once, on the database that has them."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from django.db import connection

from tongban.registers.legal_entities import api as entities
from tongban.registers.records import api as records
from tongban.registers.records.models import Event
from tongban.trust.authority.api import SYSTEM

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
]
WRITERS = 8


@pytest.fixture(autouse=True)
def several_writers(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")


def together(work):
    def one(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


def register(number, at, case=""):
    return entities.register_entity(
        name="某公司" if case else f"公司{number}", kind="company", legal_representative="11010519491231002X",
        representative_name="甲", address="某路", division="430702", capital=None, scope="", legal_basis="x", by=SYSTEM,
        at=at, established=dt.date(2026, 1, 1), case=case,
    ).credit_code  # fmt: skip


def test_no_code_is_given_out_twice(at):
    assert len(set(together(lambda number: register(number, at)))) == WRITERS


def test_one_case_registers_one_company_whoever_is_first(at):
    assert len(set(together(lambda number: register(number, at, case="C-1")))) == 1
    assert records.count(register="legal_entities") == 1


def test_changes_of_one_record_follow_one_another_and_the_feed_loses_none(at):
    code = register(0, at)

    def work(number):
        for turn in range(5):
            records.change(
                register="legal_entities", key=code, changes={"address": f"{number}-{turn}"}, valid_from=dt.date(2026, 2, 1),
                by_unit="430700.scjgj", legal_basis="x", by=SYSTEM, at=at,
            )  # fmt: skip
            records.assign_positions(at=at, limit=3)

    together(work)
    while records.assign_positions(at=at):
        pass
    events = list(Event.shared.order_by("id"))
    assert len(events) == 1 + 5 * WRITERS
    for before, after in pairwise(events[1:]):
        assert after.old == before.new
    assert [entry.pos for entry in records.feed(limit=1000)] == list(range(1, len(events) + 1))
    assert records.get(register="legal_entities", key=code, fields=("address",)).data == events[-1].new
