import datetime as dt

import pytest

from tongban.exchange.catalogue import api as catalogue
from tongban.exchange.catalogue.models import Agreement
from tongban.exchange.mediator import api as mediator
from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.registers.legal_entities import api as entities
from tongban.registers.legal_entities.register import CATALOGUE
from tongban.registers.records import api as records
from tongban.trust.authority.api import SYSTEM
from tongban.trust.privacy import api as privacy

pytestmark = pytest.mark.django_db
CODE = entities.make_code(kind="company", division="430702", body="XX000001")
NUMBER = "11010519491231002X"


@pytest.fixture(autouse=True)
def company(at):
    privacy.declare_purpose("test", Text("测试", "Testing"), LegalBasis(Text("测试法", "Test Act"), "第一条", "test"))
    row = {"credit_code": CODE, "name": "某公司", "legal_representative": NUMBER, "representative_name": "甲",
           "established": dt.date(2020, 1, 1)}  # fmt: skip
    records.bulk_load(register="legal_entities", rows=[row], unit="430700.scjgj", at=at, source="test")
    for resource in ("basic", "representative"):
        Agreement.objects.create(
            source="t", version="1", consumer="food", resource=f"legal_entities.{resource}", purpose="test", since=at,
            fields=["name", "established", "legal_representative"], legal_basis="x",
        )  # fmt: skip


def ask(at, resource, *fields):
    return mediator.ask(
        resource=f"legal_entities.{resource}", key=CODE.lower(), fields=fields, purpose="test", consumer="food", by=SYSTEM,
        at=at,
    )  # fmt: skip


def test_a_company_is_asked_through_the_mediator(at):
    answer = ask(at, "basic", "name", "established")
    assert answer.values == {"name": "某公司", "established": "2020-01-01"}
    assert answer.as_of == dt.date(2026, 11, 23)


def test_the_representative_sees_who_read_their_number(at):
    assert ask(at, "representative", "legal_representative").values == {"legal_representative": NUMBER}
    (seen,) = privacy.accesses_of(subject_tag=privacy.tag("resident", NUMBER))
    assert seen.resource == "legal_entities.representative"


def test_basic_information_does_not_hold_the_number():
    assert catalogue.resource("legal_entities.basic").item("legal_representative") is None


def test_a_resource_that_tells_of_people_must_say_so(tmp_path):
    text = (CATALOGUE / "legal_entities.representative.toml").read_text()
    (tmp_path / "legal_entities.leak.toml").write_text(text.replace("personal = true", "personal = false"))
    with pytest.raises(ValueError, match="tells of residents"):
        records.declare(entities.REGISTER, catalogue=tmp_path)
    catalogue._DECLARED.pop("legal_entities.leak")
