import datetime as dt

import pytest

from tongban.registers.records import api as records
from tongban.registers.records.models import Record
from tongban.trust.privacy import api as privacy
from tongban.trust.privacy.api import OutsideAccess

pytestmark = pytest.mark.django_db
NUMBER = "430702199003079871"
SHOP = {"code": "S1", "name": "面馆", "division": "430702", "capital": "100.50", "opened": "2020-05-01", "owner": None}


@pytest.fixture()
def shop(at):
    records.bulk_load(register="test_shops", rows=[SHOP], unit="430700.a", at=at, source="test", generated=True)


@pytest.fixture()
def person(at):
    rows = [{"number": NUMBER, "name": "甲"}, {"number": "430702199003079898", "name": "甲"}]
    records.bulk_load(register="test_people", rows=rows, unit="430700.p", at=at, source="test")


def test_it_gives_the_fields_asked_with_their_date_and_reference(shop, at):
    found = records.get(register="test_shops", key="S1", fields=("name", "capital", "grade"))
    assert found.data == {"name": "面馆", "capital": "100.50", "grade": None}
    assert (found.as_of, found.generated) == (dt.date(2026, 11, 23), True)
    assert found.reference.startswith("test_shops:")
    assert found.reference.endswith("@0")


def test_an_unknown_key_field_or_register_is_named(shop):
    with pytest.raises(records.NotRegistered, match=r"Shops|店铺"):
        records.get(register="test_shops", key="nobody")
    with pytest.raises(records.RecordError, match="nme"):
        records.get(register="test_shops", key="S1", fields=("nme",))
    with pytest.raises(records.RecordError, match="test_shop"):
        records.get(register="test_shop", key="S1")


@pytest.mark.parametrize("key", ["", "x" * 5000, "' OR 1=1 --", "\0", "\ud800", "%", "甲"])
def test_a_hostile_key_finds_nothing(shop, key):
    with pytest.raises(records.NotRegistered):
        records.get(register="test_shops", key=key)


def test_a_personal_register_is_closed_outside_an_access_context(person):
    with pytest.raises(OutsideAccess):
        records.get(register="test_people", key=NUMBER)
    with pytest.raises(OutsideAccess):
        records.find(register="test_people", where={"name": "甲"})
    with pytest.raises(OutsideAccess):
        Record.objects.count()


def test_each_personal_read_is_noted_for_the_person(person, clerk, at):
    with privacy.access(purpose="test", by=clerk, at=at, case="C-1"):
        records.get(register="test_people", key=NUMBER, fields=("name",), resource="people.basic")
    (seen,) = privacy.accesses_of(subject_tag=privacy.tag("resident", NUMBER))
    assert (seen.resource, seen.fields, seen.case, str(seen.unit.en)) == ("people.basic", ("name",), "C-1", "Bureau A")


def test_a_search_notes_everybody_it_shows(person, clerk, at):
    with privacy.access(purpose="test", by=clerk, at=at):
        found = records.find(register="test_people", where={"name": "甲"}, fields=("name",))
    assert [one.data["name"] for one in found] == ["甲", "甲"]
    for number in (NUMBER, "430702199003079898"):
        assert len(privacy.accesses_of(subject_tag=privacy.tag("resident", number))) == 1


def test_the_number_is_no_key_in_the_table(person):
    keys = set(Record.shared.values_list("key", flat=True))
    assert privacy.tag("resident", NUMBER) in keys
    assert not any(NUMBER in key for key in keys)


def test_the_owner_of_a_shop_is_a_person_too(at, clerk):
    row = {**SHOP, "owner": NUMBER}
    records.bulk_load(register="test_shops", rows=[row], unit="430700.a", at=at, source="test")
    assert records.get(register="test_shops", key="S1", fields=("name",)).data == {"name": "面馆"}
    with pytest.raises(OutsideAccess):
        records.get(register="test_shops", key="S1")
    with privacy.access(purpose="test", by=clerk, at=at):
        assert records.get(register="test_shops", key="S1").data["owner"] == NUMBER
    assert privacy.accesses_of(subject_tag=privacy.tag("resident", NUMBER))[0].fields == ("owner",)


def test_a_search_uses_declared_fields_only_and_pages_by_key(at):
    rows = [{"code": f"S{n}", "name": "面馆", "division": "430702"} for n in range(5)]
    records.bulk_load(register="test_shops", rows=rows, unit="430700.a", at=at, source="test")
    first = records.find(register="test_shops", where={"name": "面馆"}, fields=("code",), limit=3)
    rest = records.find(register="test_shops", where={"name": "面馆"}, fields=("code",), limit=3, after=first[-1].key)
    assert [one.key for one in (*first, *rest)] == ["S0", "S1", "S2", "S3", "S4"]
    assert len(records.find(register="test_shops", where={"division": "430702"}, fields=("code",))) == 5
    with pytest.raises(records.RecordError, match="name, division"):
        records.find(register="test_shops", where={"capital": "1"})


def test_a_lookup_takes_one_query(shop, django_assert_num_queries):
    with django_assert_num_queries(1):
        records.get(register="test_shops", key="S1", fields=("name",))
