import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from tongban.exchange.catalogue.api import _DECLARED, Item, LegalBasis, Resource, Text
from tongban.exchange.catalogue.models import Agreement
from tongban.exchange.mediator import api as mediator
from tongban.exchange.mediator.models import Exchange
from tongban.exchange.mediator.providers import _PROVIDERS
from tongban.exchange.mediator.refusals import REASONS
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Post, Subject
from tongban.trust.privacy import api as privacy

pytestmark = pytest.mark.django_db
BASIS = LegalBasis(Text("测试法", "Test Act"), "第一条", "test")
POST = Post("430700.b.clerk", "430700.b", "0002", Text("办事员", "Clerk"), Text("乙局", "Bureau B"))
CLERK = Subject(kind="official", person="f" * 32, account="clerk", posts=(POST,))
NUMBER = "11010519491231002X"
FIELDS = (Item("name", Text("姓名", "Name")), Item("birth", Text("出生", "Birth"), "date"))
PEOPLE = Resource(
    Text("居民", "Residents"), "430700.p", "conditional", BASIS, FIELDS, key="resident_number", personal=True, id="t.people"
)  # fmt: skip
SHOPS = Resource(Text("店铺", "Shops"), "430700.a", "unconditional", BASIS, FIELDS, key="credit_code", id="t.shops")
CLOSED = Resource(Text("密", "Closed"), "430700.a", "not_shared", BASIS, FIELDS, id="t.closed")
HELD = mediator.Held({"name": "甲", "birth": "1949-12-31"}, dt.date(2026, 1, 1), "people:1@0")


def people(key, fields, at):
    privacy.read(subject_tag=privacy.tag("resident", key), resource="t.people", fields=fields)
    if key != NUMBER:
        return None
    return mediator.Held({name: HELD.values[name] for name in fields}, HELD.as_of, HELD.reference)


@pytest.fixture(autouse=True)
def node(db, at):
    privacy.declare_purpose("test", Text("测试", "Testing"), BASIS)
    _DECLARED.update({one.id: one for one in (PEOPLE, SHOPS, CLOSED)})
    mediator.register_provider("t.people", people)
    mediator.register_provider(
        "t.shops", lambda _key, fields, _at: mediator.Held(dict.fromkeys(fields), at.date(), "x")
    )
    for one in (PEOPLE, SHOPS, CLOSED):
        Agreement.objects.create(
            source="t", version="1", consumer="food", resource=one.id, fields=["name", "birth"], purpose="test",
            legal_basis="《测试法》第一条", since=at,
        )  # fmt: skip


@pytest.fixture()
def ask(at):
    def run(**more):
        values = {
            "resource": "t.people", "key": NUMBER, "fields": ("name", "birth"), "purpose": "test", "consumer": "food",
            "by": CLERK, "at": at, "case": "C-1", **more,
        }  # fmt: skip
        return mediator.ask(**values)

    return run


def refused(ask, code, **more):
    with pytest.raises(mediator.ExchangeRefused) as refusal:
        ask(**more)
    assert refusal.value.code == code
    assert "%(" not in str(refusal.value)
    row = Exchange.objects.get(result=code)
    assert mediator.verify(id=row.pk)
    return row


def test_an_answer_says_where_it_is_from_and_since_when(ask):
    answer = ask()
    assert answer.values == {"name": "甲", "birth": "1949-12-31"}
    assert (answer.source.en, answer.as_of, answer.reference) == ("Residents", dt.date(2026, 1, 1), "people:1@0")


def test_the_evidence_proves_what_was_said_without_saying_it(ask):
    answer = ask()
    found = mediator.evidence(id=answer.evidence)
    assert (found.result, found.provider, found.legal_basis) == ("answered", "430700.p", "《测试法》第一条")
    assert mediator.verify(id=answer.evidence)
    assert mediator.matches(id=answer.evidence, values=answer.values)
    assert not mediator.matches(id=answer.evidence, values={**answer.values, "name": "乙"})
    row = str(Exchange.objects.filter(pk=answer.evidence).values().get())
    assert NUMBER not in row
    assert "甲" not in row


