"""Built-in functions, group by group."""

import datetime as dt
from decimal import Decimal

import pytest

from tongban.engines.rules import api as rules

D = Decimal

VALUES = [
    ('substring("常德市武陵区", 4)', "武陵区"),
    ('substring("foobar", -2, 1)', "a"),
    ('substring(string: "foobar", start position: 3, length: 2)', "ob"),
    ('string length("常德😀")', D(3)),
    ('upper case("aBc")', "ABC"),
    ('lower case("aBc")', "abc"),
    ('substring before("a-b", "-")', "a"),
    ('substring after("a-b", "-")', "b"),
    ('contains("foobar", "ob")', True),
    ('starts with("foobar", "foo")', True),
    ('ends with("foobar", "foo")', False),
    ('matches("430702", "^43[0-9]{4}$")', True),
    ('matches("ABC", "b", "i")', True),
    ('replace("abcd", "(b)(c)", "$2$1")', "acbd"),
    ('split("a;b;;c", ";")', ["a", "b", "", "c"]),
    ('string join(["a", null, "b"], ", ")', "a, b"),
    ("string(1.50)", "1.50"),
    ('string([1, "a", {k: true}])', '[1, "a", {k: true}]'),
    ('number("1 234,50", " ", ",")', D("1234.50")),
    ('number("-3e2")', D(-300)),
    ("list contains([1, null], null)", True),
    ("count([1, 2])", D(2)),
    ("min(3, 1, 2)", D(1)),
    ('max(["a", "c", "b"])', "c"),
    ("sum(1, 2, 3.5)", D("6.5")),
    ("mean([1, 2])", D("1.5")),
    ("median([3, 1, 2])", D(2)),
    ("product([2, 3])", D(6)),
    ("all([true, null, false])", False),
    ("any([])", False),
    ("sublist([1, 2, 3], 2)", [D(2), D(3)]),
    ("append([1], 2, 3)", [D(1), D(2), D(3)]),
    ("concatenate([1], [2, 3])", [D(1), D(2), D(3)]),
    ("insert before([1, 3], 2, 2)", [D(1), D(2), D(3)]),
    ("remove([1, 2, 3], -1)", [D(1), D(2)]),
    ("reverse([1, 2])", [D(2), D(1)]),
    ("index of([1, 2, 1], 1)", [D(1), D(3)]),
    ("union([1, 2], [2, 3])", [D(1), D(2), D(3)]),
    ("distinct values([1, 1.0, 2])", [D(1), D(2)]),
    ("flatten([1, [2, [3]]])", [D(1), D(2), D(3)]),
    ("sort([3, 1, 2], function(a, b) a > b)", [D(3), D(2), D(1)]),
    ("sort([3, 1, 2])", [D(1), D(2), D(3)]),
    ("decimal(2.345, 2)", D("2.34")),
    ("round half up(2.345, 2)", D("2.35")),
    ("round half down(2.345, 2)", D("2.34")),
    ("round up(-2.341, 2)", D("-2.35")),
    ("round down(-2.349, 2)", D("-2.34")),
    ("round half up(1250, -2)", D(1300)),
    ("floor(-1.5)", D(-2)),
    ("ceiling(1.21, 1)", D("1.3")),
    ("abs(-3)", D(3)),
    ('abs(@"-PT5H")', dt.timedelta(hours=5)),
    ("modulo(-10, 3)", D(2)),
    ("sqrt(16)", D(4)),
    ("odd(5)", True),
    ("even(-4)", True),
    ("not(true)", False),
    ("not(null)", None),
    ('get value({a: 1}, "a")', D(1)),
    ("get entries({a: 1})", [{"key": "a", "value": D(1)}]),
    ('context put({a: 1}, "b", 2)', {"a": D(1), "b": D(2)}),
    ("context merge([{a: 1}, {a: 2}])", {"a": D(2)}),
    ("date(2024, 2, 29)", dt.date(2024, 2, 29)),
    ('date(@"2024-02-29T10:00:00")', dt.date(2024, 2, 29)),
    ('date and time(@"2024-01-01", @"08:00:00")', dt.datetime(2024, 1, 1, 8)),
    ('time("08:30:00@Asia/Shanghai").timezone', "Asia/Shanghai"),
    ('duration("P1DT1H")', dt.timedelta(days=1, hours=1)),
    ('day of week(@"2026-11-23")', "Monday"),
    ('day of year(@"2026-02-01")', D(32)),
    ('week of year(@"2026-01-01")', D(1)),
    ('month of year(@"2026-02-01")', "February"),
    ('last day of month(@"2024-02-01")', D(29)),
    ('is(@"10:00:00Z", @"10:00:00+00:00")', True),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_built_in_has_its_value(text, value):
    assert rules.evaluate(text, {}) == value


@pytest.mark.parametrize(
    "text",
    [
        'substring("a", 0)', 'matches("a", "(a)\\\\2")', 'matches("a", "(?=a)")', 'number("1,5")', 'number("１")',
        'string join([1], ",")', "sublist([1], 2)", 'min(1, "a")', "sum([1, null])", "sqrt(-1)", "log(0)",
        "modulo(1, 0)", "decimal(1, 9999)", "date(2023, 2, 29)", 'time("25:00:00")', 'duration("P")',
        'date and time("2024-13-01T00:00:00")', 'time("10:00:00@Mars/Base")', "exp(99999)", "context merge([1])",
        'sort([1, "a"])', "remove([1], 2.5)",
    ],
)  # fmt: skip
def test_a_built_in_without_a_value_gives_null_and_says_why(text):
    found = rules.compile_expression(text).evaluate({})
    assert found.value is None
    assert found.warnings


@pytest.mark.parametrize(
    "text",
    ["PT0S", "P1D", "-P1DT2H3M4.5S", "PT36H", "P2Y3M", "-P5M", "P0M"],
)
def test_a_duration_is_written_as_it_is_read(text):
    first = rules.evaluate("duration(t)", {"t": text})
    assert rules.evaluate("duration(string(d))", {"d": first}) == first
