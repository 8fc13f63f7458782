"""A certificate is issued once, with number, sealed file, signed record, ledger entry and event, or not at all."""

import datetime as dt

import pytest
from django.db import Error, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.outbox.models import Message
from tongban.services.certificates import api, numbers
from tongban.services.certificates.declarations import Term
from tongban.services.certificates.models import Certificate, Counter, Revocation
from tongban.services.certificates.tests.conftest import CODE, DATA, LICENCE, company, owner, person, resident
from tongban.trust.audit.models import Pending
from tongban.trust.authority.api import ANONYMOUS, SYSTEM, Denied, Subject
from tongban.trust.privacy import api as privacy

YEAR = dt.timedelta(days=366)


def test_an_issued_certificate_says_what_was_decided(issue) -> None:
    found = issue()
    assert found.number == "JY" + "430700" + "2026" + "000001" + "2"
    assert (found.title.en, found.issuer.zh, found.holder) == (
        "Food business licence",
        "常德市市场监督管理局",
        "常德市通办餐饮有限公司",
    )
    assert [(row.label.en, row.value.zh, row.public) for row in found.rows] == [
        ("Operator", "常德市通办餐饮有限公司", True),
        ("Kind of business", "餐饮服务经营者", True),
        ("Telephone", "0736-7000000", False),
    ]
    assert (found.valid_from, found.valid_to) == (dt.date(2026, 11, 23), dt.date(2031, 11, 22))
    assert (found.status, found.ledger) == ("valid", f"certificate:{found.number}")


def test_a_case_is_given_a_document_once(issue, at) -> None:
    first, again = issue(), issue(at=at + YEAR)
    assert (again.number, again.code, again.file) == (first.number, first.code, first.file)
    assert Counter.objects.get(prefix="JY", year=2026).last == 1
    assert Message.objects.filter(kind="certificates.CertificateIssued").count() == 1
    assert Pending.objects.filter(body__contains="certificates.issue").count() == 1


def test_numbers_of_a_document_and_year_have_no_gaps(issue, prove, at) -> None:
    with pytest.raises(api.Incomplete):
        issue("C0", data={})
    food = [issue(f"C{n}").number for n in range(3)]
    assert [number[12:18] for number in food] == ["000001", "000002", "000003"]
    assert prove("C9").number[12:18] == "000001"
    assert issue("D1", at=at + YEAR).number[8:18] == "2027000001"
    assert all(numbers.well_formed(number) for number in food)


def test_the_year_of_a_number_is_that_of_the_legal_day(issue) -> None:
    new_year = dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)  # half past midnight in Changde
    found = issue(at=new_year)
    assert (found.number[8:12], found.valid_from) == ("2027", dt.date(2027, 1, 1))


@pytest.mark.parametrize("moment", ["2026-11-23T09:00:00.123456+08:00", "2026-11-23T01:00:00.5+00:00"])
def test_any_moment_of_the_clock_can_be_printed(issue, moment: str) -> None:
    at = dt.datetime.fromisoformat(moment)
    found = issue(at=at)
    assert api.verify_number(number=found.number, code=found.code, at=at).status == "valid"
    assert api.verify_pdf(pdf=api.pdf(number=found.number, by=owner(), at=at), at=at).status == "valid"


@given(st.from_regex(r"[A-Z]{2}430700[0-9]{10}", fullmatch=True), st.integers(0, 17), st.sampled_from("0123456789AZ"))
def test_a_single_mistyped_character_is_found(body: str, place: int, other: str) -> None:
    from stdnum.iso7064 import mod_37_36

    number = body + str(mod_37_36.calc_check_digit(body))
    wrong = number[:place] + other + number[place + 1 :]
    assert numbers.well_formed(number)
    assert numbers.well_formed(wrong) == (wrong == number)


