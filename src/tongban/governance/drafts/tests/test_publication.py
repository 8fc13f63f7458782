"""Two people put a text in force; what the second has not seen, or another version overtook, is not published."""

import pytest
from django.db import IntegrityError, transaction

from tongban.governance.drafts import api
from tongban.governance.drafts.models import Draft, Verdict
from tongban.governance.drafts.tests import town
from tongban.governance.drafts.tests.test_editing import save
from tongban.governance.drafts.tests.town import NOTE
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.trust.authority.api import Denied

NEW = {"kind": "notes", "key": "new"}


@pytest.fixture()
def submitted(draft, owner, at):
    save("note two", 0, owner, at)
    api.submit(**NOTE, note="a new word", revision=1, by=owner, at=at)
    return api.draft(**NOTE)


def test_a_second_person_puts_it_in_force(submitted, publisher, at):
    assert api.second(draft=submitted, by=publisher, at=at)
    version = api.publish(**NOTE, revision=1, by=publisher, at=at)
    assert (declarations.current(**NOTE).version, declarations.current(**NOTE).text) == (version, "note two")
    assert api.makers(**NOTE) == {version: ("Owner", "Publisher")}
    assert api.draft(**NOTE) is None


def test_nobody_publishes_what_they_changed(submitted, official, owner, at):
    with pytest.raises(Denied):
        api.publish(**NOTE, revision=1, by=owner, at=at)
    both = official("mayor", "owner")
    assert not api.second(draft=submitted, by=both, at=at)
    with pytest.raises(api.DraftError, match="cannot publish"):
        api.publish(**NOTE, revision=1, by=both, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.update(state="published", version="v", published_by="owner")


def test_what_is_returned_can_be_changed_again_and_says_why(submitted, owner, publisher, at):
    with pytest.raises(api.DraftError):
        save("note three", 1, owner, at)
    with pytest.raises(api.DraftError) as caught:
        api.give_back(**NOTE, revision=1, reason=" \0", by=publisher, at=at)
    assert caught.value.field == "reason"
    api.give_back(**NOTE, revision=1, reason="why?", by=publisher, at=at)
    assert [(one.outcome, one.reason) for one in api.verdicts(draft=submitted.id)] == [("returned", "why?")]
    assert api.draft(**NOTE).open
    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.update(reason="other")


def test_what_has_errors_or_no_changes_or_no_words_or_was_not_seen_is_not_submitted(draft, owner, at):
    def refused(note: str, revision: int) -> tuple[str, str]:
        with pytest.raises(api.DraftError) as caught:
            api.submit(**NOTE, note=note, revision=revision, by=owner, at=at)
        return type(caught.value).__name__, caught.value.field

    assert refused("x", 0) == ("DraftError", "")
    save("note wrong", 0, owner, at)
    assert refused("x", 1) == ("DraftError", "findings")
    save("note two", 1, owner, at)
    assert refused(" ", 2) == ("DraftError", "note")
    assert refused("x", 1) == ("Clash", "")


def test_what_the_second_person_has_not_seen_is_not_published(submitted, publisher, at):
    with pytest.raises(api.Clash):
        api.publish(**NOTE, revision=2, by=publisher, at=at)


def test_an_overtaken_draft_is_published_once_it_follows_the_newer_version(submitted, owner, publisher, at):
    newer = declarations.amend(**NOTE, text="note other", base=submitted.base, at=at).version
    with pytest.raises(api.DraftError, match="Another version"):
        api.publish(**NOTE, revision=1, by=publisher, at=at)
    api.give_back(**NOTE, revision=1, reason="overtaken", by=publisher, at=at)
    with pytest.raises(api.Clash):
        api.rebase(**NOTE, seen=1, version="x", by=owner, at=at)
    now = api.rebase(**NOTE, seen=1, version=newer, by=owner, at=at)
    assert (now.base, now.text, now.last.how) == (newer, "note two", "rebased")
    assert api.undo(**NOTE, seen=2, by=owner, at=at).base == submitted.base
    api.rebase(**NOTE, seen=3, version=newer, by=owner, at=at)
    api.submit(**NOTE, note="x", revision=4, by=owner, at=at)
    api.publish(**NOTE, revision=4, by=publisher, at=at)
    assert declarations.current(**NOTE).text == "note two"


def test_what_stood_beside_the_published_draft_goes_on_with_the_next(submitted, owner, publisher, at):
    carried: list[tuple[int, int]] = []
    town.declare(carried)
    api.publish(**NOTE, revision=1, by=publisher, at=at)
    assert carried == [(submitted.id, api.open_draft(**NOTE, by=owner, at=at).id)]


def test_a_wholly_new_text_belongs_to_the_node_until_a_package_takes_it(owner, publisher, at, tmp_path):
    new = api.begin(**NEW, name=Text("新\n", "New"), by=owner, at=at)
    assert (new.base, new.text, new.revisions[0].how) == ("", "note 新", "begun")
    api.submit(**NEW, note="x", revision=0, by=owner, at=at)
    api.publish(**NEW, revision=0, by=publisher, at=at)
    (release,) = declarations.releases(**NEW)
    assert (release.package, release.amended) == ("", False)
    save_again = api.open_draft(**NEW, by=owner, at=at)
    assert save_again.base == release.version
    package = declarations.read(town.package(tmp_path, "note theirs", "new"))
    with pytest.raises(declarations.DeclarationError, match="begun on this node"):
        declarations.publish(package, at=at)
    declarations.publish(package, at=at, replace=["notes/new"])
    assert declarations.releases(**NEW)[0].package == "tiny"


@pytest.mark.parametrize(
    ("key", "name", "field"),
    [("a", Text("一", "A"), "key"), ("../x", Text("一", "A"), "key"), ("1a", Text("一", "A"), "key"), ("cc", Text("一", "\n"), "name"),
     ("x" * 61, Text("一", "A"), "key")],
)  # fmt: skip
def test_a_new_text_needs_a_short_name_of_its_own_and_both_names(owner, at, key, name, field):
    with pytest.raises(api.DraftError) as caught:
        api.begin(kind="notes", key=key, name=name, by=owner, at=at)
    assert caught.value.field == field
