"""What is destroyed leaves nothing of anybody, once, whatever crashes; what is counted stays."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tongban.engines.forms.models import Attachment, File
from tongban.services.archives import api as archives
from tongban.services.archives import carrying
from tongban.services.archives.tests.conftest import SECRET, YEARS
from tongban.services.cases import api as cases
from tongban.services.cases.models import Case, Decision, Fact, HistoryLine
from tongban.services.conversations import api as conversations
from tongban.trust.audit.models import Erasing, Pending
from tongban.trust.privacy import api as privacy
from tongban.trust.signatures import api as signatures

pytestmark = pytest.mark.django_db


LOCK = {"sqlite": 'SELECT "cases_case"."id" AS "pk" FROM', "postgresql": "FOR NO KEY UPDATE"}


def places(*words: str) -> set[str]:
    """Every table and file in which a word stands, as it is and as JSON escapes it."""
    wanted = [form for word in words for form in (word, ascii(word)[1:-1])]
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table.startswith("declarations_"):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (a table's own name)
            if any(word in str(cell) for row in cursor.fetchall() for cell in row for word in wanted):
                found.add(table)
    for path in (settings.CONFIG.folder / "files").rglob("*"):
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words):
            found.add(path.name)
    return found


def test_nothing_personal_of_a_destroyed_case_is_in_any_table_or_file(closed, signed, resident, official, at) -> None:
    number = closed()
    conversations.write(number=number, text=f"{SECRET}来问", key="k", by=resident, at=at)
    assert {"cases_fact", "cases_decision", "conversations_message", "forms_attachment"} <= places(SECRET)
    before = Case.objects.count(), Decision.objects.count(), HistoryLine.objects.count()
    made = signed()
    assert carrying.tick(at=at + YEARS) == 1
    assert places(SECRET, resident.name) == set()
    assert places(resident.resident_tag) == {"privacy_accesslog"}  # that somebody looked: what the person may see
    assert (Case.objects.count(), Decision.objects.count(), HistoryLine.objects.count()) == before
    left = Case.objects.get(number=number)
    assert (left.state, left.outcome, left.offer, left.destroyed_under) == (
        "closed", "refused", "food", archives.one(id=made, by=official("records"), at=at).number,
    )  # fmt: skip
    assert Pending.objects.filter(body__contains='"cases.destroy"').count() == 1
    assert not Erasing.objects.exists()


@pytest.fixture()
def gone(closed, signed, at) -> str:
    """A destroyed case."""
    number: str = closed()
    signed()
    carrying.tick(at=at + YEARS)
    return number


@pytest.mark.parametrize("who", ["resident", "market.clerk"])
def test_its_pages_say_that_it_is_destroyed_and_under_which_list(gone, resident, official, who, at) -> None:
    look, by = (cases.case, resident) if who == "resident" else (cases.desk_case, official(who))
    with pytest.raises(cases.Destroyed) as refused:
        look(number=gone, by=by, at=at + YEARS)
    assert refused.value.under.startswith("XH-")


def test_a_kill_between_two_statements_leaves_a_case_whole_or_gone(closed, signed, records, monkeypatch, at) -> None:
    first, second = closed(), closed()
    made = signed()
    real = carrying.cases.erase

    def killed(**given: object) -> None:
        real(**given)
        raise KeyboardInterrupt

    monkeypatch.setattr(carrying.cases, "erase", killed)
    with pytest.raises(KeyboardInterrupt):
        carrying.tick(at=at + YEARS)
    assert not Case.objects.exclude(destroyed_at=None).exists()
    with privacy.unchecked(reason="test", by="test", at=at):
        assert Fact.objects.filter(case__number=first).exists()
    monkeypatch.setattr(carrying.cases, "erase", real)
    assert carrying.tick(at=at + YEARS, most=1) == 1
    assert archives.one(id=made, by=records, at=at).state == "signed"
    assert carrying.tick(at=at + YEARS) == 1
    assert carrying.tick(at=at + YEARS) == 0
    assert set(Case.objects.exclude(destroyed_at=None).values_list("number", flat=True)) == {first, second}
    assert archives.one(id=made, by=records, at=at).state == "done"
    assert not Attachment.objects.exists()
    assert not File.objects.exists()


def test_the_signed_file_and_the_certificate_can_be_checked(closed, signed, records, at) -> None:
    number = closed()
    made = signed()
    carrying.tick(at=at + YEARS)
    found = archives.file(id=made, by=records, at=at)
    for part in (found["list"], found["certificate"]):
        signature = signatures.RecordSignature.from_envelope(part["signature"])
        assert signatures.verify_record(record=part["record"], signature=signature).status == "valid"
    assert found["certificate"]["record"]["cases"] == [number]


def test_only_erasing_gets_past_append_only(closed) -> None:
    closed()
    for rows in (Decision.objects.all(), HistoryLine.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()


def test_a_hold_that_comes_after_the_signature_still_keeps_the_case(closed, signed, records, at) -> None:
    number = closed()
    made = signed()
    archives.set_hold(case=number, reason="诉讼", by=records, at=at + YEARS)
    carrying.tick(at=at + YEARS)
    assert Case.objects.get(number=number).destroyed_at is None
    assert [one.verdict for one in archives.items(id=made, by=records, at=at)] == ["excluded"]


def test_who_holds_a_case_and_who_destroys_it_lock_it_before_they_look(closed, signed, records, at) -> None:
    number = closed()
    made = signed()
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        archives.set_hold(case=number, reason="诉讼", by=records, at=at)
        carrying.tick(at=at + YEARS)
    told = [one["sql"] for one in queries if "archives_hold" in one["sql"] or LOCK[connection.vendor] in one["sql"]]
    assert ["archives_hold" in sql for sql in told][:4] == [False, True, False, True]
    assert [one.verdict for one in archives.items(id=made, by=records, at=at)] == ["excluded"]