@pytest.mark.parametrize(("amount", "unit", "first", "last"), [
    (5, "years", "2026-11-23", "2031-11-22"), (1, "years", "2024-02-29", "2025-02-28"), (4, "years", "2024-02-29", "2028-02-28"),
    (1, "months", "2026-01-31", "2026-02-28"), (1, "months", "2026-12-15", "2027-01-14"), (10, "days", "2026-12-25", "2027-01-03"),
    (1, "months", "2026-01-01", "2026-01-31"), (12, "months", "2026-03-01", "2027-02-28"),
])  # fmt: skip
def test_a_term_ends_on_its_last_day(amount: int, unit: str, first: str, last: str) -> None:
    assert Term(amount, unit).last_day(dt.date.fromisoformat(first)) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(("terms", "error", "words"), [
    ({"data": {"kind": "restaurant"}}, api.Incomplete, "company.name"),
    ({"data": {**DATA, "kind": ""}}, api.Incomplete, "kind"),
    ({"data": {**DATA, "kind": object()}}, api.Incomplete, "object"),
    ({"data": {**DATA, "kind": "x" * 5000}}, api.Incomplete, "kind"),
    ({"document": "food-licens"}, LookupError, "food-licens"),
    ({"document": ("food-licence", "0")}, LookupError, "version 0"),
    ({"unit": "nobody"}, LookupError, "nobody"),
    ({"case": ""}, api.CertificateError, ""),
    ({"valid_to": dt.date(2026, 11, 22)}, api.CertificateError, ""),
    ({"replaces": "JY1"}, api.CertificateError, "JY1"),
    ({"by": ANONYMOUS}, Denied, ""),
    ({"by": Subject("official", person="x")}, Denied, ""),
])  # fmt: skip
def test_what_cannot_be_issued_leaves_nothing_behind(issue, terms: dict, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words or None):
        issue(**{"case": "C1", **terms})
    assert not Certificate.objects.exists()
    assert not Counter.objects.exclude(last=0).exists()
    assert not Message.objects.exists()


def test_values_of_every_kind_have_words(issue, at) -> None:
    kinds = ["restaurant", "其他"]
    assert issue("C1", data={**DATA, "kind": kinds}).rows[1].value.zh == "餐饮服务经营者；其他"
    assert issue("C2", data={**DATA, "kind": True}).rows[1].value.en == "Yes"
    assert issue("C3", data={**DATA, "kind": at}).rows[1].value.zh == "2026年11月23日"
    assert issue("C4", data={**DATA, "kind": {"zh": "一", "en": "One"}}).rows[1].value.en == "One"
    assert issue("C5", data={**DATA, "phone": None}).rows[2].value.zh == "—"


def test_a_number_that_law_gives_is_kept_and_takes_none_of_the_counter(issue) -> None:
    assert issue(number=CODE).number == CODE
    with pytest.raises(api.CertificateError, match=CODE):
        issue("C2", number=CODE)
    assert issue("C3").number[12:18] == "000001"


def test_a_document_stays_in_the_version_that_was_printed(issue, publish, at) -> None:
    old = issue()
    publish(food_licence=LICENCE.replace("食品经营许可证", "食品许可证"))
    assert issue("C2").title.zh == "食品许可证"
    assert issue("C3", document=("food-licence", old.version)).title.zh == "食品经营许可证"
    assert api.certificate(number=old.number, by=owner(), at=at).title.zh == "食品经营许可证"


class Kill(BaseException):
    """The process ends here."""


class KillAt:
    def __init__(self, statement: int) -> None:
        self.left = statement

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):  # inside the test's own transaction
            self.left -= 1
            if self.left == -1:
                raise Kill
        return execute(sql, params, many, context)


@pytest.mark.parametrize("step", range(5))
def test_a_kill_at_any_statement_leaves_nothing_or_all(issue, step: int) -> None:
    issue("before")
    for statement in range(step, 60, 5):
        try:
            with connection.execute_wrapper(KillAt(statement)):
                issue()
        except Kill:
            assert Certificate.objects.count() == 1
            assert Counter.objects.get().last == 1
            assert Message.objects.count() == 1
        else:
            break
    else:
        raise AssertionError("never got through")
    assert (Certificate.objects.count(), Counter.objects.get().last, Message.objects.count()) == (2, 2, 2)


