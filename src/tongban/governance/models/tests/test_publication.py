import pytest
from django.db import IntegrityError, transaction

from tongban.governance.models import api
from tongban.governance.models.models import Draft
from tongban.governance.models.tests.test_drafts import renamed, save
from tongban.kernel.declarations import api as declarations
from tongban.trust.authority.api import Denied

HEALTH = {"process": "health"}


@pytest.fixture()
def submitted(draft, owner, at):
    save(renamed(draft.text), 0, owner, at)
    api.submit(**HEALTH, note="a new name", revision=1, by=owner, at=at)
    return api.draft(**HEALTH)


def test_a_second_person_puts_it_in_force_for_new_instances(submitted, owner, publisher, at):
    base = submitted.base
    assert api.second(draft=submitted, by=publisher, at=at)
    version = api.publish(**HEALTH, revision=1, by=publisher, at=at)
    item = declarations.current("processes", "health")
    assert (item.version, item.value.nodes["decide"].name.zh) == (version, "决定")
    assert declarations.pinned("processes", "health", base).value.nodes["decide"].name.zh == "步骤decide"
    assert api.makers(**HEALTH) == {version: ("Owner", "Publisher")}
    assert api.draft(**HEALTH) is None


def test_nobody_publishes_what_they_changed(submitted, official, owner, at):
    with pytest.raises(Denied):
        api.publish(**HEALTH, revision=1, by=owner, at=at)
    both = official("mayor", "owner")
    assert not api.second(draft=submitted, by=both, at=at)
    with pytest.raises(api.ModelError, match="cannot publish"):
        api.publish(**HEALTH, revision=1, by=both, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.update(state="published", version="v", published_by="owner")


def test_what_is_returned_can_be_changed_again(submitted, owner, publisher, at):
    with pytest.raises(api.ModelError):
        save(renamed(submitted.text.replace("决定", "步骤decide").replace("Decide", "Step decide"), "批"), 1, owner, at)
    with pytest.raises(api.ModelError) as caught:
        api.give_back(**HEALTH, revision=1, reason=" ", by=publisher, at=at)
    assert caught.value.field == "reason"
    api.give_back(**HEALTH, revision=1, reason="why?", by=publisher, at=at)
    assert [one.reason for one in api.verdicts(draft=submitted.id)] == ["why?"]
    assert api.draft(**HEALTH).open


def test_a_draft_with_errors_or_without_changes_or_words_is_not_submitted(draft, owner, at):
    with pytest.raises(api.ModelError, match="nothing"):
        api.submit(**HEALTH, note="x", revision=0, by=owner, at=at)
    faulty = renamed(draft.text).replace('tongban:post="leader"', 'tongban:post="nobody"')
    save(faulty, 0, owner, at)
    with pytest.raises(api.ModelError) as caught:
        api.submit(**HEALTH, note="x", revision=1, by=owner, at=at)
    assert caught.value.field == "findings"
    save(renamed(draft.text), 1, owner, at)
    with pytest.raises(api.ModelError) as caught:
        api.submit(**HEALTH, note=" ", revision=2, by=owner, at=at)
    assert caught.value.field == "note"
    with pytest.raises(api.Clash):
        api.submit(**HEALTH, note="x", revision=1, by=owner, at=at)


def test_an_overtaken_draft_is_not_published(submitted, publisher, at):
    other = renamed(submitted.text.replace("决定", "步骤decide").replace("Decide", "Step decide"), "批准", "Approve")
    declarations.amend(kind="processes", key="health", text=other, base=submitted.base, at=at)
    with pytest.raises(api.ModelError, match="Another version"):
        api.publish(**HEALTH, revision=1, by=publisher, at=at)
    assert api.draft(**HEALTH).state == "submitted"
