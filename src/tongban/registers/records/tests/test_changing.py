import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from tongban.registers.records import api as records
from tongban.registers.records.models import Batch, Event, Record
from tongban.trust.audit import api as audit

pytestmark = pytest.mark.django_db
OPENED = dt.date(2026, 1, 1)


@pytest.fixture()
def change(at, clerk):
    def run(changes, *, on=OPENED, unit="430700.a", key="S1", **more):
        return records.change(
            register="test_shops", key=key, changes=changes, valid_from=on, by_unit=unit, legal_basis="测试法第一条",
            by=clerk, at=more.pop("at", at), **more,
        )  # fmt: skip

    return run


@pytest.fixture()
def create(at, clerk):
    def run(data, **more):
        values = {
            "valid_from": OPENED,
            "by_unit": "430700.a",
            "legal_basis": "测试法第一条",
            "by": clerk,
            "at": at,
            **more,
        }
        return records.create(register="test_shops", data=data, **values)

    return run


@pytest.fixture()
def shop(create):
    return create({"code": "S1", "name": "面馆", "capital": "10"})


def current():
    return records.get(register="test_shops", key="S1", fields=("name", "capital", "grade")).data


def test_a_change_keeps_old_and_new_with_unit_and_basis(shop, change):
    change({"name": "粉馆"}, on=dt.date(2026, 6, 1), case="C-9")
    declared, changed = records.history(register="test_shops", key="S1")
    assert (declared.kind, changed.kind) == ("declare", "change")
    assert (changed.old, changed.new) == ({"name": "面馆"}, {"name": "粉馆"})
    assert (changed.unit, changed.legal_basis, changed.case) == ("430700.a", "测试法第一条", "C-9")
    assert current()["name"] == "粉馆"


def test_a_retroactive_correction_leaves_the_present_alone(shop, change, at):
    change({"name": "粉馆"}, on=dt.date(2026, 6, 1))
    change({"name": "饭馆"}, on=dt.date(2026, 3, 1), at=at + dt.timedelta(hours=1))
    assert current()["name"] == "粉馆"
    april = dt.date(2026, 4, 1)
    before = records.as_of(register="test_shops", key="S1", valid=april, known=at)
    after = records.as_of(register="test_shops", key="S1", valid=april, known=at + dt.timedelta(hours=1))
    assert (before.data["name"], after.data["name"]) == ("面馆", "饭馆")
    assert records.history(register="test_shops", key="S1")[-1].kind == "correct"


def test_what_was_loaded_is_found_again_after_changes(change, at):
    rows = [{"code": "S1", "name": "面馆", "grade": "A"}]
    records.bulk_load(
        register="test_shops", rows=rows, unit="430700.a", at=at, source="test", valid_from=dt.date(2026, 2, 1)
    )
    change({"name": "粉馆"}, on=dt.date(2026, 6, 1))
    change({"name": "早先"}, on=dt.date(2026, 1, 15))
    for day, name in ((1, None), (20, "早先")):
        with pytest.raises(records.NotRegistered) if name is None else transaction.atomic():
            past = records.as_of(register="test_shops", key="S1", valid=dt.date(2026, 1, day), known=at)
            assert past.data == {"name": name}
    past = records.as_of(register="test_shops", key="S1", valid=dt.date(2026, 3, 1), known=at)
    assert past.data == rows[0]


def test_another_unit_opens_a_finding_and_changes_nothing(shop, change):
    outcome = change({"name": "错名", "grade": "A"}, unit="430700.b")
    assert (outcome.applied, len(outcome.findings)) == (("grade",), 1)
    assert current() == {"name": "面馆", "capital": "10", "grade": "A"}
    (doubt,) = records.findings(authority="430700.a")
    assert (doubt.field, doubt.unit, doubt.authority) == ("name", "430700.b", "430700.a")


def test_the_authority_settles_a_finding_once(shop, change, clerk, at):
    (finding,) = change({"name": "新名"}, unit="430700.b").findings
    settle = {"legal_basis": "测试法第二条", "by": clerk, "at": at}
    with pytest.raises(records.RecordError, match=r"430700\.a"):
        records.settle_finding(finding=finding, accept=True, by_unit="430700.b", **settle)
    records.settle_finding(finding=finding, accept=True, by_unit="430700.a", **settle)
    assert current()["name"] == "新名"
    with pytest.raises(records.RecordError, match=str(finding)):
        records.settle_finding(finding=finding, accept=True, by_unit="430700.a", **settle)


