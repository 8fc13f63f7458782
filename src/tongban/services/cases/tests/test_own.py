"""The applicant's side: prefilled fields, what waits, a company's cases, files, and what must not be seen."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.engines.forms import api as forms
from tongban.exchange.mediator import api as mediator
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.services.cases import api as cases
from tongban.services.cases.api import prefilling
from tongban.services.cases.models import Fact
from tongban.services.cases.tests.conftest import ANSWERS, DAY
from tongban.services.cases.tests.test_acceptance import PLAN
from tongban.trust.authority.api import SYSTEM, Subject
from tongban.trust.privacy.api import OutsideAccess

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def test_facts_cannot_be_read_outside_an_access_context(submitted) -> None:
    submitted()
    with pytest.raises(OutsideAccess):
        list(Fact.objects.all())


def test_a_company_sees_its_cases_whoever_acts_for_it(submitted, resident: Subject, at: dt.datetime) -> None:
    one = Subject(kind="resident", person="p1", name="王小明", acting_for="91430702MA4Q00001X", acting_name="好店")
    two = Subject(kind="resident", person="p9", name="赵六", acting_for="91430702MA4Q00001X", acting_name="好店")
    number = submitted(by=one).number
    assert cases.case(number=number, by=two, at=at).applicant == "好店"
    assert [row.number for row in cases.my_cases(by=two, at=at).cases] == [number]
    with pytest.raises(cases.NotFound):
        cases.case(number=number, by=Subject(kind="resident", person="p9", name="赵六"), at=at)
    assert cases.draft_owner(one) != cases.draft_owner(resident)


def test_who_may_apply(submitted, official) -> None:
    for by in (SYSTEM, official("market.clerk"), Subject(kind="anonymous")):
        with pytest.raises(cases.CaseError):
            submitted(by=by)
    with pytest.raises(LookupError):
        submitted("nothing")


def test_a_draft_of_somebody_else_cannot_be_sent(
    published, resident: Subject, stranger: Subject, at: dt.datetime
) -> None:
    version = declarations.current("forms", "shop").version
    draft = forms.save_draft(
        owner=cases.draft_owner(resident), key="food", form_key="shop", form_version=version, values=ANSWERS, at=at
    )
    with pytest.raises(LookupError):
        cases.open_case(offer="food", draft=draft.id, by=stranger, at=at)


def test_my_cases_come_newest_first_page_by_page(submitted, resident: Subject, at: dt.datetime) -> None:
    made = [submitted(at=at + place * DAY).number for place in range(3)] + [submitted(at=at + 2 * DAY).number]
    seen, after = [], ""
    while True:
        page = cases.my_cases(by=resident, at=at, after=after, limit=2)
        seen += [one.number for one in page.cases]
        after = page.after
        if not after:
            break
    assert seen == made[::-1]


def test_what_waits_for_a_person(submitted, do, resident: Subject, at: dt.datetime) -> None:
    number = submitted().number
    assert cases.waiting_for(by=resident, at=at).total == 0
    do(number, "supplement", "market.clerk", items=[PLAN])
    assert cases.waiting_for(by=resident, at=at).answer == (number,)


def test_fields_are_prefilled_from_the_resource_that_the_offer_may_ask(
    published, at: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def ask(**given: object) -> mediator.Answer:
        asked.append(given)
        return mediator.Answer({"name": "老李面馆"}, Text("法人库", ""), at.date(), "r1", "e1")

    agreement = prefilling.catalogue.Agreement(
        1, "food", "legal_entities.basic", ("name", "status"), "own-case", "x", at
    )
    other = prefilling.catalogue.Agreement(2, "food", "legal_entities.more", ("name",), "case-handling", "x", at)
    monkeypatch.setattr(prefilling.catalogue, "agreements", lambda **_: (other, agreement))
    monkeypatch.setattr(mediator, "ask", ask)
    by = Subject(kind="resident", person="p1", name="x", acting_for="91430702MA4Q00001X")
    found = cases.prefill(offer="food", form=declarations.current("forms", "shop").value, by=by, at=at)
    assert {name: one.value for name, one in found.items()} == {"shop_name": "老李面馆"}
    assert [(one["resource"], one["fields"], one["key"], one["purpose"]) for one in asked] == [
        ("legal_entities.basic", ("name",), "91430702MA4Q00001X", "own-case")
    ]

    def refuse(**_: object) -> mediator.Answer:
        raise mediator.ExchangeRefused("nothing", resource="legal_entities.basic")

    monkeypatch.setattr(mediator, "ask", refuse)
    assert cases.prefill(offer="food", form=declarations.current("forms", "shop").value, by=by, at=at) == {}


def test_a_file_is_for_those_who_may_see_the_case(
    submitted, official, resident: Subject, stranger: Subject, at: dt.datetime
) -> None:
    number, other = submitted().number, submitted().number
    file = cases.add_file(number=number, field="plan", file=PDF, by=resident, at=at).id
    for by in (resident, official("market.clerk")):
        assert cases.case_file(number=number, attachment=file, by=by, at=at)[1] == PDF
    for by, where in ((stranger, number), (official("fire.clerk"), number), (resident, other)):
        with pytest.raises(cases.NotFound):
            cases.case_file(number=where, attachment=file, by=by, at=at)
