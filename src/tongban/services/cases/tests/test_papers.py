"""Trust levels of papers: what comes in at which level, the recorded inspection, and what may be taken again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.services.cases import api as cases
from tongban.services.cases.models import Paper, Reuse, Sighting
from tongban.services.cases.tests.city import FORM, OFFERS
from tongban.services.cases.tests.conftest import ANSWERS, DAY
from tongban.services.cases.tests.test_story import to_decision
from tongban.services.offers import api as offers
from tongban.trust.audit.models import Pending
from tongban.trust.authority.api import Denied, Subject

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
AGREES = {"found": "agrees", "place": "一楼 3 号窗口", "compared": "产权证号、面积、盖章"}
HAND = '{ name = "drawn", kind = "upload", label = { zh = "手绘图", en = "Drawing" }, accept = ["pdf"], required = false },\n]'


def evidence(name: str, level: str, field: str, more: str = "") -> str:
    return (
        f'{{ id = "{name}", title = {{ zh = "{name}", en = "{name}" }}, source = "applicant", level = "{level}", '
        f'required = false, field = "{field}"{more} }}'
    )


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, str]]:
    reuse = ', reuse = { kind = "premises", months = 6 }'
    listed = f"\nevidence = [{evidence('plan', 'C', 'plan', reuse)}, {evidence('drawing', 'D', 'drawn')}]"
    window = (
        OFFERS["hygiene"] + f'\nchannels = ["online", "window"]\nevidence = [{evidence("site", "B", "plan", reuse)}]'
    )
    form = FORM.replace("required = false },\n]", "required = false },\n  " + HAND)
    return {"offers": {"food": OFFERS["food"] + listed, "hygiene": window}, "forms": {"shop": form}}


@pytest.fixture()
def begun(published: None, resident: Subject, at: dt.datetime) -> Callable[..., forms.Draft]:
    """An open draft; each named upload gets a file."""

    def _begun(*uploads: str, offer: str = "food", by: Subject = resident, when: dt.datetime = at) -> forms.Draft:
        owner, item = cases.draft_owner(by), declarations.current("forms", "shop")
        terms = {"owner": owner, "key": offer, "form_key": "shop", "form_version": item.version, "at": when}
        draft = forms.save_draft(values=dict(ANSWERS), **terms)
        sent = {
            name: [forms.attach(owner=owner, draft=draft.id, field=name, file=PDF + name.encode(), accept=("pdf",), at=when, name=f"{name}.pdf").id]
            for name in uploads
        }  # fmt: skip
        return forms.save_draft(values=sent, **terms)

    return _begun


@pytest.fixture()
def sent(begun, resident: Subject, at: dt.datetime) -> Callable[..., str]:
    def _sent(*uploads: str, offer: str = "food", when: dt.datetime = at) -> str:
        draft = begun(*uploads, offer=offer, when=when)
        return cases.open_case(offer=offer, draft=draft.id, by=resident, at=when).number

    return _sent


@pytest.fixture()
def verified(sent, inspect) -> Callable[[], str]:
    """A case whose plan was inspected."""

    def _verified(**more: object) -> str:
        number: str = sent("plan", "drawn")
        inspect(number, **more)
        return number

    return _verified


@pytest.fixture()
def inspect(official, at: dt.datetime) -> Callable[..., None]:
    def _inspect(number: str, name: str = "plan", post: str = "market.clerk", **more: object) -> None:
        paper = Paper.objects.filter(case__number=number, evidence=name).order_by("pk").last()
        assert paper is not None
        cases.inspect_original(number=number, paper=paper.pk, by=official(post), at=at, **AGREES | more)

    return _inspect


def held(by: Subject, at: dt.datetime, offer: str = "food") -> list[str]:
    return [
        one.key for one in cases.held(offer=offers.offer(offer), fields=["plan", "drawn"], by=by, at=at).get("plan", ())
    ]


def levels(number: str, by: Subject, at: dt.datetime) -> dict[str, str]:
    return {one.name: one.level for one in cases.case(number=number, by=by, at=at).papers}


def test_an_upload_is_still_to_be_checked_and_a_drawing_is_a_pledge(sent, resident, at) -> None:
    number = sent("plan", "drawn")
    assert levels(number, resident, at) == {"plan": "C", "drawing": "D"}


def test_a_recorded_inspection_makes_level_b_and_is_told_to_the_applicant(sent, inspect, resident, at) -> None:
    number = sent("plan")
    inspect(number)
    assert levels(number, resident, at) == {"plan": "B"}
    assert "original-agrees" in [line.code for line in cases.case(number=number, by=resident, at=at).timeline]
    (seen,) = Sighting.objects.all()
    assert (seen.place, seen.compared, seen.unit) == (AGREES["place"], AGREES["compared"], "c.market")
    assert Pending.objects.filter(body__contains="cases.inspect-original").count() == 1
    with pytest.raises(cases.Conflict):
        inspect(number)  # a colleague was faster


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("place", {"place": " "}), ("compared", {"compared": "x" * 2001}), ("found", {"found": "maybe"}),
     ("valid_until", {"valid_until": dt.date(2026, 11, 22)}), ("scan", {"scan": "nowhere"})],
)  # fmt: skip
def test_an_inspection_says_who_where_and_what_was_compared(sent, inspect, field: str, wrong: dict) -> None:
    number = sent("plan")
    with pytest.raises(cases.Incomplete) as refused:
        inspect(number, **wrong)
    assert refused.value.field == field
    assert not Sighting.objects.exists()


def test_only_who_may_inspects_and_only_what_was_uploaded(sent, inspect) -> None:
    number = sent("plan", "drawn")
    with pytest.raises(Denied):
        inspect(number, post="market.leader")
    with pytest.raises(cases.NotFound):
        inspect(number, post="health.clerk")
    with pytest.raises(cases.Conflict):
        inspect(number, "drawing")


def test_an_original_that_differs_stops_the_grant_until_the_right_one_is_seen(sent, inspect, do, at) -> None:
    number = sent("plan")
    to_decision(number, do)
    inspect(number, found="differs")
    assert Paper.objects.get().level == "C"
    with pytest.raises(cases.Conflict):
        do(number, "decide", "market.leader", outcome="granted", article=0)
    inspect(number)
    do(number, "decide", "market.leader", outcome="granted", article=0)


def test_what_must_be_verified_at_a_window_is_not_granted_on_the_upload(sent, inspect, do) -> None:
    number = sent("plan", offer="hygiene")
    do(number, "examine", "health.clerk", recommendation="grant", note="ok")
    with pytest.raises(cases.Conflict):
        do(number, "decide", "health.leader", outcome="granted", article=0)
    inspect(number, "site", post="health.clerk")
    do(number, "decide", "health.leader", outcome="granted", article=0)


def test_an_inspected_paper_is_offered_to_the_same_applicant_for_six_months(
    sent, inspect, resident, stranger, at
) -> None:
    number = sent("plan", "drawn")
    assert held(resident, at) == []  # level C is never taken again without a recorded inspection, D never
    inspect(number, valid_until=at.date() + 100 * DAY)
    company = Subject(**resident.__dict__ | {"acting_for": "91430700MA4L000013", "acting_name": "x"})
    assert len(held(resident, at)) == len(held(resident, at, "hygiene")) == 1
    assert held(stranger, at) == held(company, at) == held(resident, at + 101 * DAY) == []
    Paper.objects.update(valid_until=None)
    assert held(resident, at + 180 * DAY)
    assert not held(resident, at + 190 * DAY)


def test_a_paper_taken_again_brings_its_level_and_its_inspection(
    verified, begun, resident, at, django_assert_max_num_queries
) -> None:
    first = verified()
    draft = begun(offer="hygiene", when=at + DAY)
    with django_assert_max_num_queries(4):
        (key,) = held(resident, at + DAY, "hygiene")
    terms = {"offer": offers.offer("hygiene"), "field": "plan", "key": key, "by": resident, "at": at + DAY}
    cases.reuse(draft=draft.id, **terms)
    cases.reuse(draft=draft.id, **terms)  # a second press
    view = cases.open_case(offer="hygiene", draft=draft.id, by=resident, at=at + DAY)
    (one,) = view.papers
    assert (one.level, one.taken_from, one.as_of, len(one.files)) == ("B", first, at.date(), 1)
    assert Sighting.objects.filter(paper_id=one.id, found="agrees").count() == 1
    assert Pending.objects.filter(body__contains="cases.reuse-paper").count() == 1
    assert Pending.objects.filter(body__contains="cases.take-paper").count() == 2


def test_what_is_too_old_when_it_is_sent_is_an_upload_like_any_other(verified, begun, resident, at) -> None:
    verified()
    draft = begun("drawn", when=at + 170 * DAY)
    cases.reuse(
        draft=draft.id, offer=offers.offer("food"), field="plan", key=held(resident, at)[0], by=resident, at=at + 170 * DAY
    )  # fmt: skip
    number = cases.open_case(offer="food", draft=draft.id, by=resident, at=at + 200 * DAY).number
    assert levels(number, resident, at) == {"plan": "C", "drawing": "D"}


def test_nobody_takes_what_is_not_theirs(verified, begun, stranger, resident, at) -> None:
    verified()
    (key,) = held(resident, at)
    theirs, mine = begun(by=stranger), begun()
    food = offers.offer("food")
    for draft, by, name, field in (
        (theirs, stranger, key, "plan"), (mine, stranger, key, "plan"), (mine, resident, "p0", "plan"),
        (mine, resident, "x", "plan"), (mine, resident, "cNOPE", "plan"), (mine, resident, key, "drawn"),
        (theirs, resident, key, "plan"), (mine, resident, "p" + "9" * 40, "plan"),
    ):  # fmt: skip
        with pytest.raises(cases.CaseError):
            cases.reuse(draft=draft.id, offer=food, field=field, key=name, by=by, at=at)
    assert not Reuse.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"level": "B"}, {"level": "A"}, {"level": "X"}, {"taken_from": "1-1"}, {"found": "agrees"},
     {"found": "agrees", "level": "B"}, {"origin": "register"}],
)  # fmt: skip
def test_the_database_refuses_a_level_that_a_paper_cannot_have(sent, change: dict) -> None:
    number = sent("plan")
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(case__number=number).update(**change)
