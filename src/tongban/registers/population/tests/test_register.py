import datetime as dt

import pytest

from tongban.exchange.catalogue import api as catalogue
from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.registers.population import api as population
from tongban.registers.records import api as records
from tongban.trust.authority.api import SYSTEM
from tongban.trust.privacy import api as privacy

pytestmark = pytest.mark.django_db
FIRST = "43070219900307987"
NUMBER = FIRST + population.check_mark(FIRST)


@pytest.fixture(autouse=True)
def purpose():
    privacy.declare_purpose("test", Text("测试", "Testing"), LegalBasis(Text("测试法", "Test Act"), "第一条", "test"))


@pytest.fixture()
def resident(at):
    row = {"number": NUMBER, "name": "甲", "birth": dt.date(1990, 3, 7), "division": "430702"}
    records.bulk_load(register="population", rows=[row], unit="430700.gaj", at=at, source="test")


def test_each_field_has_one_authority_and_marriage_is_civil_affairs():
    authorities = {field.name: field.authority for field in population.REGISTER.fields}
    assert authorities.pop("marital_status") == "430700.mzj"
    assert set(authorities.values()) == {"430700.gaj"}


def test_a_resident_is_read_by_number_within_an_access_context(resident, at):
    with pytest.raises(privacy.OutsideAccess):
        population.resident(number=NUMBER)
    with privacy.access(purpose="test", by=SYSTEM, at=at):
        found = population.resident(number=f" {NUMBER.lower()} ", fields=("name", "birth"))
    assert found.data == {"name": "甲", "birth": "1990-03-07"}


def test_a_wrong_number_is_not_loaded(at):
    wrong = FIRST + ("1" if NUMBER[-1] != "1" else "2")
    with pytest.raises(population.InvalidNumber):
        records.bulk_load(register="population", rows=[{"number": wrong}], unit="430700.gaj", at=at, source="test")
    assert records.count(register="population") == 0


def test_a_wedding_recorded_by_the_police_is_only_a_doubt(resident, at):
    with privacy.access(purpose="test", by=SYSTEM, at=at):
        outcome = records.change(
            register="population", key=NUMBER, changes={"marital_status": "married"}, valid_from=dt.date(2026, 10, 1),
            by_unit="430700.gaj", legal_basis="测试法第一条", by=SYSTEM, at=at,
        )  # fmt: skip
    assert (outcome.applied, len(outcome.findings)) == ((), 1)


def test_its_resources_are_personal_and_name_fields_that_it_has():
    resources = [one for one in catalogue.declared().values() if one.register == "population"]
    assert {one.id for one in resources} == {
        "population.address", "population.basic", "population.contact", "population.marriage",
    }  # fmt: skip
    assert all(one.personal and one.sharing == "conditional" for one in resources)