def test_a_rejected_finding_changes_nothing(shop, change, clerk, at):
    (finding,) = change({"name": "新名"}, unit="430700.b").findings
    records.settle_finding(
        finding=finding, accept=False, by_unit="430700.a", legal_basis="测试法第二条", by=clerk, at=at
    )  # fmt: skip
    assert current()["name"] == "面馆"
    assert not records.findings(authority="430700.a")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"nme": "x"}, "nme"),
        ({"capital": "ten"}, "capital"),
        ({"capital": True}, "capital"),
        ({"capital": "1e999999"}, "capital"),
        ({"opened": "2026-02-30"}, "opened"),
        ({"name": "a\0b"}, "name"),
        ({"name": "\ud800"}, "name"),
        ({"name": 7}, "name"),
        ({"name": "x" * 2001}, "name"),
        ({"code": "S2"}, "code"),
        ({}, "code"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_whole(shop, change, changes, words):
    with pytest.raises(records.RecordError, match=words):
        change({"grade": "Z", **changes} if changes else {})
    assert current() == {"name": "面馆", "capital": "10", "grade": None}


def test_a_date_in_the_future_is_refused(shop, change):
    with pytest.raises(records.RecordError, match="2026-11-24"):
        change({"name": "x"}, on=dt.date(2026, 11, 24))


def test_a_key_is_registered_once(shop, create):
    with pytest.raises(records.RecordError):
        create({"code": "S1", "name": "再来"})
    with pytest.raises(records.RecordError, match="grade"):
        create({"code": "S2", "grade": "A"})
    assert records.count(register="test_shops") == 1


def test_every_act_is_in_the_ledger(shop, change, at):
    change({"name": "粉馆"})
    change({"name": "错"}, unit="430700.b")
    audit.seal(at=at)
    assert {"records.declare", "records.change", "records.doubt"} <= {entry.action for entry in audit.entries()}


def test_a_load_is_all_or_nothing(at):
    rows = [{"code": "S1", "name": "a"}, {"code": "S2", "name": "b"}, {"code": "S1", "name": "c"}]
    with pytest.raises(records.RecordError):
        records.bulk_load(register="test_shops", rows=rows, unit="430700.a", at=at, source="test")
    with pytest.raises(records.RecordError, match="capital"):
        records.bulk_load(
            register="test_shops",
            rows=[*rows[:2], {"code": "S3", "capital": "x"}],
            unit="430700.a",
            at=at,
            source="test",
        )
    assert (records.count(register="test_shops"), Batch.objects.count()) == (0, 0)


def test_a_load_has_a_digest_over_its_rows(at):
    seen = []
    rows = [{"code": f"S{n}", "name": "面馆", "opened": dt.date(2020, 1, 1)} for n in range(3)]
    load = records.bulk_load(
        register="test_shops", rows=rows, unit="430700.a", at=at, source="test", progress=seen.append
    )
    assert (load.count, len(load.digest), seen) == (3, 64, [3])
    assert Record.shared.filter(batch=load.batch).count() == 3


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM records_event",
        "UPDATE records_event SET unit = 'other'",
        "UPDATE records_event SET new = '{}'",
        "UPDATE records_event SET pos = 7, unit = 'other'",
        "UPDATE records_event SET pos = NULL",
    ],
)
def test_the_database_refuses_to_rewrite_events(shop, statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_feed_has_positions_without_gaps_and_no_values(shop, change, at):
    change({"name": "粉馆"})
    assert records.feed() == ()
    assert records.assign_positions(at=at) == 2
    assert records.assign_positions(at=at) == 0
    change({"name": "饭馆"})
    records.assign_positions(at=at)
    entries = records.feed()
    assert [entry.pos for entry in entries] == [1, 2, 3]
    assert entries[1].fields == ("name",)
    assert "粉馆" not in repr(entries)
    assert records.feed(after=2, register="test_shops") == entries[2:]


def test_a_position_is_given_once(shop, at):
    records.assign_positions(at=at)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.shared.update(pos=99)
