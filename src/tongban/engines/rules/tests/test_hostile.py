"""Hostile texts and inputs end at a limit with a clear error: no crash, no hang, no way out of the language."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.rules import api as rules
from tongban.engines.rules.builtins import TABLE

SHARED = "{a: [1, 1], b: [a, a, a, a, a, a, a, a]" + "".join(
    f", {name}: [{', '.join([before] * 8)}]" for before, name in zip("bcdefg", "cdefgh", strict=True)
)
LIMITED = [
    "(" * 5000 + "1" + ")" * 5000,
    "[" * 5000,
    "-" * 5000 + "1",
    "{a:" * 3000,
    "if true then " * 3000 + "1",
    "not(" * 3000,
    "x in (" * 3000,
    "a" + ".b" * 5000,
    "1" + "=1" * 5000,
    "for i in 1..1000000000 return i",
    "for i in 1..1000, j in 1..1000 return 1",
    "some i in 1..9999999999999 satisfies i < 0",
    "{f: function(n) f(n + 1), r: f(0)}.r",
    'for i in 1..100 return if i = 1 then "0123456789" else partial[-1] + partial[-1]',
    "for i in 1..100 return if i = 1 then [1, 2] else concatenate(partial[-1], partial[-1])",
    "{l: for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]], r: string(l[-1])}.r",
    "{l: for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]], r: l = {m: l, n: l}.m, s: flatten(l)}",
    "for i in 1..1000 return for j in 1..1000 return sort([2, 1])",
    "1 " + "x" * 300_000,
    "{" + ", ".join(f"a{i}: 1" for i in range(9000)) + "}",
    "for i in 1..100000 return x" + "**.999" * 30_000,
    "for i in 1..100000 return " + " and ".join(["true"] * 20_000),
    "for i in 1..100000 return f(" + ",".join(["1"] * 20_000) + ")",
    "{f: function(x) " + "+".join(["1"] * 20_000) + ", r: for i in 1..100000 return f(1)}",
    "{l: for i in 1..30000 return i, m: for i in 1..30000 return i, r: for i in 1..2000 return l = m}.r",
    "{l: for i in 1..30000 return i, r: for i in 1..9000 return 0 in l}.r",
    "{l: for i in 1..30000 return i, r: for i in 1..9000 return list contains(l, 0)}.r",
    "{l: for i in 1..3000 return {a: i}, r: for i in 1..3000 return l instance of list<context<a: number>>}.r",
    SHARED + ", r: h = h}",
    SHARED + ", r: string(h)}",
    SHARED + ", r: h instance of list<list<list<list<list<list<list<list<number>>>>>>>>}",
    SHARED + ", r: count(flatten(h))}",
    SHARED + ", r: h.x}",
    'for i in @"-999999999-01-01"..@"999999999-01-01" return i',
    'for i in 1..100000 return string("' + "a" * 90_000 + '")',
    "for " + ", ".join(f"i{n} in [1]" for n in range(3000)) + " return 1",
]


@pytest.mark.parametrize("text", LIMITED, ids=range(len(LIMITED)))
def test_what_is_too_deep_long_or_large_ends_at_a_limit(text):
    start = time.monotonic()
    with pytest.raises(rules.FeelError):
        rules.evaluate(text, {"x": 1, "a": 1})
    assert time.monotonic() - start < 5


def test_long_flat_texts_are_no_deep_texts():
    assert rules.evaluate("+".join(["1"] * 60_000), {}) == 60_000
    assert rules.evaluate(" or ".join(["false"] * 5000), {}) is False
    assert len(rules.evaluate(f"[{','.join(['1'] * 5000)}]", {})) == 5000


def test_huge_numbers_end_at_once():
    assert rules.evaluate("9 ** 9 ** 9 ** 9 ** 9", {}) is None
    assert rules.evaluate("1e999999999", {}) is None
    assert rules.evaluate("2 ** 0.5 ** 99999999", {}) is None
    assert rules.evaluate("string(1e6144)", {}) == "1" + "0" * 6144
    for text in ("for i in 1e6000..1 return i", "date(2024, 1e10, 1)", 'duration("P1D") * 1e6000', "[1, 2][1e6144]"):
        found = rules.compile_expression(text).evaluate({})
        assert found.value is None
        assert found.warnings


def test_a_regular_expression_cannot_run_away():
    start = time.monotonic()
    assert rules.evaluate('matches(t, "(a+)+$")', {"t": "a" * 30_000 + "b"}) is False
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "x.__class__",
        "x.__class__.__mro__",
        "__import__",
        '__import__("os")',
        "eval",
        "[].append",
        '"".format',
        "f.call",
    ],
)
def test_nothing_of_python_can_be_reached(text):
    assert rules.evaluate(text, {"x": 1, "f": "s"}) in (None, [])


def test_an_input_nested_beyond_reason_is_refused():
    value: object = 1
    for _ in range(500):
        value = [value]
    with pytest.raises(rules.LimitError):
        rules.evaluate("x", {"x": value})


ODD = st.sampled_from(
    ["null", "true", "0", "-1", "2.5", "1e6144", "1e-6143", '""', '"abc"', '"常😀"', '"(a)\\\\1"', '"["', '"[1..2]"', "[]",
     '@"999999999-12-31"', '@"0001-01-01"', '@"10:00:00.123456789@Europe/Paris"', '@"9999-12-31T23:59:59-14:00"',
     '@"-999999999-01-01T00:00:00@Asia/Shanghai"', '@"P999999999999D"', '@"-P1Y"', "[1, 2, 3]", "[null]", "[[1], [2]]",
     "{}", '{key: "a", value: 1}', "[1..3]", "(< 5)", '(!= "a")', "[null..1]", "function(x, y) x < y", "sum"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(TABLE)), st.lists(ODD, max_size=4), st.booleans())
def test_any_built_in_takes_any_arguments(name, arguments, named):
    signature = TABLE[name].signatures[0]
    labels = [f"{one.name}: " for one in signature.parameters] if named else [""] * 4
    text = f"{name}({', '.join(label + value for label, value in zip(labels, arguments, strict=False))})"
    with contextlib.suppress(rules.LimitError):
        found = rules.compile_expression(text).evaluate({}, steps=10_000)
        rules.shown(found.value)


@settings(max_examples=300, deadline=None)
@given(ODD, ODD, st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]))
def test_any_operator_takes_any_values(left, right, sign):
    found = rules.compile_expression(f"({left}) {sign} ({right})").evaluate({})
    assert found.value is not None or found.warnings or sign in ("and", "or")


PIECES = st.sampled_from(
    ["1", "x", '"a"', "+", "-", "*", "/", "**", "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "<", "=", ">=", "in",
     "if", "then", "else", "for", "return", "some", "satisfies", "and", "or", "not", "between", "instance", "of",
     "function", "date", "@", "?", "null", "true", "常", "number", "list", "count", "sum", "item", "//", "'", "\n"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=25).map(" ".join), st.text(max_size=60)))
def test_any_text_yields_a_value_or_a_fault_with_a_place(text):
    places = set()
    for attempt in (lambda: rules.evaluate(text, {"x": 1}), lambda: rules.test(text, 1, {"x": 1})):
        try:
            attempt()
        except rules.FeelError as error:
            places.add((error.line >= 1, error.column >= 1))
    assert places <= {(True, True)}