def test_the_person_sees_the_read(ask):
    ask(fields=("name",))
    (seen,) = privacy.accesses_of(subject_tag=privacy.tag("resident", NUMBER))
    assert (seen.resource, seen.fields, seen.case, seen.purpose.en) == ("t.people", ("name",), "C-1", "Testing")


def test_every_exchange_of_a_case_is_listed_and_in_the_ledger(ask, at):
    ids = {ask().evidence, ask(resource="t.shops", key="X").evidence}
    ask(case="C-2")
    assert {one.id for one in mediator.evidence_of(case="C-1")} == ids
    audit.seal(at=at)
    assert {e.object for e in audit.entries(case="C-1") if e.action == "mediator.ask"} == {f"exchange:{i}" for i in ids}


def test_without_agreement_nothing_is_asked(ask):
    assert refused(ask, "no_agreement", consumer="other").agreement is None
    assert privacy.accesses_of(subject_tag=privacy.tag("resident", NUMBER)) == []


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("no_agreement", {"purpose": "curiosity"}),
        ("unknown", {"resource": "t.nothing"}),
        ("not_shared", {"resource": "t.closed"}),
        ("fields", {"fields": ("name", "phone")}),
        ("fields", {"fields": ()}),
        ("nothing", {"key": "430702199003079871"}),
        ("key", {"key": "\ud800"}),
        ("key", {"key": "x" * 65}),
        ("key", {"key": ""}),
        ("key", {"key": None}),
        ("unknown", {"resource": "\0\n\ud800" + "x" * 500}),
    ],
)
def test_each_refusal_has_its_code_and_its_evidence(ask, code, more):
    refused(ask, code, **more)


def test_an_agreement_that_has_ended_is_none(ask, at):
    Agreement.objects.filter(resource="t.people").update(until=at)
    refused(ask, "no_agreement")


def test_a_resource_without_provider_is_refused(ask):
    _PROVIDERS.pop("t.people")
    refused(ask, "no_provider")


@pytest.mark.parametrize(
    "values",
    [
        {"name": "甲"},
        {"name": "甲", "birth": "31.12.1949"},
        {"name": 7, "birth": None},
        {"name": "甲", "birth": None, "x": 1},
    ],
)
def test_an_answer_that_breaks_the_catalogue_is_refused(ask, values):
    mediator.register_provider("t.people", lambda *_: mediator.Held(values, dt.date(2026, 1, 1), "x"))
    refused(ask, "schema")


def test_a_provider_that_fails_is_a_refusal_and_leaves_no_trace_of_its_work(ask, at):
    def broken(*_):
        Agreement.objects.all().delete()
        raise RuntimeError("the department's fault")

    mediator.register_provider("t.people", broken)
    refused(ask, "failed")
    assert Agreement.objects.count() == 3


def test_a_provider_cannot_read_people_for_a_resource_that_is_not_about_people(ask):
    mediator.register_provider("t.shops", people)
    refused(ask, "failed", resource="t.shops")


def test_an_undone_caller_leaves_no_evidence(ask):
    def act():
        with transaction.atomic():
            ask()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert not Exchange.objects.exists()


@pytest.mark.parametrize("statement", ["DELETE FROM mediator_exchange", "UPDATE mediator_exchange SET result = 'x'"])
def test_the_database_refuses_to_rewrite_evidence(ask, statement):
    ask()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_lookup_takes_a_constant_number_of_queries(ask, django_assert_max_num_queries):
    ask()
    with django_assert_max_num_queries(12):
        ask()


def test_every_reason_is_a_sentence():
    assert all(str(text).endswith((".", "。")) or "%(" in str(text) for text in REASONS.values())
