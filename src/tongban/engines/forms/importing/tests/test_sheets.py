"""Spreadsheets: out and in again is the same form; a plain sheet of a person is one too; every cell left out is named."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

import tongban
from tongban.engines.forms import offline
from tongban.engines.forms.declarations import Field, Form, Page, read
from tongban.engines.forms.options import Option
from tongban.kernel.declarations.api import Text

FORMS = sorted((Path(tongban.__file__).parent / "systems").glob("*/forms/*.toml"))
WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co"), blacklist_characters="\r\ufffe\uffff"), max_size=12
)
TEXTS = st.builds(Text, WORDS, WORDS)
TITLES = st.builds(Text, WORDS.filter(str.strip), WORDS)


def workbook(*rows: list[object], **sheets: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, lines in sheets.items():
        page = book.create_sheet(title)
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def carried(data: bytes) -> offline.Imported:
    return offline.imported(data, format="xlsx", title="x")


@st.composite
def fields(draw: st.DrawFn, name: str) -> Field:
    kind = draw(st.sampled_from(["text", "number", "date", "choice", "choices", "upload", "yesno"]))
    facts: dict[str, object] = {"show_if": draw(st.sampled_from(["", 'a = "b"', "= 3"]))}
    if kind in ("choice", "choices"):
        values = draw(st.lists(WORDS.filter(bool), min_size=1, max_size=3, unique=True))
        facts["options"] = tuple(Option(value, draw(TEXTS)) for value in values)
    if kind == "number":
        facts |= {
            "min": draw(st.sampled_from([None, 0, -3, Decimal("1.50")])),
            "places": draw(st.none() | st.integers(0, 3)),
        }
    if kind == "date":
        facts["max"] = draw(st.sampled_from([None, "today", dt.date(2026, 2, 28)]))
    if kind == "upload":
        facts["accept"] = tuple(draw(st.lists(st.sampled_from(["pdf", "png"]), min_size=1, max_size=2, unique=True)))
    required = draw(st.sampled_from([True, False, "a = 1"]))
    return Field(name, kind, draw(TITLES), required=required, hint=draw(TEXTS), **facts)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    pages = []
    for p in range(draw(st.integers(1, 3))):
        asked = tuple(draw(fields(f"f{p}_{n}")) for n in range(draw(st.integers(1, 3))))
        pages.append(Page(f"page-{p}", draw(TITLES), asked, draw(st.sampled_from(["", "x > 3"])), draw(TEXTS)))
    return Form(draw(TITLES), tuple(pages), draw(TEXTS))


@given(forms())
@settings(max_examples=30)
def test_what_is_exported_imports_to_the_same_form(form: Form):
    assert read(offline.written(form), "x") == form
    found = carried(offline.export_xlsx(form))
    assert (found.form, found.lost) == (form, ())


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_the_shipped_forms_survive_the_spreadsheet(path: Path):
    form = read(path.read_text(encoding="utf-8"), path.name)
    found = carried(offline.export_xlsx(form))
    assert (found.form, found.lost) == (form, ())


def test_a_plain_sheet_is_a_form():
    found = carried(
        workbook(
            ["页", "类型", "标签", "English", "必填", "选项", "显示条件"],
            ["申请人", "text", "姓名", None, "是", None, None],
            [None, "choice", "性质", None, "否", "own | 自有 | Own\nlease | 租赁", None],
            ["场所", "number", "面积", None, True, None, 'xing_zhi = "own"'],
        )
    )
    assert [(page.id, page.title.zh) for page in found.form.pages] == [
        ("shen-qing-ren", "申请人"),
        ("chang-suo", "场所"),
    ]
    names = [(one.name, one.kind, one.required) for one in found.form.fields()]
    assert names == [("xing_ming", "text", True), ("xing_zhi", "choice", False), ("mian_ji", "number", True)]
    assert found.form.fields()[1].options == (Option("own", Text("自有", "Own")), Option("lease", Text("租赁")))
    assert [(one.place, one.what) for one in found.lost] == [("Sheet!D1", "English")]


def test_what_is_left_out_is_named_by_its_cell():
    data = workbook(fields=[
        ["page", "kind", "label", "max", "colour"], ["a", "text", "Name", None, "red"], ["a", "textt", "Wrong"],
        ["a", "number", "Age", "=1+1"], ["a", "choice", "Which"], ["a", "date", "Day", dt.datetime(2026, 1, 2)],
    ], other=[["x"]])  # fmt: skip
    found = carried(data)
    assert [one.max for one in found.form.fields()] == [None, None, dt.date(2026, 1, 2)]
    assert [(one.place, one.what) for one in found.lost] == [
        ("Sheet", "a sheet"), ("fields!E1", "colour"), ("fields!D4", "=1+1"), ("other", "a sheet"),
        ("fields!row 3", "wrong"), ("fields!row 5", "which"),
    ]  # fmt: skip
    assert "no kind of field" in found.lost[4].reason


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"not a spreadsheet", "XLSX"),
        (workbook(), "there is no question"),
        (workbook(["what", "is"], ["this", "here"]), "the first row names the columns"),
        (workbook(["kind", "label"]), "there is no question"),
    ],
)
def test_what_is_no_form_ends_in_words(data: bytes, fault: str):
    with pytest.raises(offline.ImportFault, match=fault):
        carried(data)


def test_a_text_that_no_cell_holds_is_refused():
    form = Form(Text("x"), (Page("a", Text("x"), (Field("f", "text", Text("a\x01b")),)),))
    with pytest.raises(offline.ImportFault, match="fields!D2"):
        offline.export_xlsx(form)
