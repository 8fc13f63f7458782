"""What a person writes, in several ways, becomes one stored value, or a message that says what to do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.forms import identifiers, values
from tongban.engines.forms.declarations import Field
from tongban.engines.forms.divisions import declare_divisions
from tongban.engines.forms.kinds import REGISTRY
from tongban.engines.forms.kinds import identifiers as checked
from tongban.engines.forms.options import Option
from tongban.engines.forms.tests.samples import children, way
from tongban.kernel.declarations.api import Text


@pytest.fixture(autouse=True)
def _own_checks(monkeypatch):
    """The engine's own rules of identifiers, whatever stricter ones the node's registers have handed in."""
    monkeypatch.setitem(checked.CHECKS, "resident_number", identifiers.resident_number)
    monkeypatch.setitem(checked.CHECKS, "credit_code", identifiers.credit_code)
    declare_divisions(children=children, way=way)


AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)


def field(kind, **more):
    if kind in ("choice", "choices"):
        more.setdefault("options", (Option("a", Text("甲", "A")), Option("b", Text("乙", "B"))))
    if kind == "upload":
        more.setdefault("accept", ("pdf",))
    return Field(name="x", kind=kind, label=Text("某", "Some"), **more)


def read(kind, raw, **more):
    one = field(kind, **more)
    return values.read_value(one, raw, at=AT)


@pytest.mark.parametrize(
    ("kind", "written", "stored"),
    [
        ("text", "  Ａ座　３楼，\u200b101室 ", "A座 3楼，101室"),
        ("longtext", "一\r\n二  \n", "一\n二"),
        ("number", "１，２５０．５", "1250.5"),
        ("number", "0.10", "0.10"),
        ("number", "-0", "0"),
        ("money", "￥1,234.5", "1234.50"),
        ("money", "30元", "30.00"),
        ("date", "2026年3月5日", "2026-03-05"),
        ("date", "2026/3/5", "2026-03-05"),
        ("date", "２０２６．３．５", "2026-03-05"),
        ("date", "20260305", "2026-03-05"),
        ("date", "5 March 2026", "2026-03-05"),
        ("date", "Mar. 5, 2026", "2026-03-05"),
        ("phone", "+86 138-0000-1234", "13800001234"),
        ("phone", "０７３６－７７８８９９０", "07367788990"),
        ("email", " Wang@例子.example ".replace("例子.", ""), "Wang@example"),
        ("yesno", "是", True),
        ("yesno", "no", False),
        ("resident_number", "11010519491231002x", "11010519491231002X"),
        ("credit_code", "９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
        ("choices", ["b", "a"], ["a", "b"]),
    ],
)
def test_one_stored_value_for_what_is_written(kind, written, stored):
    if kind == "email":
        written, stored = " Wang@Example.com ", "Wang@Example.com"
    assert read(kind, written) == stored
    assert read(kind, stored) == stored, "reading a stored value changes nothing"


@pytest.mark.parametrize(
    ("kind", "written", "more"),
    [
        ("number", "12,50", {}),
        ("number", "1e9", {}),
        ("number", "nan", {}),
        ("number", "٣", {}),
        ("number", "9" * 400, {}),
        ("number", "1.255", {"places": 2}),
        ("number", "0", {"min": 1}),
        ("number", "11", {"max": 10}),
        ("money", "-1", {}),
        ("money", "1.005", {}),
        ("date", "2026-02-30", {}),
        ("date", "03/05/2026", {}),
        ("date", "2026-11-22", {"min": "today"}),
        ("date", "2026-11-24", {"max": dt.date(2026, 11, 23)}),
        ("phone", "12345678901", {}),
        ("email", "wang@", {}),
        ("text", "x" * 201, {}),
        ("text", "abc", {"pattern": "[0-9]+", "pattern_hint": Text("请写数字。", "Write digits.")}),
        ("resident_number", "110105194912310021", {}),
        ("resident_number", "11010519491331002X", {}),
        ("resident_number", "1101051949123100", {}),
        ("credit_code", "91350100M000100Y44", {}),
        ("credit_code", "91350100M000100I43", {}),
        ("choice", "c", {}),
        ("choice", ["a", "b"], {}),
        ("choices", ["a", "z"], {}),
        ("yesno", "maybe", {}),
        ("text", {"a": 1}, {}),
    ],
)
def test_what_cannot_be_right_gets_a_sentence_in_both_languages(kind, written, more):
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language), pytest.raises(ValueError) as refused:
            read(kind, written, **more)
        said.append(str(refused.value))
    assert said[0] != said[1], "translated"
    assert all(len(sentence) > 4 for sentence in said)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(REGISTRY)),
    st.one_of(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=3), st.integers(), st.none()),
)
def test_no_input_whatever_ends_in_anything_but_a_value_or_a_message(kind, raw):
    if values.is_empty(raw):
        return
    try:
        stored = read(kind, raw)
    except ValueError:
        return
    assert values.is_empty(stored) or read(kind, stored) == stored
    values.typed(field(kind), raw)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_numbers_stay_exact(number):
    assert Decimal(read("number", f"{number:,f}")) == number


@given(st.dates(dt.date(1000, 1, 1)))
def test_every_written_form_of_a_date_is_the_same_day(day):
    forms = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%d %B %Y", "%b %d, %Y"]
    assert {read("date", day.strftime(form)) for form in forms} == {day.isoformat()}


def test_a_register_hands_in_its_own_check(monkeypatch):
    monkeypatch.setattr(checked, "CHECKS", dict(checked.CHECKS))

    def strict(text):
        raise ValueError("unknown county")

    checked.declare_validator("resident_number", strict)
    with pytest.raises(ValueError, match="unknown county"):
        read("resident_number", "11010519491231002X")
    with pytest.raises(ValueError, match="no validator"):
        checked.declare_validator("text", strict)
