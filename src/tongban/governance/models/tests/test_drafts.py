import pytest
from django.db import Error, connection, transaction

from tongban.governance.models import api
from tongban.governance.models.models import Revision
from tongban.governance.models.tests.town import renamed, save
from tongban.kernel.declarations import api as declarations
from tongban.trust.authority.api import Denied


def test_a_draft_begins_from_the_version_in_force_and_is_one_a_process(draft, owner, other, at):
    item = declarations.current("processes", "health")
    assert (draft.text, draft.base, draft.revision, draft.state) == (item.text, item.version, 0, "open")
    assert api.open_draft(process="health", by=other, at=at).id == draft.id
    assert api.under_way() == {"health": "open"}


def test_only_owners_open_and_save(official, draft, at):
    clerk, stranger = official("health.clerk", "clerk"), official("fire.leader", "stranger")
    for by in (clerk, stranger):
        with pytest.raises(Denied):
            save(renamed(draft.text), 0, by, at)
        with pytest.raises(Denied):
            api.open_draft(process="health", by=by, at=at)


def test_each_save_is_a_revision_and_the_same_text_none(draft, owner, other, at):
    one = save(renamed(draft.text), 0, owner, at)
    two = save(renamed(draft.text, "批准"), 1, other, at, "drawn")
    assert [(r.number, r.kind, r.name) for r in two.revisions] == [
        (2, "drawn", "Other"),
        (1, "uploaded", "Owner"),
        (0, "opened", "Owner"),
    ]
    assert save(two.text, 2, owner, at).revision == 2
    assert two.people == {"owner", "other"}
    back = api.restore(process="health", number=1, seen=2, by=owner, at=at)
    assert (back.text, back.revision) == (one.text, 3)


def test_who_comes_second_is_told_and_nothing_is_lost(draft, owner, other, at):
    first = save(renamed(draft.text), 0, owner, at)
    with pytest.raises(api.Clash) as caught:
        save(renamed(draft.text, "批准"), 0, other, at)
    assert (caught.value.revision, caught.value.name) == (1, "Owner")
    assert api.draft(process="health").text == first.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no XML",
        "\0",
        "<a/>",
        "<!DOCTYPE a><a/>",
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
    ],
)
def test_what_is_no_model_of_the_process_is_not_kept(draft, owner, at, text):
    with pytest.raises(api.ModelError) as caught:
        save(text, 0, owner, at)
    assert caught.value.field == "file"
    assert api.draft(process="health").revision == 0


def test_another_process_cannot_take_its_place(draft, owner, at):
    with pytest.raises(api.ModelError, match="health"):
        save(draft.text.replace('process id="health"', 'process id="other"'), 0, owner, at)


def test_a_faulty_model_is_kept_with_its_faults_by_element(draft, owner, at):
    text = renamed(draft.text).replace('tongban:post="leader"', 'tongban:post="nobody"')
    kept = save(text, 0, owner, at)
    found = api.review(kept.text, "health")
    assert [one.element for one in found.errors] == ["decide"]
    assert found.errors[0].line > 0
    broken = api.review(kept.text.replace('targetRef="done"', 'targetRef="nowhere"'), "health")
    assert broken.graph is None
    assert broken.scene is not None
    assert broken.errors


def test_what_a_draft_changes_is_said_by_element(draft):
    text = renamed(draft.text).replace('tongban:post="clerk"', 'tongban:post="leader"')
    text = text.replace('<userTask id="decide"', '<manualTask id="file"/><userTask id="decide"')
    found = api.compare(draft.text, text)
    assert {(one.id, one.kind) for one in found.changes} == {
        ("examine", "changed"),
        ("decide", "changed"),
        ("file", "added"),
    }
    post = next(one for one in found.changes if one.id == "examine").traits
    assert [(one.name, one.before, one.after) for one in post] == [("post", "clerk", "leader")]
    assert [one.kind for one in api.compare(text, draft.text).of("removed")] == ["removed"]
    assert api.compare(text, text).same


def test_a_draft_given_up_stays_in_the_records(draft, owner, at):
    api.discard(process="health", by=owner, at=at)
    assert api.draft(process="health") is None
    with pytest.raises(api.ModelError):
        save(renamed(draft.text), 0, owner, at)
    for statement in ("DELETE FROM process_models_revision", "UPDATE process_models_draft SET note = 'x'"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Revision.objects.count() == 1
