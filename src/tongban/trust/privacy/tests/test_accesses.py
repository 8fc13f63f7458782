import datetime as dt
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from tongban.trust.audit import api as audit
from tongban.trust.audit.models import Pending
from tongban.trust.privacy import api as privacy
from tongban.trust.privacy import purposes
from tongban.trust.privacy.models import AccessLog

pytestmark = pytest.mark.django_db
TAG = "a" * 32


@pytest.fixture()
def look(clerk, at):
    def look(reader=clerk, **changes):
        with privacy.access(purpose="test", case="c1", by=reader, at=at):
            privacy.read(**{"subject_tag": TAG, "resource": "population", "fields": ["name"], **changes})

    return look


def test_a_read_is_shown_to_the_person_in_both_languages(look, at):
    look(fields=["name", "address"], record="r1")
    (shown,) = privacy.accesses_of(subject_tag=TAG)
    assert (shown.at, shown.case, shown.resource, shown.fields, shown.own) == (
        at, "c1", "population", ("name", "address"), False,
    )  # fmt: skip
    for language, words in (
        ("zh-hans", "市场监督管理局 窗口 办理申请"),
        ("en", "Market Regulation Bureau Window clerk To handle an application"),
    ):
        with translation.override(language):
            assert f"{shown.unit} {shown.post} {shown.purpose}" == words


def test_the_article_is_written_down_in_one_language_and_shown_in_the_readers(look):
    with translation.override("en"):
        look()
    assert AccessLog.objects.get().legal_basis == purposes.purpose("test").legal_basis.citation
    for language in ("zh-hans", "en"):
        with translation.override(language):
            (shown,) = privacy.accesses_of(subject_tag=TAG)
            assert shown.legal_basis == str(purposes.purpose("test").legal_basis)


def test_the_ledger_holds_no_trace_of_the_person(look):
    look()
    body = Pending.objects.get().body
    assert TAG not in body
    assert json.loads(body)["object"] == f"access:{AccessLog.objects.get().pk}"
    assert len(json.loads(body)["commitment"]) == 64


def test_a_read_costs_two_inserts(look, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):  # and a savepoint, inside the test's transaction
        look()


def test_a_read_outside_an_access_is_refused():
    with pytest.raises(privacy.OutsideAccess):
        privacy.read(subject_tag=TAG, resource="population", fields=["name"])


def test_row_and_entry_go_together(look, monkeypatch):
    monkeypatch.setattr(audit, "record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        look()
    assert not AccessLog.objects.exists()


def test_pages_follow_one_another_without_gap_or_repeat(look):
    for number in range(7):
        look(record=str(number))
    look(subject_tag="b" * 32)
    first = privacy.accesses_of(subject_tag=TAG, limit=3)
    second = privacy.accesses_of(subject_tag=TAG, limit=3, after=first[-1].id)
    third = privacy.accesses_of(subject_tag=TAG, limit=3, after=second[-1].id)
    ids = [access.id for access in first + second + third]
    assert ids == sorted(set(ids), reverse=True)
    assert len(ids) == 7


def test_a_delayed_look_appears_when_its_day_has_come(look, at):
    look(disclosed_from=at + dt.timedelta(days=30))
    assert not privacy.accesses_of(subject_tag=TAG)
    assert not privacy.accesses_of(subject_tag=TAG, at=at)
    assert len(privacy.accesses_of(subject_tag=TAG, at=at + dt.timedelta(days=30))) == 1


@pytest.mark.parametrize(
    ("kind", "words"), [("resident", "acting for them"), ("system", "Automatic"), ("program", "system")]
)
def test_a_reader_without_a_post_is_named_by_kind(look, resident, kind, words):
    look(reader=type(resident)(kind, "x", "x", (), ""))
    with translation.override("en"):
        assert words in str(privacy.accesses_of(subject_tag=TAG)[0].unit)


def test_one_s_own_look_is_shown_as_one_s_own(look, resident):
    look(reader=resident, subject_tag=resident.resident_tag)
    (shown,) = privacy.accesses_of(subject_tag=resident.resident_tag)
    assert (shown.own, shown.unit.en) == (True, "You")


def test_a_purpose_that_is_declared_no_longer_is_shown_by_its_code(look, monkeypatch):
    look()
    monkeypatch.setattr(purposes, "_PURPOSES", {})
    assert str(privacy.accesses_of(subject_tag=TAG)[0].purpose) == "test"


def test_a_row_can_be_neither_changed_nor_deleted(look):
    look()
    for attack in (lambda rows: rows.update(purpose="other"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attack(AccessLog.objects.all())


def test_a_row_changed_by_the_database_s_owner_is_found(look, at):
    look()
    look()
    audit.seal(at=at)
    assert not privacy.unfaithful()
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON privacy_accesslog"
        cursor.execute(f"DROP TRIGGER privacy_accesslog_no_update{on}")
    changed = AccessLog.objects.last()
    AccessLog.objects.filter(pk=changed.pk).update(actor="somebody else")
    assert privacy.unfaithful() == [changed.pk]
