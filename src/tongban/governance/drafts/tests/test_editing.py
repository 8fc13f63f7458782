"""Every text that a draft had is kept; whoever comes second is told; what is given up stays in the records."""

import pytest
from django.db import Error, IntegrityError, connection, transaction

from tongban.governance.drafts import api
from tongban.governance.drafts.models import Draft, Revision
from tongban.governance.drafts.tests.town import NOTE
from tongban.kernel.declarations import api as declarations
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Denied


def save(text, seen, by, at, how="drawn"):
    return api.save(**NOTE, text=text, seen=seen, how=how, by=by, at=at)


def test_a_draft_begins_from_the_version_in_force_and_is_one_a_text(draft, other, at):
    item = declarations.current(**NOTE)
    assert (draft.text, draft.base, draft.revision, draft.state) == (item.text, item.version, 0, "open")
    assert api.open_draft(**NOTE, by=other, at=at).id == draft.id
    assert api.under_way(kind="notes") == {"a": "open"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(kind="notes", key="a", base="x", author="z", author_name="Z", opened_at=at)


def test_only_who_answers_for_it_opens_and_saves(official, draft, at):
    for post in ("health.clerk", "fire.leader"):
        stranger = official(post, "stranger")
        assert not api.may_edit(**NOTE, by=stranger, at=at)
        with pytest.raises(Denied):
            save("note two", 0, stranger, at)
        with pytest.raises(Denied):
            api.open_draft(**NOTE, by=stranger, at=at)
        with pytest.raises(Denied):
            api.undo(**NOTE, seen=0, by=stranger, at=at)


def test_each_save_is_a_revision_and_the_same_text_none(draft, owner, other, at):
    one = save("note two", 0, owner, at)
    two = save("note three", 1, other, at, "uploaded")
    assert [(r.number, r.how, r.name) for r in two.revisions] == [
        (2, "uploaded", "Other"),
        (1, "drawn", "Owner"),
        (0, "opened", "Owner"),
    ]
    assert save(two.text, 2, owner, at).revision == 2
    assert two.people == {"owner", "other"}
    back = api.restore(**NOTE, number=1, seen=2, by=owner, at=at)
    assert (back.text, back.revision, back.last.how) == (one.text, 3, "restored")
    with pytest.raises(api.DraftError):
        api.restore(**NOTE, number=9, seen=3, by=owner, at=at)
    audit.seal(at=at)
    assert {one.action for one in audit.entries(object="note:a")} == {"notes.open", "notes.edit"}


def test_changes_are_undone_in_turn_and_what_was_undone_is_kept_too(draft, owner, other, at):
    for place, words in enumerate(("two", "three", "four")):
        save(f"note {words}", place, owner, at)
    now = api.undo(**NOTE, seen=3, by=other, at=at)
    assert (now.text, now.last.number) == ("note three", 2)
    now = save("note five", 4, owner, at)
    texts = []
    while now.last:
        now = api.undo(**NOTE, seen=now.revision, by=owner, at=at)
        texts.append(now.text)
    assert texts == ["note three", "note two", "note one"]
    assert Revision.objects.count() == 9
    with pytest.raises(api.DraftError, match="nothing to undo"):
        api.undo(**NOTE, seen=now.revision, by=owner, at=at)


def test_who_comes_second_is_told_and_nothing_is_lost(draft, owner, other, at):
    first = save("note two", 0, owner, at)
    with pytest.raises(api.Clash) as caught:
        save("note three", 0, other, at)
    assert (caught.value.revision, caught.value.name) == (1, "Owner")
    with pytest.raises(api.Clash):
        api.undo(**NOTE, seen=0, by=other, at=at)
    assert api.draft(**NOTE).text == first.text


@pytest.mark.parametrize("text", ["", "note \0", "note \ud800", "x", "note" + "x" * 5_000_000])
def test_what_its_kind_cannot_keep_is_not_kept(draft, owner, at, text):
    with pytest.raises(api.DraftError) as caught:
        save(text, 0, owner, at)
    assert caught.value.field == "file"
    assert Revision.objects.count() == 1


def test_a_draft_given_up_stays_in_the_records(draft, owner, at):
    api.discard(**NOTE, by=owner, at=at)
    assert api.draft(**NOTE) is None
    with pytest.raises(api.DraftError):
        save("note two", 0, owner, at)
    for statement in ("DELETE FROM drafts_revision", "UPDATE drafts_draft SET note = 'x'"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Revision.objects.count() == 1
