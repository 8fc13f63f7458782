"""Anybody can verify a certificate; no input is an error, and nobody learns more than they were shown."""

import datetime as dt

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.kernel.outbox.models import Message
from tongban.services.certificates import api
from tongban.services.certificates.models import Certificate
from tongban.services.certificates.tests.conftest import owner, person
from tongban.trust.authority.api import ANONYMOUS, SYSTEM, Denied
from tongban.trust.signatures import api as signatures

LAW = "行政许可法第六十九条"


def on(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}T10:00:00+08:00")


def test_number_and_code_show_the_public_rows(issue, at) -> None:
    found = issue()
    verdict = api.verify_number(number=found.number, code=found.code, at=at)
    assert (verdict.status, verdict.state, verdict.holder) == ("valid", "valid", "常德市通办餐饮有限公司")
    assert [row.name for row in verdict.rows] == ["company.name", "kind"]


def test_number_and_code_may_be_typed_as_people_do(issue, at) -> None:
    found = issue()
    code = f"{found.code[:4].lower()} - {found.code[4:]}".replace("0", "o").replace("1", "l")
    typed = api.verify_number(number=f" {found.number[:8].lower()} {found.number[8:]}", code=code, at=at)
    assert typed.status == "valid"


def test_the_number_alone_tells_the_status_but_not_the_holder(issue, at) -> None:
    verdict = api.verify_number(number=issue().number, at=at)
    assert (verdict.status, verdict.title.en) == ("valid", "Food business licence")
    assert (verdict.holder, verdict.rows) == ("", ())


def test_a_persons_name_is_masked(prove, at) -> None:
    found = prove()
    verdict = api.verify_number(number=found.number, code=found.code, at=at)
    assert verdict.holder == "唐＊＊"
    assert [row.name for row in verdict.rows] == ["since"]


def test_a_wrong_code_tells_nothing(issue, at) -> None:
    found = issue()
    wrong = api.verify_number(number=found.number, code="00000000", at=at)
    absent = api.verify_number(number="JY43070020260000996", code="00000000", at=at)
    assert wrong.status == "not_valid"
    assert (wrong.number, wrong.title.zh, wrong.state) == ("", "", "")
    unknown = [
        n
        for n in (f"JY4307002026000099{c}" for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if api.verify_number(number=n, at=at).reasons == wrong.reasons
    ]
    assert len(unknown) == 1, "a well-formed number that was never given reads like a wrong code"
    assert absent.status == "not_valid"


@given(st.text(max_size=40), st.text(max_size=20))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gets_a_verdict(db, at, number: str, code: str) -> None:
    assert api.verify_number(number=number, code=code, at=at).status == "not_valid"


@pytest.mark.parametrize(("day", "state"), [
    ("2026-11-22", "not_yet"), ("2026-11-23", "valid"), ("2031-11-22", "valid"), ("2031-11-23", "expired"),
])  # fmt: skip
def test_the_status_follows_the_legal_day(issue, day: str, state: str) -> None:
    found = issue()
    verdict = api.verify_number(number=found.number, code=found.code, at=on(day))
    assert (verdict.state, verdict.status) == (state, "valid" if state == "valid" else "not_valid")


def test_a_revoked_certificate_is_not_valid_from_then_on(issue, at) -> None:
    found, later = issue(), at + dt.timedelta(days=10)
    assert api.revoke(number=found.number, reason="以欺骗手段取得", legal_basis=LAW, by=SYSTEM, at=later)
    assert not api.revoke(number=found.number, reason="again", legal_basis=LAW, by=SYSTEM, at=later)
    assert api.verify_number(number=found.number, at=at).state == "valid"
    verdict = api.verify_number(number=found.number, at=later)
    assert (verdict.state, verdict.status) == ("revoked", "not_valid")
    assert "2026年12月3日" in verdict.reasons[1].zh
    assert api.certificate(number=found.number, by=owner(), at=later).revocation.reason == "以欺骗手段取得"
    assert Message.objects.filter(kind="certificates.CertificateRevoked").count() == 1


@pytest.mark.parametrize(("terms", "error"), [
    ({"number": "JY1"}, api.NotFound), ({"reason": " "}, api.CertificateError), ({"legal_basis": ""}, api.CertificateError),
    ({"by": ANONYMOUS}, Denied),
])  # fmt: skip
def test_a_revocation_needs_a_right_a_reason_and_an_article(issue, at, terms: dict, error: type[Exception]) -> None:
    values = {"number": issue().number, "reason": "x", "legal_basis": LAW, "by": SYSTEM, "at": at, **terms}
    with pytest.raises(error):
        api.revoke(**values)


def test_a_replaced_certificate_names_the_new_one(issue, at) -> None:
    old = issue()
    new = issue("C2", replaces=old.number)
    verdict = api.verify_number(number=old.number, at=at)
    assert verdict.state == "replaced"
    assert new.number in verdict.reasons[1].en


def test_the_sealed_file_verifies_itself(issue, prove, at) -> None:
    company_file = api.pdf(number=issue().number, by=owner(), at=at)
    person_file = api.pdf(number=prove().number, by=person(), at=at)
    for file, signer in ((company_file, "常德市市场监督管理局"), (person_file, "常德市市场监督管理局")):
        verdict = api.verify_pdf(pdf=file, at=at)
        assert (verdict.status, verdict.state, verdict.signer) == ("valid", "valid", signer)


@pytest.mark.parametrize("change", [
    lambda pdf: pdf[:2000] + bytes([pdf[2000] ^ 1]) + pdf[2001:],
    lambda pdf: pdf + b"\n%%EOF\n",
    lambda pdf: pdf[:-200],
    lambda _pdf: b"",
    lambda _pdf: b"%PDF-1.7\nnothing",
    lambda _pdf: b"GIF89a",
])  # fmt: skip
def test_a_changed_or_foreign_file_is_never_valid(issue, at, change) -> None:
    pdf = api.pdf(number=issue().number, by=owner(), at=at)
    assert api.verify_pdf(pdf=change(pdf), at=at).status != "valid"


def test_a_file_of_a_revoked_certificate_is_not_valid(issue, at) -> None:
    found = issue()
    pdf = api.pdf(number=found.number, by=owner(), at=at)
    api.revoke(number=found.number, reason="x", legal_basis=LAW, by=SYSTEM, at=at)
    assert (api.verify_pdf(pdf=pdf, at=at).status, api.verify_pdf(pdf=pdf, at=at).state) == ("not_valid", "revoked")


def test_a_genuine_seal_on_another_file_makes_no_certificate(city, at) -> None:
    pdf = signatures.seal_pdf(
        pdf=api.preview(document="food-licence", at=at), at=at, reason="r", location="l", seal="market"
    )
    verdict = api.verify_pdf(pdf=pdf, at=at)
    assert (verdict.status, verdict.number) == ("not_valid", "")
    assert "not a certificate" in verdict.reasons[0].en


def test_a_row_that_was_forged_in_the_database_is_found(issue, at) -> None:
    found = issue()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER certificates_certificate_no_update")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
    Certificate.objects.update(valid_to=dt.date(2099, 1, 1))
    assert api.verify_number(number=found.number, code=found.code, at=at).status == "not_valid"
