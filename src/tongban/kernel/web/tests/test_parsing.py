"""What comes from outside is read safely or refused with a reason."""

import json
from decimal import Decimal

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.web import api as web

BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;">]><a>&y;</a>"""


def test_xml_is_read_without_comments_unless_asked() -> None:
    assert len(web.safe_xml(b"<a><!-- x --><b/></a>", max_bytes=100)) == 1
    assert len(web.safe_xml(b"<a><!-- x --><b/></a>", max_bytes=100, comments=True)) == 2


@pytest.mark.parametrize("data", [
    BOMB,
    b"<!DOCTYPE html><a/>",
    BOMB.decode().replace('1.0"', '1.0" encoding="utf-16"').encode("utf-16"),
    b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
])  # fmt: skip
def test_a_doctype_is_refused_in_every_encoding(data: bytes) -> None:
    with pytest.raises(web.BadInput, match="DOCTYPE"):
        web.safe_xml(data, max_bytes=10_000)


def test_the_word_doctype_in_character_data_is_only_text() -> None:
    assert web.safe_xml(b"<a><![CDATA[<!DOCTYPE]]></a>", max_bytes=100).text == "<!DOCTYPE"


def test_xml_is_judged_by_size_before_it_is_parsed() -> None:
    with pytest.raises(web.BadInput) as refused:
        web.safe_xml(b"no xml at all" * 100, max_bytes=1000)
    assert refused.value.status == 413


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a>&nbsp;</a>", b"\x00", b"<a>" * 400 + b"</a>" * 400])
def test_broken_or_deep_xml_is_refused(data: bytes) -> None:
    with pytest.raises(web.BadInput):
        web.safe_xml(data, max_bytes=10_000)


def test_json_keeps_fractions_exact() -> None:
    assert web.decode_json(b'{"a": [0.1, "["]}') == {"a": [Decimal("0.1"), "["]}


@pytest.mark.parametrize("data", [
    b"[" * 100_000, b'{"a":' * 40 + b"1" + b"}" * 40, b'{"a": 1, "a": 2}', b"NaN", b"[Infinity]", b"{'a': 1}", b"\xff", b"",
    b"1" * 5000, b'"\\ud800' + b"x" * 10,
])  # fmt: skip
def test_json_that_is_deep_doubled_or_broken_is_refused(data: bytes) -> None:
    with pytest.raises(web.BadInput):
        web.decode_json(data)


def test_brackets_inside_texts_do_not_count_as_depth() -> None:
    assert web.decode_json(json.dumps(["[{" * 100, '\\"[[' * 50]).encode())


@given(st.recursive(st.none() | st.booleans() | st.integers(-9, 9) | st.text(), st.lists, max_leaves=20))
def test_json_comes_back_as_it_was_sent(value: object) -> None:
    assert web.decode_json(json.dumps(value).encode(), max_depth=30) == value


def _post(body: bytes, **headers: str) -> object:
    return RequestFactory().post("/", body, content_type=headers.pop("type", "application/json"), **headers)


def test_a_json_body_is_bounded_before_it_is_read() -> None:
    assert web.json_body(_post(b'{"a": 1}')) == {"a": 1}
    for request in (_post(b" " * 200), _post(b"{}", CONTENT_LENGTH="many"), _post(b"{}", CONTENT_LENGTH="-1")):
        with pytest.raises(web.BadInput) as refused:
            web.json_body(request, max_bytes=100)
        assert refused.value.status == 413


def test_a_form_is_no_json_body() -> None:
    with pytest.raises(web.BadInput):
        web.json_body(_post(b"{}", type="text/plain"))


@given(st.text())
def test_no_csv_cell_is_a_formula(text: str) -> None:
    cell = web.csv_cell(text)
    assert cell.removeprefix("'") in (text, text.removeprefix("'"))
    assert not cell.strip(" \u00a0\u3000\ufeff").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', " =1+1", "@SUM(A1)", "-2+3", "\t=1", "＝1", "\u3000=1"])
def test_a_formula_becomes_a_text(text: str) -> None:
    assert web.csv_cell(text) == f"'{text}"


def test_numbers_stay_numbers_in_csv() -> None:
    assert [web.csv_cell(value) for value in (-5, Decimal("-1.50"), None, "a-b")] == ["-5", "-1.50", "", "a-b"]
