"""Persons once, accounts many, mandates for a term."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.trust.authority.api import SYSTEM
from tongban.trust.identity import api, models
from tongban.trust.identity.tests.conftest import AT, DAY, NUMBER
from tongban.trust.privacy import api as privacy

pytestmark = pytest.mark.django_db


def test_the_same_resident_number_is_the_same_person(resident) -> None:
    again = api.create_person(name="李某某", resident_number=f" {NUMBER.lower()} ", by=SYSTEM, at=AT)
    assert again == resident
    assert api.find_person(resident_number=NUMBER) == resident
    assert models.Person.objects.count() == 1


def test_the_resident_number_stands_nowhere_in_the_clear(resident) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names from the database itself)
            assert NUMBER not in str(cursor.fetchall()), table


def test_the_resident_number_is_read_in_an_access_context_and_the_read_is_noted(resident) -> None:
    with pytest.raises(privacy.OutsideAccess):
        api.resident_number_of(person=resident.id)
    privacy.declare_purpose("test.identity", Text("试", "test"), LegalBasis(Text("法", "Law"), "1", "test"))
    with transaction.atomic(), privacy.access(purpose="test.identity", by=SYSTEM, at=AT):
        assert api.resident_number_of(person=resident.id) == NUMBER
    assert [look.resource for look in privacy.accesses_of(subject_tag=resident.resident_tag)] == ["identity.person"]


def test_people_without_a_number_are_not_confused(db) -> None:
    first, second = (api.create_person(name="Smith", by=SYSTEM, at=AT) for _ in range(2))
    assert first.id != second.id


@pytest.mark.parametrize(
    "wrong",
    [{"username": "li"}, {"username": "LI"}, {"username": "a"}, {"username": "<script>"}, {"username": "李"},
     {"kind": "program"}, {"person": ""}],
)  # fmt: skip
def test_an_account_that_cannot_be_is_refused_and_nothing_is_saved(resident, wrong: dict) -> None:
    values = {"username": "other", "kind": "resident", "person": resident.id, **wrong}
    with pytest.raises(api.NotPossible):
        api.create_account(**values, by=SYSTEM, at=AT)
    assert models.Account.objects.count() == 1


def test_a_person_may_have_several_accounts_and_a_program_has_no_person(resident) -> None:
    api.create_account(username="li-work", kind="official", person=resident.id, by=SYSTEM, at=AT)
    api.create_account(username="harvester", kind="program", by=SYSTEM, at=AT)
    assert [account.username for account in api.accounts_of(person=resident.id)] == ["li", "li-work"]
    assert api.subject_for(username="harvester", at=AT).kind == "program"
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Account.objects.filter(username="harvester").update(kind="resident")


def test_unknown_people_are_said_to_be_unknown(db) -> None:
    for act in (
        lambda: api.person("0" * 32),
        lambda: api.create_account(username="xx", kind="resident", person="0" * 32, by=SYSTEM, at=AT),
        lambda: api.subject_for(username="nobody", at=AT),
        lambda: api.revoke_mandate(mandate=1, by=SYSTEM, at=AT),
        lambda: api.close_account(username="nobody", by=SYSTEM, at=AT),
    ):
        with pytest.raises(LookupError):
            act()


def give(person: api.Person, **terms: object) -> api.Mandate:
    values = {"company": "通办餐饮", "basis": "agent", "since": AT, **terms}
    return api.give_mandate(person=person.id, credit_code="91430700MA4L16JQ9B", by=SYSTEM, at=AT, **values)


def test_a_mandate_holds_for_its_term_and_until_it_is_revoked(resident) -> None:
    mandate = give(resident, until=AT + 9 * DAY, scope=["food-licence"])
    assert give(resident) == mandate
    assert mandate.covers("food-licence")
    assert not mandate.covers("hygiene-licence")
    assert api.mandates_of(person=resident.id, at=AT - DAY) == ()
    assert api.mandates_of(person=resident.id, at=AT + 9 * DAY) == ()
    api.revoke_mandate(mandate=mandate.id, by=SYSTEM, at=AT + DAY)
    api.revoke_mandate(mandate=mandate.id, by=SYSTEM, at=AT + 2 * DAY)
    assert api.mandates_of(person=resident.id, at=AT) == (mandate,)
    assert api.mandates_of(person=resident.id, at=AT + DAY) == ()


def test_a_mandate_without_a_term_is_refused(resident) -> None:
    with pytest.raises(ValueError, match="end after"):
        give(resident, until=AT)
