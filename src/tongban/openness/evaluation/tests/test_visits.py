"""Ratings by a code: single use, in time, equal answers; a visit's rating stays unseen by who served until all is over."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from tongban.kernel.outbox import api as outbox
from tongban.openness.evaluation import api as evaluation
from tongban.openness.evaluation import tokens
from tongban.openness.evaluation.models import FollowUp, Occasion, RatedClerk, Rating
from tongban.services.appointments.events import VisitBegan
from tongban.services.notices import api as notices
from tongban.trust.authority.api import ANONYMOUS, Subject

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WANG = Subject("resident", person="wang", name="Wang")


@pytest.fixture()
def visit(official, at):
    """A visitor with a number is called to a counter of the market bureau; gives the code on the slip."""

    def _visit(number: str = "ABCD2345", clerk: str = "market.clerk", person: str = "") -> str:
        hall = {"zh": "一号窗口", "en": "Window 1"}
        event = VisitBegan(
            number=number, person=person, credit_code="", resource="w", title=hall, place=hall, start=at,
            unit="c.market", offer="", clerk=official(clerk).person,
        )  # fmt: skip
        with transaction.atomic():
            outbox.publish(event, at=at)
        outbox.drain(at=at)
        return evaluation.code(f"visit:{number}")

    return _visit


def rate(code, at, stars=5, by=ANONYMOUS, **more):
    return evaluation.rate_invited(code=code, stars=stars, by=by, at=at, **more)


def invited(code, at, by=ANONYMOUS):
    return evaluation.invited(code=code, by=by, at=at)


def test_a_visitor_with_a_number_rates_once_without_signing_in(visit, at):
    code = visit()
    found = invited(code.lower()[:4] + "-" + code[4:] + " ", at)
    assert (found.step, found.visit, found.title.en) == ("rate", True, "Window 1")
    assert rate(code, at, 4, comment="quick") == ""
    row = Rating.objects.get()
    assert (row.stars, row.comment, row.by, row.occasion.visit, row.occasion.case) == (4, "quick", "", "ABCD2345", None)
    assert invited(code, at) is None
    with pytest.raises(LookupError):
        rate(code, at)


def test_unknown_used_early_and_late_codes_get_the_same_answer(visit, decided, official, at):
    used, late = visit(), visit("BCDE2345")
    rate(used, at)
    refused = [
        ("", at), ("x" * 5000, at), ("\x00", at), ("A" * 16, at), (used, at), (evaluation.code("visit:NEVER"), at),
        (late, at + 31 * DAY), (evaluation.code(f"again:case:{decided()}"), at),
    ]  # fmt: skip
    for code, moment in refused:
        assert invited(code, moment) is None
        with pytest.raises(LookupError) as refusal:
            rate(code, moment)
        assert str(refusal.value) == "no such code"
    assert invited(late, at + 30 * DAY).step == "rate"
    assert invited(late, at, official("market.clerk")) is None, "whoever served might hold the slip"


def test_a_case_is_rated_by_the_code_as_well_and_only_once_in_all(decided, resident, at):
    number = decided()
    code = evaluation.code(f"case:{number}")
    evaluation.rate(case=number, stars=5, by=resident, at=at)
    assert invited(code, at) is None
    other = decided()
    rate(evaluation.code(f"case:{other}"), at, 3)
    assert not evaluation.may_rate(case=other, by=resident, at=at)
    assert resident.person not in RatedClerk.objects.values_list("person", flat=True)


def test_codes_are_kept_as_hashes_only_and_are_not_told_by_the_number(visit, settings, tmp_path, at):
    code = visit()
    assert Occasion.objects.get().token == tokens.hashed(code) != code
    assert len(code) == tokens.LENGTH
    (tmp_path / "keys").mkdir()
    settings.CONFIG = replace(settings.CONFIG, node=str(tmp_path))
    assert evaluation.code("visit:ABCD2345") != code, "another node has another key"


def test_a_bad_rating_of_a_visit_is_answered_and_rated_again_by_its_own_code(visit, official, at):
    following = rate(visit(), at, 1, comment="rude")
    assert invited(following, at).step == "wait"
    with pytest.raises(LookupError):
        rate(following, at, 5)
    supervisor = official("market.leader", "supervisor")
    (row,) = evaluation.follow_ups(by=supervisor, at=at).rows
    assert (row.rating.visit, row.rating.case) == ("ABCD2345", "")
    evaluation.reply(follow_up=row.id, text="sorry", repair="mended", by=supervisor, at=at)
    found = invited(following, at)
    assert (found.step, found.reply, found.repair) == ("again", "sorry", "mended")
    assert rate(following, at, 4) == ""
    assert FollowUp.objects.get().stars == 4
    assert invited(following, at) is None


def test_who_served_a_visitor_sees_the_rating_only_when_no_visit_of_the_day_can_be_rated_any_more(visit, official, at):
    first = visit()
    visit(clerk="market.leader")
    rate(first, at, 1)
    rate(visit("BCDE2345"), at, 5)
    served = [official("market.clerk"), official("market.leader")]
    reader = official("market.leader", "another leader")
    assert len(evaluation.desk_ratings(by=reader, at=at).rows) == 2
    for clerk, seen in zip(served, ([], ["BCDE2345"]), strict=True):
        assert [row.visit for row in evaluation.desk_ratings(by=clerk, at=at).rows] == seen
        assert evaluation.follow_ups(by=clerk, at=at).rows == ()
    assert evaluation.desk_ranks(by=served[0], at=at) == ((), ()), "no count betrays it either"
    assert evaluation.tick(at=at + 30 * DAY) == 1, "the bad one, which nobody answered, is escalated"
    assert Occasion.objects.filter(closed_at=None).count() == 2
    assert evaluation.tick(at=at + 31 * DAY) == 2
    after = at + 31 * DAY
    assert [row.visit for row in evaluation.desk_ratings(by=served[0], at=after).rows] == ["BCDE2345"]
    assert {row.visit for row in evaluation.desk_ratings(by=served[1], at=after).rows} == {"BCDE2345"}
    assert [one.key for one in evaluation.desk_ranks(by=reader, at=after)[0]] == ["c.market"]


def test_whoever_serves_after_the_rating_counts_as_rated_too(visit, official, at):
    rate(visit(), at, 4)
    visit(clerk="market.leader")
    assert set(RatedClerk.objects.values_list("person", flat=True)) == {"market.clerk", "market.leader"}
    assert evaluation.desk_ratings(by=official("market.leader"), at=at).rows == ()


def test_who_came_with_an_appointment_is_asked_by_mail_and_text_message_and_the_code_is_not_kept(visit, at, settings):
    notices.save_contact(by=WANG, at=at, mail="wang@example.com", phone="138 0000 1234", language="en")
    code = visit(person="wang")
    (told,) = notices.inbox(by=WANG).rows
    assert code not in f"{told.body.zh}{told.body.en}{told.about}"
    assert {way.channel: way.state for way in notices.deliveries(notice=told.id, by=WANG)} == {
        "mail": "sent",
        "sms": "sent",
    }
    sent = list((settings.CONFIG.folder / "outgoing").rglob(f"*notice-{told.id}*"))
    assert sent
    assert f"/rate/{code}" in sent[0].read_text()
    visit(person="wang")
    assert len(notices.inbox(by=WANG).rows) == 1
    assert evaluation.may_rate(visit="ABCD2345", by=WANG, at=at)
    assert not evaluation.may_rate(visit="ABCD2345", by=replace(WANG, person="li"), at=at)


@pytest.mark.parametrize("wrong", [{"case": "c", "visit": "v"}, {}, {"case": "c", "person": ""}])
def test_the_database_wants_a_case_of_somebody_or_a_visit(db, at, wrong):
    facts = {"title_zh": "x", "title_en": "x", "unit": "u", "unit_path": "u", "person": "p", "decided_at": at} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Occasion.objects.create(**facts)
