"""A draft is changed row by row; what is wrong is said cell by cell, and nobody's work is lost."""

import pytest

from tongban.governance.drafts import api as drafts
from tongban.governance.rulebooks import api
from tongban.governance.rulebooks.tests.town import FEE_RULE
from tongban.kernel.declarations import api as declarations
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Denied

TABLE = "fee-table"


def cells(draft: drafts.DraftView, line: str = "r1") -> tuple[str, ...]:
    return api.sheets(draft.text)[0].line(line).cells


def write(draft, line, new, *, by, at, seen=""):
    old = api.sheets(draft.text)[0].line(line)
    return api.set_line(rule="fees", table=TABLE, line=line, cells=new, seen=seen or old.seen, by=by, at=at)


def test_a_table_is_read_with_its_columns_rows_and_articles(draft):
    sheet = api.sheets(draft.text)[0]
    assert (sheet.decision, sheet.policy) == ("fee", "UNIQUE")
    assert [(one.kind, one.label, one.expression) for one in sheet.columns] == [
        ("input", "面积", "area"), ("input", "种类", "kind"), ("output", "fee", ""), ("note", "article", ""),
    ]  # fmt: skip
    assert cells(draft, "r2") == ("(50..200]", "-", "round half up(area * 3, 2)", "办法第二条")
    assert sheet.articles == (3,)


def test_a_changed_cell_changes_nothing_else_of_the_text(draft, owner, at):
    done = write(draft, "r1", ("<= 60", "-", "100", "办法第一条"), by=owner, at=at)
    assert cells(done) == ("<= 60", "-", "100", "办法第一条")
    assert done.text == draft.text.replace("&lt;= 50", "&lt;= 60")
    assert "<!-- a comment that stays -->" in done.text
    assert (done.revision, done.last.how, done.last.name) == (1, "set", "Owner")


def test_a_faulty_cell_is_refused_beside_itself_and_nothing_is_kept(draft, owner, at):
    with pytest.raises(api.RowRefused) as refused:
        write(draft, "r1", ("<= ", "-", "area *", ""), by=owner, at=at)
    wrong = {one.column: one.message for one in refused.value.cells}
    assert set(wrong) == {0, 2, 3}
    assert wrong[3] == "Name the article that this row follows."
    assert drafts.draft(**FEE_RULE) == draft


def test_an_unknown_name_is_refused_with_a_suggestion(draft, owner, at):
    with pytest.raises(api.RowRefused) as refused:
        write(draft, "r2", ("(50..200]", "-", "round half up(aera * 3, 2)", "办法"), by=owner, at=at)
    assert [one.column for one in refused.value.cells] == [2]
    assert "area" in refused.value.cells[0].suggestion


def test_two_owners_at_once_lose_nothing(draft, owner, other, at):
    write(draft, "r1", ("<= 60", "-", "100", "办法第一条"), by=owner, at=at)
    later = write(draft, "r3", (">= 200", "-", "1000", "办法第三条"), by=other, at=at)
    assert (cells(later), cells(later, "r3")[0]) == (("<= 60", "-", "100", "办法第一条"), ">= 200")
    with pytest.raises(drafts.Clash) as clash:
        write(draft, "r1", ("<= 70", "-", "100", "办法第一条"), by=other, at=at)
    assert (clash.value.now[0], clash.value.name) == ("<= 60", "Owner")
    assert cells(drafts.draft(**FEE_RULE))[0] == "<= 60"


def test_a_row_removed_by_another_says_so(draft, owner, other, at):
    line = api.sheets(draft.text)[0].line("r2")
    api.remove_line(rule="fees", table=TABLE, line="r2", seen=line.seen, by=owner, at=at)
    with pytest.raises(drafts.Clash, match="removed in the meantime"):
        write(draft, "r2", ("(50..100]", "-", "1", "办法"), by=other, at=at)