def test_an_issued_certificate_cannot_be_changed_or_removed(issue, at) -> None:
    number = issue().number
    api.revoke(number=number, reason="x", legal_basis="y", by=SYSTEM, at=at)
    for model in (Certificate, Revocation):
        with pytest.raises(Error), transaction.atomic():
            model.objects.update(id=99)
        with pytest.raises(Error), transaction.atomic():
            model.objects.all()._raw_delete("default")
    assert Certificate.objects.get().number == number


def test_what_a_person_holds_is_stored_encrypted(prove) -> None:
    prove()
    row = Certificate.objects.get()
    assert "唐" not in row.content
    assert "柳叶" not in row.content + str(row.signature)


def test_erasing_a_person_erases_what_the_certificate_says(prove, at) -> None:
    found = prove()
    privacy.erase(subject_tag=resident().tag, legal_basis="PIPL 47", by=SYSTEM, at=at)
    verdict = api.verify_number(number=found.number, code=found.code, at=at)
    assert (verdict.status, verdict.holder, verdict.rows) == ("could_not_check", "", ())


def test_the_holder_finds_certificates_in_the_wallet(issue, prove, at) -> None:
    numbers_ = [issue(f"C{n}").number for n in range(3)]
    mine = prove("C9").number
    first = api.wallet(by=owner(), at=at, limit=2)
    rest = api.wallet(by=owner(), at=at, limit=2, after=first.next)
    assert [one.number for one in first.rows + rest.rows] == numbers_[::-1]
    assert rest.next is None
    assert [one.number for one in api.wallet(by=person(), at=at).rows] == [mine]
    assert api.wallet(by=ANONYMOUS, at=at).rows == ()
    assert api.wallet(by=owner(), at=at, after="nonsense").rows


def test_a_stranger_does_not_learn_that_a_certificate_exists(issue, prove, at) -> None:
    stranger = Subject(
        "resident", person="p2", resident_tag=privacy.tag("resident", "x"), acting_for="91430700MA4L9XYZ9K"
    )
    clerk = Subject("official", person="p3")
    for number in (issue("C1").number, prove("C2").number, "JY1"):
        for by in (stranger, clerk, ANONYMOUS):
            for look in (api.certificate, api.pdf):
                with pytest.raises(api.NotFound):
                    look(number=number, by=by, at=at)


def test_the_holder_sees_who_looked(prove, at) -> None:
    found = prove()
    assert privacy.accesses_of(subject_tag=resident().tag, at=at) == []
    api.verify_number(number=found.number, code=found.code, at=at)
    api.pdf(number=found.number, by=person(), at=at)
    looks = privacy.accesses_of(subject_tag=resident().tag, at=at)
    assert [list(look.fields) for look in looks] == [["file"], ["content"]]


def test_a_file_that_was_altered_is_not_handed_out(issue, at, settings) -> None:
    found = issue()
    path = settings.CONFIG.folder / "files" / "certificates" / found.file[:2] / found.file
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(api.FileDamaged, match="backup"):
        api.pdf(number=found.number, by=owner(), at=at)
    path.unlink()
    with pytest.raises(api.FileDamaged, match="missing"):
        api.pdf(number=found.number, by=owner(), at=at)


def test_a_newer_certificate_takes_the_place_of_the_older(issue, at) -> None:
    old = issue()
    new = issue("C2", replaces=old.number, at=at + YEAR)
    after = api.certificate(number=old.number, by=owner(), at=at + YEAR)
    assert (after.status, after.replaced_by) == ("replaced", new.number)
    assert api.certificate(number=old.number, by=owner(), at=at).status == "valid"
    with pytest.raises(api.CertificateError, match="replaced before"):
        issue("C3", replaces=old.number)
    with pytest.raises(api.CertificateError):
        issue("C4", replaces=new.number, holder=resident())
    assert company().credit_code == CODE
