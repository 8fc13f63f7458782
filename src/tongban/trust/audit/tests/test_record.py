import datetime as dt
import json
from dataclasses import dataclass

import pytest
from django.db import IntegrityError, transaction

from tongban.trust.audit import api as audit
from tongban.trust.audit.models import Pending


@dataclass(frozen=True)
class Post:
    code: str


@dataclass(frozen=True)
class Clerk:
    kind: str = "official"
    person: str = "p1"
    account: str = "clerk"
    posts: tuple[Post, ...] = (Post("window"),)
    assurance: int = 2


@pytest.fixture()
def note(db, at):
    def note(**changes):
        return audit.record(**{"at": at, "by": "system", "action": "cases.open", "object": "case:1", **changes})

    return note


def test_an_entry_says_who_did_what_when_for_what(db, at):
    audit.record(
        at=at, by=Clerk(), action="cases.decide", object="case:1", purpose="decide", case="1", detail={"grade": 3}
    )
    assert json.loads(Pending.objects.get().body) == {
        "v": 1,
        "at": "2026-11-23T01:00:00.000000+00:00",
        "zone": "public",
        "by": {"kind": "official", "person": "p1", "account": "clerk", "posts": ["window"], "assurance": 2},
        "action": "cases.decide",
        "object": "case:1",
        "purpose": "decide",
        "case": "1",
        "result": "ok",
        "detail": {"grade": 3},
    }


def test_recording_costs_one_statement(note, django_assert_num_queries):
    with django_assert_num_queries(1):
        note()


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_the_transaction_of_its_act_is_refused(at):
    with pytest.raises(RuntimeError, match="outside the transaction"):
        audit.record(at=at, by="system", action="a.b", object="c:d")


def test_an_entry_goes_with_its_act(note):
    def act():
        note()
        raise InterruptedError

    with pytest.raises(InterruptedError), transaction.atomic():
        act()
    assert not Pending.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"object": "resident:430702198003071234"},
        {"detail": {"seen": "43070219800307123X"}},
        {"detail": {"reason": "long " * 60}},
        {"detail": {"reason": "two\nlines"}},
        {"detail": {"rate": 1.5}},
        {"at": dt.datetime(2026, 1, 1)},
    ],
)
def test_what_does_not_belong_in_the_ledger_is_refused_and_nothing_written(note, bad):
    with pytest.raises((audit.NotForTheLedger, audit.CanonicalError)):
        note(**bad)
    assert not Pending.objects.exists()


@pytest.mark.parametrize(
    "good", ["company:91430702MA4L1234X8", "case:430700-2026-000123-C", "hash:" + "0123456789" * 6]
)
def test_identifiers_that_are_no_resident_numbers_pass(note, good):
    assert note(object=good)


def test_a_waiting_entry_can_be_neither_changed_nor_dropped(note):
    ticket = note()
    for attack in (lambda rows: rows.update(body="{}"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attack(Pending.objects.filter(pk=ticket))