def test_rows_are_added_moved_and_removed_and_each_is_undone_in_turn(draft, owner, at):
    def ids() -> list[str]:
        return [one.id for one in api.sheets(drafts.draft(**FEE_RULE).text)[0].lines]

    new = ("> 500", "-", "2000", "办法第四条")
    api.add_line(rule="fees", table=TABLE, after="r3", cells=new, by=owner, at=at)
    api.add_line(rule="fees", table=TABLE, after="", cells=new, by=owner, at=at)
    assert ids() == ["fee-table-r5", "r1", "r2", "r3", "fee-table-r4"]
    api.move_line(rule="fees", table=TABLE, line="r3", up=True, by=owner, at=at)
    api.move_line(rule="fees", table=TABLE, line="fee-table-r5", up=False, by=owner, at=at)
    assert ids() == ["r1", "fee-table-r5", "r3", "r2", "fee-table-r4"]
    seen = api.sheets(drafts.draft(**FEE_RULE).text)[0].line("fee-table-r4").seen
    api.remove_line(rule="fees", table=TABLE, line="fee-table-r4", seen=seen, by=owner, at=at)
    while (now := drafts.draft(**FEE_RULE)).last:
        drafts.undo(**FEE_RULE, seen=now.revision, by=owner, at=at)
    assert now.text == draft.text
    assert now.revision == 10


def test_only_the_change_one_saw_is_undone(draft, owner, other, at):
    seen = write(draft, "r1", ("<= 60", "-", "100", "一"), by=owner, at=at).revision
    write(draft, "r3", ("> 200", "-", "1200", "三"), by=other, at=at)
    with pytest.raises(drafts.Clash):
        drafts.undo(**FEE_RULE, seen=seen, by=owner, at=at)


def test_the_last_row_of_a_table_stays(draft, owner, at):
    for line in ("r1", "r2"):
        seen = api.sheets(draft.text)[0].line(line).seen
        api.remove_line(rule="fees", table=TABLE, line=line, seen=seen, by=owner, at=at)
    with pytest.raises(drafts.DraftError, match="at least one row"):
        api.remove_line(
            rule="fees", table=TABLE, line="r3", seen=api.sheets(draft.text)[0].line("r3").seen, by=owner, at=at
        )


def test_saving_what_stands_there_already_is_no_change(draft, owner, at):
    assert write(draft, "r1", cells(draft), by=owner, at=at).revision == 0


def test_control_characters_and_markup_are_text(draft, owner, at):
    done = write(draft, "r1", ("<= 50", "-", "100", "第一条\x00\ud800 </text><rule/> & “引号”\r\n二"), by=owner, at=at)
    assert cells(done)[3] == "第一条 </text><rule/> & “引号”\n二"


def test_who_is_not_responsible_changes_nothing(draft, official, at):
    for post in ("market.clerk", "health.leader"):
        stranger = official(post, "stranger")
        with pytest.raises(Denied):
            drafts.open_draft(**FEE_RULE, by=stranger, at=at)
        with pytest.raises(Denied):
            write(draft, "r1", ("<= 60", "-", "100", "一"), by=stranger, at=at)
    assert drafts.draft(**FEE_RULE) == draft


def test_a_draft_that_is_given_up_makes_room_for_another(draft, owner, at):
    drafts.discard(**FEE_RULE, by=owner, at=at)
    assert drafts.draft(**FEE_RULE) is None
    assert drafts.open_draft(**FEE_RULE, by=owner, at=at).id != draft.id


def test_every_act_is_in_the_ledger_without_the_text(draft, owner, at):
    write(draft, "r1", ("<= 60", "-", "100", "一"), by=owner, at=at)
    audit.seal(at=at)
    found = audit.entries(object="rule:fees")
    assert [one.action for one in found] == ["rulebooks.edit", "rulebooks.open"]


def test_what_is_in_force_is_untouched_by_a_draft(draft, owner, at):
    write(draft, "r1", ("<= 60", "-", "100", "一"), by=owner, at=at)
    assert declarations.current("rules", "fees").version == draft.base
