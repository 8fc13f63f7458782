"""Templates are checked before they are published; values reach them as data only."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.kernel.declarations.api import DeclarationError, Item, Package, System, Text
from tongban.kernel.web.api import qr
from tongban.services.certificates import api, checks, declarations, rendering
from tongban.services.certificates.rows import Row
from tongban.services.certificates.tests.conftest import HOME, LICENCE, PROOF

AFTER, AFTER_NEXT = (f"line {len(PROOF.splitlines()) + n}" for n in (1, 2))
AFTER_LICENCE = f"line {len(LICENCE.splitlines()) + 1}"


def item(text: str, key: str = "x") -> Item:
    return Item("documents", key, "", f"p/documents/{key}.typ", text, declarations.read(text, f"p/documents/{key}.typ"))


def package(*items: Item) -> Package:
    return Package(System("p", "1", Text("包", "Package")), Path(), items)


def words(pdf: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (poppler-utils)")
    (tmp_path / "x.pdf").write_bytes(pdf)
    text = subprocess.run(["pdftotext", "-raw", tmp_path / "x.pdf", "-"], check=True, capture_output=True).stdout
    return text.decode()


@pytest.mark.parametrize(("text", "place", "message"), [
    ("", "line 1", "header"),
    ("#let x = 1", "line 1", "header"),
    (LICENCE.replace("prefix", "prefx"), "prefx", "did you mean 'prefix'"),
    (LICENCE.replace('"JY"', '"jy"'), "", "capital letters"),
    (LICENCE.replace("amount = 5", "amount = 0"), "term", "at least 1"),
    (LICENCE.replace('"years"', '"year"'), "term.unit", "did you mean 'years'"),
    (LICENCE.replace("title =", "title"), "line 1, column 7", ""),
    (PROOF + '#import "@preview/cetz:0.2.0": *', AFTER, "'import' of another file"),
    (PROOF + '#let p = "x"\n#import p', AFTER_NEXT, "'import' of another file"),
    (PROOF + '#include "other.typ"', AFTER, "'include' of another file"),
    (PROOF + '#import "/tongban/../x.typ"', AFTER, "'import'"),
    (PROOF + '#eval("1")', AFTER, "'eval' is not allowed"),
    (PROOF + '#plugin("x.wasm")', AFTER, "'plugin' is not allowed"),
])  # fmt: skip
def test_each_mistake_of_a_template_names_its_place(text: str, place: str, message: str) -> None:
    with pytest.raises(DeclarationError) as wrong:
        declarations.read(text, "p/documents/x.typ")
    assert any(one.path.startswith(place) and message in str(one) for one in wrong.value.problems), str(wrong.value)


@pytest.mark.parametrize(("text", "place", "message", "severity"), [
    (PROOF + "#undefined", AFTER, "unknown variable", "error"),
    (PROOF + "#(", AFTER, "unclosed", "error"),
    (LICENCE + '#read("/etc/passwd")', AFTER_LICENCE, "not found", "error"),
    (LICENCE + '#read("../../models.py")', AFTER_LICENCE, "escape", "error"),
    (LICENCE.replace('name = "kind"', 'name = "phone"'), "fields", "'phone' stands twice", "error"),
    (LICENCE.replace(', en = "Operator"', ""), "fields[0].label", "no English", "warning"),
])  # fmt: skip
def test_each_doubt_about_a_template_names_its_place(text: str, place: str, message: str, severity: str) -> None:
    one = item(text)
    (found,) = checks.check(package(one), one)
    assert (found.path, found.severity) == (place, severity), found
    assert message in found.message


def test_two_documents_do_not_share_a_prefix() -> None:
    one, other = item(LICENCE, "a"), item(PROOF.replace("JZ", "JY"), "b")
    assert [found.path for found in checks.check(package(one, other), one)] == ["prefix"]
    assert list(checks.check(package(one), one)) == []


def test_a_preview_is_marked_and_not_sealed(city, at, tmp_path: Path) -> None:
    for document in ("food-licence", "residence"):
        pdf = api.preview(document=document, at=at)
        assert "SPECIMEN" in words(pdf, tmp_path)
        assert api.verify_pdf(pdf=pdf, at=at).status == "not_valid"


HOSTILE = [
    '#panic("x")',
    '"]#eval("1+1")',
    "$x^2$ *bold* _it_ `raw`",
    "<script>",
    "\\u{202e}",
    "]}) #let",
    "//! x",
    "a\nb",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_markup_in_a_value_is_printed_as_it_is(city, at, tmp_path: Path, value: str) -> None:
    template = declarations.read(PROOF, "x")
    day = at.date()
    rows = tuple(Row(one.name, one.label, Text(value, value)) for one in template.document.fields)
    sheet = rendering.Sheet(template.document.title, "N", "12345678", value, Text("机关"), day, rows, day, None)
    shown = words(rendering.render(template=template, sheet=sheet, at=at), tmp_path)
    if value.isascii() and "\n" not in value:
        assert "".join(value.split()) in "".join(shown.split())


@given(value=st.text(max_size=60))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_printed(at, value: str) -> None:
    template = declarations.read(LICENCE, "x")
    day = at.date()
    rows = tuple(Row(one.name, one.label, Text(value, value)) for one in template.document.fields)
    sheet = rendering.Sheet(template.document.title, "N", "12345678", value, Text(value), day, rows, day, None)
    try:
        assert rendering.render(template=template, sheet=sheet, at=at).startswith(b"%PDF-")
    except api.CannotRender as refused:
        assert "fonts" in str(refused)  # noqa: PT017 (either outcome is right)


def test_a_name_that_no_font_can_show_is_refused_with_a_remedy(prove) -> None:
    with pytest.raises(api.CannotRender, match=r"𠮷.*fonts"):
        prove(holder=api.Holder(tag="0" * 32, name="𠮷田"))


def test_marks_that_nobody_sees_are_not_printed(prove) -> None:
    found = prove(holder=api.Holder(tag="0" * 32, name="唐\u202e沅芷\x00"), data={**HOME, "address": "常德\u200b市"})
    assert (found.holder, found.rows[0].value.zh) == ("唐沅芷", "常德市")


def test_a_long_value_is_set_smaller_on_the_same_page(at, tmp_path: Path) -> None:
    template = declarations.read(LICENCE, "x")
    day, scope = at.date(), "食品经营；餐饮服务；" * 60
    rows = tuple(
        Row(one.name, one.label, Text(scope if one.name == "kind" else "一")) for one in template.document.fields
    )
    sheet = rendering.Sheet(template.document.title, "N", "12345678", "甲", Text("机关"), day, rows, day, None)
    pdf = rendering.render(template=template, sheet=sheet, at=at)
    assert "".join(words(pdf, tmp_path).split()).count("餐饮服务") == 60
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page\n") + pdf.count(b"/Type /Page ") <= 1


def test_the_same_values_give_the_same_file(at) -> None:
    template = declarations.read(LICENCE, "x")
    sheet = rendering.specimen(template.document)
    assert rendering.render(template=template, sheet=sheet, at=at) == rendering.render(
        template=template, sheet=sheet, at=at
    )


def test_the_code_on_the_page_leads_to_the_verification(issue, at, tmp_path: Path) -> None:
    found = issue()
    assert api.address(found.number, found.code).endswith(f"/verify/{found.number}?code={found.code}")
    from tongban.services.certificates.tests.conftest import owner

    shown = words(api.pdf(number=found.number, by=owner(), at=at), tmp_path)
    assert found.number in shown
    assert f"{found.code[:4]}-{found.code[4:]}" in shown
    assert qr("x").startswith(b"<?xml")
