import datetime as dt
from decimal import Decimal

import pytest

from tongban.registers.legal_entities import api as entities
from tongban.registers.records import api as records
from tongban.trust.authority.api import SYSTEM

pytestmark = pytest.mark.django_db
REPRESENTATIVE = "11010519491231002X"


@pytest.fixture()
def register(at):
    def run(name="常德某某餐饮有限公司", **more):
        values = {
            "kind": "company", "legal_representative": REPRESENTATIVE, "representative_name": "甲", "address": "某路1号",
            "division": "430702", "capital": Decimal(100000), "scope": "餐饮服务", "legal_basis": "条例第一条",
            "by": SYSTEM, "at": at, "established": dt.date(2026, 11, 23), "case": "C-1", **more,
        }  # fmt: skip
        return entities.register_entity(name=name, **values)

    return run


def test_a_new_entity_gets_a_valid_code_of_its_division(register):
    entity = register()
    assert entities.check_credit_code(entity.credit_code).division == "430702"
    found = entities.entity(credit_code=entity.credit_code, fields=("name", "capital", "established", "status"))
    assert found.data == {
        "name": "常德某某餐饮有限公司", "capital": "100000", "established": "2026-11-23", "status": "active",
    }  # fmt: skip


def test_the_same_case_and_name_give_the_same_code(register):
    first, again = register(), register()
    assert (first.credit_code, first.new, again.new) == (again.credit_code, True, False)
    assert records.count(register="legal_entities") == 1


def test_each_registration_gets_another_code(register):
    codes = {register(name=f"公司{n}", case=f"C-{n}").credit_code for n in range(40)}
    assert len(codes) == 40


def test_a_refused_registration_gives_its_code_back(register):
    with pytest.raises(records.RecordError):
        register(name="x" * 3000)
    assert register().credit_code == entities.make_code(kind="company", division="430702", body="XX000001")


@pytest.mark.parametrize("change", [{"division": "43070"}, {"division": "４３０７０２"}, {"by_unit": "430700.gaj"}])
def test_a_wrong_division_or_unit_is_refused(register, change):
    with pytest.raises(records.RecordError):
        register(**change)
    assert records.count(register="legal_entities") == 0
