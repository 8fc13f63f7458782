"""Two people publish; cases keep what they began with; what changes is shown before."""

import datetime as dt

import pytest

from tongban.governance.drafts import api as drafts
from tongban.governance.rulebooks import api
from tongban.governance.rulebooks.tests import town as tiny
from tongban.governance.rulebooks.tests.town import FEE_RULE
from tongban.kernel.declarations import api as declarations
from tongban.services.decisions import api as decisions
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import SYSTEM
from tongban.trust.privacy import api as privacy

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
DEARER = ("<= 50", "-", "120", "办法第一条")


@pytest.fixture()
def decided(town, at):
    """Six decisions of the past: three of a small shop, two of a large one, one older than a year."""
    areas = [("c0", 30, 400), ("c1", 30, 300), ("c2", 40, 200), ("c3", 80, 100), ("c4", 50, 2), ("c5", 300, 1)]
    for case, area, days in areas:
        then = at - dt.timedelta(days=days)
        with privacy.access(purpose=decisions.REVIEW, by=SYSTEM, at=then):
            decisions.decide(
                case=case, rule="fees", decision="fee", inputs={"area": area, "kind": "x"}, at=then, by="system",
                tag="a" * 32,
            )  # fmt: skip


@pytest.fixture()
def changed(draft, owner, at):
    line = api.sheets(draft.text)[0].line("r1")
    return api.set_line(rule="fees", table="fee-table", line="r1", cells=DEARER, seen=line.seen, by=owner, at=at)


@pytest.fixture()
def submitted(changed, owner, at):
    while not api.run_replay(rule="fees", by=owner, at=at):
        pass
    drafts.submit(**FEE_RULE, note="dearer", revision=changed.revision, by=owner, at=at)
    return drafts.draft(**FEE_RULE)


def fee(area: int, at: dt.datetime, case: str = "") -> object:
    with privacy.access(purpose=decisions.REVIEW, by=SYSTEM, at=at):
        inputs = {"area": area, "kind": "x"}
        return decisions.decide(case=case, rule="fees", decision="fee", inputs=inputs, at=at, by="system").result


def test_replay_lists_the_decisions_of_the_past_year_that_change(decided, changed, owner, at):
    assert api.run_replay(rule="fees", by=owner, at=at)
    found = api.replay(draft=changed.id, revision=changed.revision)
    assert (found.seen, found.changed, found.failed, found.done, found.share) == (5, 3, 0, True, 100)
    assert [(one.case, one.before, one.after) for one in found.changes] == [
        ("c1", "100", "120"), ("c2", "100", "120"), ("c4", "100", "120"),
    ]  # fmt: skip


def test_whom_a_replay_looked_at_can_see_it_and_so_can_the_auditor(decided, changed, owner, at):
    api.run_replay(rule="fees", by=owner, at=at)
    looks = privacy.accesses_of(subject_tag="a" * 32)
    assert "decisions.log" in {one.resource for one in looks}
    audit.seal(at=at)
    assert audit.entries(object="rule:fees")[0].action == "rulebooks.replay"


def test_a_long_replay_goes_on_where_it_stopped(decided, changed, owner, at, monkeypatch):
    monkeypatch.setattr("tongban.governance.rulebooks.replays.STRETCH", 2)
    monkeypatch.setattr("tongban.governance.rulebooks.replays.AT_ONCE", 2)
    shares = []
    while not api.run_replay(rule="fees", by=owner, at=at):
        shares.append(api.replay(draft=changed.id, revision=changed.revision).share)
    found = api.replay(draft=changed.id, revision=changed.revision)
    assert (found.seen, found.changed) == (5, 3)
    assert shares == sorted(shares)
    assert 0 < shares[0] < 100


def test_a_change_after_the_replay_asks_for_another(decided, changed, owner, at):
    api.run_replay(rule="fees", by=owner, at=at)
    line = api.sheets(changed.text)[0].line("r3")
    later = api.set_line(
        rule="fees", table="fee-table", line="r3", cells=("> 200", "-", "9", "三"), seen=line.seen, by=owner, at=at
    )
    assert api.replay(draft=later.id, revision=later.revision) is None
    with pytest.raises(drafts.DraftError) as refused:
        drafts.submit(**FEE_RULE, note="x", revision=later.revision, by=owner, at=at)
    assert refused.value.field == "replay"


def test_the_new_version_decides_new_cases_and_open_cases_keep_theirs(decided, submitted, publisher, at):
    decisions.pin(case="open", rules=["fees"])
    version = drafts.publish(**FEE_RULE, revision=submitted.revision, by=publisher, at=at)
    assert declarations.current("rules", "fees").version == version
    assert (fee(30, at, "open"), fee(30, at, "new")) == (100, 120)
    assert drafts.draft(**FEE_RULE) is None
    assert drafts.makers(**FEE_RULE) == {version: ("Owner", "Publisher")}
    audit.seal(at=at)
    assert "rulebooks.publish" in {one.action for one in audit.entries(object="rule:fees")}


def test_a_draft_without_changes_or_without_a_reason_is_not_submitted(draft, changed, owner, at):
    api.run_replay(rule="fees", by=owner, at=at)
    with pytest.raises(drafts.DraftError) as refused:
        drafts.submit(**FEE_RULE, note="  ", revision=changed.revision, by=owner, at=at)
    assert refused.value.field == "note"
    now = drafts.undo(**FEE_RULE, seen=changed.revision, by=owner, at=at)
    with pytest.raises(drafts.DraftError, match="changes nothing"):
        drafts.submit(**FEE_RULE, note="x", revision=now.revision, by=owner, at=at)


def test_a_kept_case_that_is_decided_otherwise_stops_the_draft(changed, owner, at):
    api.keep_example(
        rule="fees", name="small", decision="fee", inputs={"area": ["30"]}, expected="100", by=owner, at=at
    )
    api.run_replay(rule="fees", by=owner, at=at)
    with pytest.raises(drafts.DraftError, match="small") as refused:
        drafts.submit(**FEE_RULE, note="x", revision=changed.revision, by=owner, at=at)
    assert refused.value.field == "examples"


def test_kept_cases_go_on_to_the_next_draft(changed, owner, publisher, at):
    api.keep_example(
        rule="fees", name="small", decision="fee", inputs={"area": ["30"]}, expected="120", by=owner, at=at
    )
    api.run_replay(rule="fees", by=owner, at=at)
    drafts.submit(**FEE_RULE, note="x", revision=changed.revision, by=owner, at=at)
    drafts.publish(**FEE_RULE, revision=changed.revision, by=publisher, at=at)
    again = drafts.open_draft(**FEE_RULE, by=owner, at=at)
    model = api.review(again.text, "fees").model
    kept = api.examples(draft=again.id, rule="fees", text=again.text, model=model, at=at)
    assert [(one.name, one.ok, one.found) for one in kept] == [("small", True, "120")]


def test_loading_the_package_again_does_not_overwrite_what_was_published_here(submitted, publisher, at, tmp_path):
    version = drafts.publish(**FEE_RULE, revision=submitted.revision, by=publisher, at=at)
    tiny.publish(tmp_path)
    assert declarations.current("rules", "fees").version == version
    other = tiny.package(tmp_path / "other", fees=tiny.FEES.replace("1000", "2000"))
    with pytest.raises(declarations.DeclarationError, match="changed on this node"):
        declarations.publish(declarations.read(other), at=at)
    assert declarations.current("rules", "fees").version == version
