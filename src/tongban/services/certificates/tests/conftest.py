"""A city of two units, a food licence and a proof of residence, and people who hold and check them."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import translation

from tongban.kernel.declarations import api as declarations
from tongban.services.certificates import api
from tongban.trust.authority.api import SYSTEM, Subject
from tongban.trust.privacy import api as privacy

UNITS = """
[[units]]
code = "city"
kind = "government"
division = "430700"
name = { zh = "常德市人民政府", en = "Changde City Government" }

[[units]]
code = "market"
parent = "city"
kind = "department"
division = "430700"
name = { zh = "常德市市场监督管理局", en = "Changde Administration for Market Regulation" }
"""
SYSTEM_TOML = 'id = "{0}"\nversion = "1"\ntitle = {{ zh = "试", en = "Test" }}\n'
LICENCE = """//! title = { zh = "食品经营许可证", en = "Food business licence" }
//! prefix = "JY"
//! term = { amount = 5, unit = "years" }
//! [[fields]]
//! name = "company.name"
//! label = { zh = "经营者名称", en = "Operator" }
//! [[fields]]
//! name = "kind"
//! label = { zh = "主体业态", en = "Kind of business" }
//! [fields.words]
//! restaurant = { zh = "餐饮服务经营者", en = "Catering service" }
//! [[fields]]
//! name = "phone"
//! label = { zh = "联系电话", en = "Telephone" }
//! public = false
//! required = false
"""
PROOF = """//! title = { zh = "居住证明", en = "Proof of residence" }
//! prefix = "JZ"
//! layout = "letter"
//! [[fields]]
//! name = "address"
//! label = { zh = "住址", en = "Address" }
//! public = false
//! [[fields]]
//! name = "since"
//! label = { zh = "居住起始", en = "Resident since" }
#import "/tongban/letter.typ": letter
#letter(
  json("/data.json"),
  zh: doc => [兹证明#(doc.holder.name)自#(doc.values.since.zh)起居住于#(doc.values.address.zh)。],
  en: doc => [This is to certify that #doc.holder.name has lived at the address below since #doc.values.since.en.],
)
"""
CODE = "91430700MA4L1ABC2X"
DATA = {"company": {"name": "常德市通办餐饮有限公司"}, "kind": "restaurant", "phone": "0736-7000000", "other": object()}
HOME = {"address": "常德市武陵区柳叶大道1180号", "since": dt.date(2019, 3, 1)}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def publish(db, at, tmp_path: Path):
    """Publishes a package of documents, by name."""

    def load(name: str = "permits", **documents: str) -> None:
        folder = tmp_path / name
        (folder / "documents").mkdir(parents=True, exist_ok=True)
        (folder / "system.toml").write_text(SYSTEM_TOML.format(name), encoding="utf-8")
        for key, text in documents.items():
            (folder / "documents" / f"{key.replace('_', '-')}.typ").write_text(text, encoding="utf-8")
        declarations.publish(declarations.read(folder), at=at)

    return load


@pytest.fixture
def city(publish, at, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    (folder / "units").mkdir(parents=True)
    (folder / "system.toml").write_text(SYSTEM_TOML.format("city"), encoding="utf-8")
    (folder / "units" / "city.toml").write_text(UNITS, encoding="utf-8")
    declarations.publish(declarations.read(folder), at=at)
    publish(food_licence=LICENCE, residence=PROOF)


def company() -> api.Holder:
    return api.Holder(tag=privacy.tag("legal_entity", CODE), name="常德市通办餐饮有限公司", credit_code=CODE)


def resident() -> api.Holder:
    return api.Holder(tag=privacy.tag("resident", "430702199001010011"), name="唐沅芷")


def owner() -> Subject:
    return Subject("resident", person="p1", name="唐沅芷", acting_for=CODE)


def person() -> Subject:
    return Subject("resident", person="p1", name="唐沅芷", resident_tag=resident().tag)


@pytest.fixture
def issue(city, at):
    """Issues a food licence to the company; terms as keywords."""

    def make(case: str = "C1", **terms: object) -> api.Certificate:
        values = {
            "document": "food-licence",
            "holder": company(),
            "data": DATA,
            "unit": "market",
            "at": at,
            "by": SYSTEM,
        }
        return api.issue(case=case, **{**values, **terms})

    return make


@pytest.fixture
def prove(issue):
    """Issues a proof of residence to the person."""

    def make(case: str = "C1", **terms: object) -> api.Certificate:
        return issue(case, **{"document": "residence", "holder": resident(), "data": HOME, **terms})

    return make
