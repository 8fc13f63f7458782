"""Each kind of mistake in a package is refused with the place where it stands."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from tongban.kernel.declarations import api as declarations
from tongban.systems.approvals.tests.conftest import CITY, FOLDER

pytestmark = pytest.mark.django_db
FOOD, FORM, SEAL = "offers/food-licence.toml", "forms/seal-record.toml", "offers/seal-record.toml"
TRIP = "scenarios/seal-record.toml"
# file, what stands there, the mistake, words that must be in the answer
MISTAKES = [
    (FOOD, "four_eyes = true", "four_eye = true", ("four_eye", "did you mean 'four_eyes'")),
    (FOOD, "four_eyes = true", "four_eyes = true true", ("line 10",)),
    (FOOD, "four_eyes = true", 'four_eyes = "yes"', ("four_eyes", "expected true or false")),
    (FOOD, 'authority = "430700.scjgj"', 'authority = "430700.scjg"', ("authority", "did you mean '430700.scjgj'")),
    (SEAL, 'function = "4307-ga-021"', 'function = "4307-sw-001"', ("authority", "two competent authorities")),
    (FOOD, 'form = "food-licence"', 'form = "food-licenze"', ("form", "unknown forms/food-licenze")),
    (FOOD, 'process = "food-licence"', 'process = "nothing"', ("process", "unknown processes/nothing")),
    (FOOD, "amount = 8", "amount = 80", ("promised.amount", "the law allows 20")),
    (FOOD, 'fields = ["name", "address", "status"]', 'fields = ["name", "adress"]', ("evidence[0].fields", "adress")),
    (FOOD, 'source = "register"', 'source = "applicant"', ("evidence[0].source", "which legal_entities.basic holds")),
    (FOOD, 'document = "food-licence"', 'document = "food"', ("results[0].document", "unknown documents/food")),
    (FOOD, 'en = "Food business licence" }\nsummary', 'en = "" }\nsummary', ("title.en", "not translated")),
    (FORM, 'bind = "legal_entities.name"\n', "", ("pages[0].fields[1]", "which a register holds", "legal_entities.name")),
    (FORM, 'kind = "choices"', 'kind = "choises"', ("pages[1].fields[0]", "did you mean 'choices'")),
    ("rules/shop-sign.dmn", "城市道路管理条例第三十七条</text>", "</text>", ("road fee, row 1", "article")),
    ("rules/shop-sign.dmn", "terrace_area * terrace_days", "terrace_area ** * days", ("line",)),
    ("parameters/road-occupation.toml", 'source = "演', 'note = "演', ("rate.values[0].source",)),
    (
        "parameters/road-occupation.toml", 'source = "演示值，未经核实；由省级主管部门核定 (demonstration value, set by each province)"',
        'source = ""', ("rate.values[0].source", "a value without a source"),
    ),
    ("processes/seal-record.bpmn", 'targetRef="issue"', 'targetRef="end-refused"', ("issue", "line")),
    ("processes/seal-record.bpmn", 'targetRef="issue"', 'targetRef="isue"', ("isue",)),
    ("processes/seal-record.bpmn", 'outcome = "granted"', 'outcome = = "granted"', ("line",)),
    ("documents/seal-record.typ", "doc.holder.name", "doc.holder.nom", ("line",)),
    ("documents/seal-record.typ", 'prefix = "YZ"', 'prefix = "ZZ"', ("prefix", "belongs to sign-permit")),
    ("roles.toml", '"cases.inspect"', '"cases.inspekt"', ("roles[2].permissions[1]", "cases.inspekt")),
    ("catalogue/needs.toml", 'resource = "population.contact"', 'resource = "population.kontact"', ("needs[3].resource",)),
    ("codes/changde-districts.csv", "430703,", "430702,", ("430702",)),
    (TRIP, 'post = "430700.gaj.clerk"', 'post = "430700.gaj.clark"', ("steps[0].post", "did you mean")),
    (TRIP, 'act = "accept"', 'act = "acept"', ("steps[0].act", "did you mean 'accept'")),
    (TRIP, "seals =", "seal =", ("answers.seal", "did you mean 'seals'")),
    (TRIP, "source =", "sauce =", ("source",)),
]  # fmt: skip


@cache
def approvals() -> declarations.Package:
    """The package with the units of the demonstration city, so that nothing need be published."""
    found = declarations.read(FOLDER)
    return replace(found, items=(*found.items, *declarations.read(CITY).items))


@pytest.mark.parametrize(("file", "right", "wrong", "words"), MISTAKES)
def test_a_mistake_names_its_place(file: str, right: str, wrong: str, words: tuple[str, ...]) -> None:
    text = (FOLDER / file).read_text(encoding="utf-8")
    assert right in text
    found = problems(file, text.replace(right, wrong, 1))
    assert any(all(word in one for word in (file, *words)) for one in found), found


def problems(file: str, text: str) -> list[str]:
    """What reading the changed text says; if nothing, what its kind says of it in the package."""
    kind = next(one for one in declarations.kinds() if file.startswith((f"{one.folder}/", f"{one.folder}.")))
    before = next(one for one in approvals().of(kind.folder) if one.source.endswith(file))
    try:
        item = replace(before, text=text, value=kind.read(text, before.source))
    except declarations.DeclarationError as error:
        return [str(one) for one in error.problems]
    others = (one for one in approvals().items if one != before)
    package = replace(approvals(), items=(*others, item))
    return [str(one) for one in (kind.check(package, item) if kind.check else ())]
