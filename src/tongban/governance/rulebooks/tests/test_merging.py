"""A draft that another version overtook: one-sided changes come together, the others are chosen; checked, undoable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.governance.drafts import api as drafts
from tongban.governance.rulebooks import api
from tongban.governance.rulebooks.merging import merge
from tongban.governance.rulebooks.sheets import sheets
from tongban.governance.rulebooks.tests.town import FEE_RULE, FEES
from tongban.governance.rulebooks.texts import Book
from tongban.kernel.declarations import api as declarations

TABLE = "fee-table"
ROWS = {line.id: line.cells for line in sheets(FEES)[0].lines}


def text(*rows: tuple[str, tuple[str, ...]]) -> str:
    book = Book(FEES)
    book.replace(TABLE, rows)
    return book.text()


def cells(found: str | None) -> list[tuple[str, ...]]:
    assert found is not None
    return [line.cells for line in sheets(found)[0].lines]


def but(row: str, place: int, cell: str) -> tuple[str, ...]:
    return tuple(cell if n == place else old for n, old in enumerate(ROWS[row]))


BASE = list(ROWS.items())
NEW = ("> 9000", "-", "7", "办法第九条")


def test_different_rows_come_together() -> None:
    mine, theirs = text(("r1", but("r1", 2, "120")), *BASE[1:]), text(*BASE[:2], ("r3", but("r3", 2, "900")))
    found = merge(FEES, mine, theirs, {})
    assert cells(found.text) == [but("r1", 2, "120"), ROWS["r2"], but("r3", 2, "900")]
    assert [(row.id, row.taken) for row in found.tables[0].rows] == [("r1", "mine"), ("r3", "theirs")]


def test_different_cells_of_one_row_come_together_and_the_same_change_is_none() -> None:
    mine, theirs = text(("r1", but("r1", 2, "120")), *BASE[1:]), text(("r1", but("r1", 3, "新")), *BASE[1:])
    assert cells(merge(FEES, mine, theirs, {}).text)[0] == (*but("r1", 2, "120")[:3], "新")
    assert merge(FEES, mine, mine, {}).conflicts == ()


@pytest.mark.parametrize(("side", "fee"), [("mine", "120"), ("theirs", "130")])
def test_one_cell_changed_twice_waits_for_a_choice(side: str, fee: str) -> None:
    mine, theirs = text(("r1", but("r1", 2, "120")), *BASE[1:]), text(("r1", but("r1", 2, "130")), *BASE[1:])
    found = merge(FEES, mine, theirs, {})
    assert found.text is None
    (one,) = found.conflicts
    assert (one.column.label, one.base, one.mine, one.theirs) == ("fee", "100", "120", "130")
    assert cells(merge(FEES, mine, theirs, {one.key: side}).text)[0] == but("r1", 2, fee)
    assert merge(FEES, mine, theirs, {one.key: "nobody"}).text is None


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_row_changed_here_and_taken_out_there_waits_for_a_choice(side: str) -> None:
    mine, theirs = text(("r1", but("r1", 2, "120")), *BASE[1:]), text(*BASE[1:])
    (one,) = merge(FEES, mine, theirs, {}).conflicts
    assert (one.column, one.theirs) == (None, None)
    found = cells(merge(FEES, mine, theirs, {one.key: side}).text)
    assert found == ([but("r1", 2, "120")] if side == "mine" else []) + [ROWS["r2"], ROWS["r3"]]


def test_new_rows_of_both_stay_though_their_ids_are_alike_and_stand_where_they_stood() -> None:
    other = ("> 8000", "-", "8", "办法第八条")
    mine, theirs = text(*BASE[:1], ("", NEW), *BASE[1:]), text(*BASE, ("", other))
    assert sheets(mine)[0].lines[1].id == sheets(theirs)[0].lines[3].id
    found = merge(FEES, mine, theirs, {})
    assert cells(found.text) == [ROWS["r1"], NEW, ROWS["r2"], ROWS["r3"], other]
    assert cells(merge(FEES, mine, mine, {}).text) == [ROWS["r1"], NEW, ROWS["r2"], ROWS["r3"]]


def test_rows_moved_by_one_side_stay_moved() -> None:
    moved = text(*reversed(BASE))
    assert cells(merge(FEES, moved, FEES, {}).text) == cells(moved)
    assert cells(merge(FEES, FEES, moved, {}).text) == cells(moved)


def test_other_columns_cannot_be_brought_together() -> None:
    wider = FEES.replace('<annotation name="article"/>', '<annotation name="article"/><annotation name="note"/>')
    assert merge(FEES, FEES, wider, {}).apart


some = st.lists(
    st.tuples(st.sampled_from([*ROWS, ""]), st.tuples(*[st.sampled_from(["1", "2", "3"])] * 4)), min_size=1, max_size=5
)


@given(some, some)
def test_whoever_changed_nothing_gets_the_other_and_each_choice_ends_in_a_text(own, new) -> None:
    mine, theirs = text(*own), text(*new)
    assert cells(merge(FEES, mine, FEES, {}).text) == cells(mine)
    assert cells(merge(FEES, FEES, theirs, {}).text) == cells(theirs)
    found = merge(FEES, mine, theirs, {})
    for side in ("mine", "theirs"):
        done = merge(FEES, mine, theirs, {one.key: side for one in found.conflicts})
        if done.text is not None:
            ids = [line.id for line in sheets(done.text)[0].lines]
            assert len(ids) == len(set(ids))
            assert {row.cells for row in done.tables[0].rows} - {None} <= {*cells(done.text), *ROWS.values()}


@pytest.fixture()
def passed(draft, owner, at) -> api.Overtaken:
    """The draft changed row 1; a package brought row 3 in another wording."""
    line = api.sheets(draft.text)[0].line("r1")
    api.set_line(rule="fees", table=TABLE, line="r1", cells=but("r1", 2, "120"), seen=line.seen, by=owner, at=at)
    theirs = text(*BASE[:2], ("r3", but("r3", 2, "900")))
    declarations.amend(kind="rules", key="fees", text=theirs, base=draft.base, at=at)
    found = api.overtaken(draft=drafts.draft(**FEE_RULE), choices={})
    assert found is not None
    return found


@pytest.mark.django_db
def test_a_draft_takes_the_version_in_force_in_and_can_undo_it(passed, owner, at) -> None:
    before = drafts.draft(**FEE_RULE)
    done = api.take_over(rule="fees", revision=1, version=passed.version, choices={}, by=owner, at=at)
    assert cells(done.text) == [but("r1", 2, "120"), ROWS["r2"], but("r3", 2, "900")]
    assert (done.base, done.revision, done.last.how) == (passed.version, 2, "merge")
    assert api.overtaken(draft=done, choices={}) is None
    undone = drafts.undo(**FEE_RULE, seen=done.revision, by=owner, at=at)
    assert (undone.text, undone.base) == (before.text, before.base)
    assert api.overtaken(draft=undone, choices={}) is not None


@pytest.mark.django_db
def test_what_the_editor_saw_must_still_be_so(passed, owner, at) -> None:
    for revision, version in ((0, passed.version), (1, "x")):
        with pytest.raises(drafts.Clash):
            api.take_over(rule="fees", revision=revision, version=version, choices={}, by=owner, at=at)
    api.take_over(rule="fees", revision=1, version=passed.version, choices={}, by=owner, at=at)
    with pytest.raises(drafts.Clash):
        api.take_over(rule="fees", revision=1, version=passed.version, choices={}, by=owner, at=at)
    assert drafts.draft(**FEE_RULE).revision == 2


@pytest.mark.django_db
def test_a_result_that_could_not_be_typed_is_refused(draft, owner, at) -> None:
    declarations.amend(
        kind="rules", key="fees", text=text(*BASE[:2], ("r3", but("r3", 2, "900"))), base=draft.base, at=at
    )
    faulty = text(("r1", but("r1", 2, "nobody * 2")), *BASE[1:])
    drafts.change(**FEE_RULE, how="set", work=lambda _: drafts.Made(faulty), by=owner, at=at)
    found = api.overtaken(draft=drafts.draft(**FEE_RULE), choices={})
    with pytest.raises(api.RowRefused):
        api.take_over(rule="fees", revision=1, version=found.version, choices={}, by=owner, at=at)
