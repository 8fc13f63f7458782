"""A trip is recorded page by page and step by step, expects what came of it, and leaves nothing real behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from tongban.governance.drafts import api as drafts
from tongban.governance.formbooks.tests.town import SHOP, TEXT
from tongban.governance.formbooks.trips import expecting, keeping, recording, rehearsing
from tongban.registers.records import api as records
from tongban.services.cases.api import trips
from tongban.services.cases.api.trips import Step

pytestmark = pytest.mark.django_db


def filled(draft, scenario, at, page, **given):
    found = recording.look(draft, "one", scenario, at, lambda one: recording.posted(one, page, given, at))
    return found.extra


@pytest.fixture()
def whole(draft, scenario, at):
    """The trip with its form filled in and accepted by a clerk."""
    one = recording.answered(scenario, filled(draft, scenario, at, "shop", shop_name="Noodles", area="80").answers)
    one = recording.answered(one, filled(draft, one, at, "papers", plan="plan.pdf").answers)
    return recording.stepped(one, Step(act="accept", post="c.market.clerk"))


def test_a_page_is_judged_as_for_an_applicant_and_leads_to_the_next(draft, scenario, at):
    done = filled(draft, scenario, at, "shop", shop_name="Noodles", area="many")
    assert [one.field for one in done.errors] == ["area"]
    tried = recording.tried(scenario, done)
    assert tried.tries[0].answers["area"] == "many"
    assert "area" in tried.tries[0].messages
    done = filled(draft, scenario, at, "shop", shop_name="Noodles", area="120", large="yes")
    assert (done.errors, done.pages) == ((), ("shop", "papers"))
    assert {one.name for one in done.view.fields} == {"shop_name", "area", "large"}


def test_a_register_answers_what_the_trip_says_and_nothing_else_is_asked(draft, scenario, at):
    fixed = replace(scenario, registers={"legal_entities.name": "From the register"})
    view = recording.look(draft, "one", fixed, at, lambda one: recording.shown(one, "", at)).extra.view
    assert [(one.display, one.readonly) for one in view.fields if one.name == "shop_name"] == [
        ("From the register", True)
    ]


def test_after_each_step_it_is_seen_what_can_be_done_next_and_nothing_remains(draft, whole, at):
    before = records.count(register="population")
    found = recording.look(draft, "one", whole, at)
    assert found.problems == ()
    assert [(one.act, [post.code for post in one.posts][:1], one.form) for one in found.tasks] == [
        ("examine", ["c.market.clerk"], "")
    ]
    assert found.then.state == "accepted"
    assert {"withdraw"} == set(found.mine)
    assert records.count(register="population") == before
    wrong = recording.look(draft, "one", recording.stepped(whole, Step(act="inspect", post="c.market.clerk")), at)
    assert "no open task to inspect" in wrong.problems[0].message


def test_what_is_ticked_is_expected_and_kept_as_the_text_of_a_package(draft, whole, owner, at):
    found = recording.look(draft, "one", whole, at)
    offered = expecting.entries(found, whole)
    assert {"shown.area", "hidden.large", "then.state", "then.due", "parts.food"} <= {one.id for one in offered}
    one = expecting.expecting(whole, found, {"shown.area", "hidden.large", "then.state", "then.due"})
    keeping.keep(form="shop", name="one", text=trips.text_of(one), seen=0, how="expected", by=owner, at=at)
    (kept,) = keeping.kept("shop")
    assert (kept.scenario, kept.ready, kept.faults) == (one, True, ())
    played = rehearsing.rehearse(form="shop", text=draft.text, at=at)
    assert [(trip.key, trip.faults, trip.recorded) for trip in played.trips] == [("one", (), True)]
    with pytest.raises(drafts.Clash):
        keeping.keep(form="shop", name="one", text="x", seen=7, how="written", by=owner, at=at)
    with pytest.raises(drafts.DraftError, match="taken"):
        keeping.keep(form="shop", name="one", text="x", seen=0, how="written", by=owner, at=at)


def test_a_red_recorded_trip_blocks_publication_and_says_where_it_differs(draft, whole, owner, publisher, at):
    found = recording.look(draft, "one", whole, at)
    one = expecting.expecting(whole, found, {"hidden.large", "then.state"})
    keeping.keep(form="shop", name="one", text=trips.text_of(one), seen=0, how="expected", by=owner, at=at)
    now = drafts.save(**SHOP, text=TEXT.replace("> 100", "> 10"), seen=0, how="written", by=owner, at=at)
    (trip,) = rehearsing.rehearse(form="shop", text=now.text, at=at).trips
    assert trip.faults == ("asked.hidden: expected large hidden, found that it is shown",)
    with pytest.raises(drafts.DraftError, match="Trial") as refused:
        drafts.submit(**SHOP, note="x", revision=now.revision, by=owner, at=at)
    assert refused.value.field == "trips"
    drafts.undo(**SHOP, seen=now.revision, by=owner, at=at)
    drafts.submit(**SHOP, note="a trip", revision=2, by=owner, at=at)  # the trips alone are worth a publication
    drafts.publish(**SHOP, revision=2, by=publisher, at=at)
    assert [one.name for one in keeping.kept("shop")] == ["one"]


def test_the_trips_of_a_draft_that_is_given_up_count_no_more(draft, whole, owner, at):
    keeping.keep(
        form="shop", name="one", text=trips.text_of(recording.begun(whole)), seen=0, how="begun", by=owner, at=at
    )
    assert not keeping.kept("shop")[0].ready
    drafts.discard(**SHOP, by=owner, at=at)
    assert keeping.kept("shop") == ()


def test_what_changed_while_the_trips_were_played_is_not_published(draft, whole, owner, at, monkeypatch):
    now = drafts.save(**SHOP, text=TEXT.replace("> 100", "> 150"), seen=0, how="written", by=owner, at=at)
    text, played = trips.text_of(recording.refused(whole, "x")), rehearsing._played

    def slow(*given):
        done = played(*given)
        keeping.keep(form="shop", name="late", text=text, seen=0, how="written", by=owner, at=at)
        return done

    monkeypatch.setattr(rehearsing, "_played", slow)
    with pytest.raises(drafts.DraftError, match="tried out"):
        drafts.submit(**SHOP, note="x", revision=now.revision, by=owner, at=at)


def test_no_trip_is_played_inside_the_transaction_that_publishes(draft, whole, owner, at, monkeypatch):
    now = drafts.save(**SHOP, text=TEXT.replace("> 100", "> 150"), seen=0, how="written", by=owner, at=at)
    depth = len(connection.savepoint_ids)
    seen = []

    def played(*_given):
        seen.append(len(connection.savepoint_ids))
        return rehearsing.Played((), trips.Seen())

    monkeypatch.setattr(rehearsing, "_played", played)
    drafts.submit(**SHOP, note="x", revision=now.revision, by=owner, at=at)
    assert seen == [depth]
