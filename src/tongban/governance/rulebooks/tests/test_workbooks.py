"""Spreadsheets: out and in again without loss; what is wrong names sheet and cell; hostile files are refused."""

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from tongban.governance.drafts import api as drafts
from tongban.governance.rulebooks import api
from tongban.governance.rulebooks.tests.town import FEE_RULE, FEES

pytestmark = pytest.mark.django_db


def altered(text: str, change) -> bytes:
    book = load_workbook(io.BytesIO(api.write(text)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def take(data: bytes, owner, at, *, overwrite: bool = False) -> drafts.DraftView:
    return api.take(rule="fees", file=data, overwrite=overwrite, by=owner, at=at)


def page(book: Workbook):
    return book["1 fee"]


def test_out_and_in_again_changes_nothing(draft, owner, at):
    assert take(api.write(draft.text), owner, at).revision == 0


def test_rows_are_changed_added_removed_and_reordered_in_one_undoable_step(draft, owner, at):
    def change(book):
        sheet = page(book)
        sheet["B3"] = "<= 60"
        sheet["D3"] = 150
        sheet.delete_rows(5)
        sheet.append(["", "> 200", "", 0.1, dt.datetime(2026, 1, 1)])
        sheet.append(["r2", "(60..200]", "-", "round half up(area * 3, 2)", "二"])
        sheet.delete_rows(4)

    done = take(altered(draft.text, change), owner, at)
    assert [(one.id, one.cells) for one in api.sheets(done.text)[0].lines] == [
        ("r1", ("<= 60", "-", "150", "办法第一条")),
        ("fee-table-r4", ("> 200", "-", "0.1", "2026-01-01")),
        ("r2", ("(60..200]", "-", "round half up(area * 3, 2)", "二")),
    ]
    assert drafts.undo(**FEE_RULE, seen=done.revision, by=owner, at=at).text == draft.text


def test_every_fault_names_sheet_and_cell_and_nothing_is_taken(draft, owner, at):
    def change(book):
        page(book)["B3"] = "<= ("
        page(book)["E5"] = ""

    with pytest.raises(api.BookRefused) as refused:
        take(altered(draft.text, change), owner, at)
    assert [one.partition(":")[0] for one in refused.value.faults] == [
        "Sheet “1 fee”, cell B3",
        "Sheet “1 fee”, cell E5",
    ]
    assert drafts.draft(**FEE_RULE) == draft


def test_formulas_and_error_values_are_refused(draft, owner, at):
    def change(book):
        page(book)["D3"] = "=1+1"

    with pytest.raises(api.BookRefused) as refused:
        take(altered(draft.text, change), owner, at)
    assert refused.value.faults == ("Sheet “1 fee”, cell D3: a formula is not accepted; write its value",)


def test_a_text_that_looks_like_a_formula_goes_out_as_text():
    text = FEES.replace("办法第一条", "=cmd|calc")
    cell = page(load_workbook(io.BytesIO(api.write(text))))["E3"]
    assert (cell.value, cell.data_type) == ("=cmd|calc", "s")


def test_a_file_from_before_a_change_is_refused_unless_it_is_meant(draft, owner, at):
    old = altered(draft.text, lambda book: page(book).__setitem__("B5", ">= 200"))
    line = api.sheets(draft.text)[0].line("r1")
    api.set_line(
        rule="fees", table="fee-table", line="r1", cells=("<= 60", "-", "1", "一"), seen=line.seen, by=owner, at=at
    )
    with pytest.raises(api.BookRefused, match="changed after this file was made"):
        take(old, owner, at)
    assert api.sheets(take(old, owner, at, overwrite=True).text)[0].line("r3").cells[0] == ">= 200"


def bomb() -> bytes:
    out = io.BytesIO(api.write(FEES))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", b"\0" * 50_000_000)
    return out.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    out = io.BytesIO(api.write(FEES))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"no spreadsheet", "not one of the accepted kinds"),
        (b"x" * 2_000_001, "larger than"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged"),
        (bomb, "unpack"),
        (lambda: with_part("xl/vbaProject.bin", b"x"), "macros"),
        (lambda: with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "refers to other files"),
        (lambda: with_part("xl/extra.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "damaged"),
        (lambda: altered(FEES, lambda book: setattr(page(book), "title", "other")), "no table of this rule"),
    ],
)
def test_hostile_and_foreign_files_are_refused_with_a_reason(draft, owner, at, data, words):
    with pytest.raises(api.BookRefused, match=words):
        take(data() if callable(data) else data, owner, at)
    assert drafts.draft(**FEE_RULE) == draft


def test_a_sheet_with_other_columns_or_too_many_rows_is_refused(draft, owner, at):
    def far(book):
        page(book)["F1"] = "more"

    def deep(book):
        for _ in range(2_001):
            page(book).append(["", "-", "-", "1", "x"])

    for change, words in (
        (far, "first row"),
        (deep, "2,000 rows"),
        (lambda book: page(book).delete_rows(3, 9), "no rows"),
    ):
        with pytest.raises(api.BookRefused) as refused:
            take(altered(draft.text, change), owner, at)
        assert words in refused.value.faults[0]
