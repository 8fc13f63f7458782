"""FEEL, expression by expression: value, or null with a warning."""

import datetime as dt
from decimal import Decimal

import pytest

from tongban.engines.rules import api as rules

D = Decimal

CONTEXT = {
    "x": 5,
    "name": "常德",
    "项目 面积": 80,
    "people": [{"name": "A", "age": 17}, {"name": "B", "age": 40}],
    "a-b": 7,
}
UTC = dt.UTC

VALUES = [
    ("1 + 2 * 3 - 4 / 8", D("6.5")),
    ("2 ** 3", D(8)),
    ("-x", D(-5)),
    ("1.5e3", D(1500)),
    ("0.1 + 0.2 = 0.3", True),
    ("10 / 3", D("3.333333333333333333333333333333333")),
    ('"甲" + "乙"', "甲乙"),
    (r'"a\n\"\u5e38\ud83d\ude00"', 'a\n"常😀'),
    ("项目 面积 > 60", True),
    ("a-b + 1", D(8)),
    ("x - 1", D(4)),
    ('if name = "常德" then 1 else 2', D(1)),
    ("if null then 1 else 2", D(2)),
    ("for i in 1..3 return i * i", [D(1), D(4), D(9)]),
    ("for i in 3..1 return i", [D(3), D(2), D(1)]),
    ("for i in [1, 2], j in [i, 10] return i * j", [D(1), D(10), D(4), D(20)]),
    ("for i in 1..5 return if i = 1 then 1 else partial[-1] * i", [D(1), D(2), D(6), D(24), D(120)]),
    ("some p in people satisfies p.age < 18", True),
    ("every p in people satisfies p.age < 18", False),
    ("people[age >= 18].name", ["B"]),
    ("people[1].name", "A"),
    ("people[-1].age", D(40)),
    ("[1, 2, 3, 4][item > 2]", [D(3), D(4)]),
    ("[10, 20][x - 4]", D(10)),
    ("{a: 1, b: a + 1}.b", D(2)),
    ('{"甲 乙": 3}.甲 乙', D(3)),
    ("{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(5)}.r", D(120)),
    ("x in [1..5]", True),
    ("x in [1..5)", False),
    ("x in (1..6)", True),
    ("x in ]1..5[", False),
    ("x in (1, 2, 5)", True),
    ("x in (< 3, > 4)", True),
    ("x in < 5", False),
    ("x between 1 and 5", True),
    ("x instance of number", True),
    ("[1] instance of list<string>", False),
    ('date("2024-02-29") + duration("P1Y")', dt.date(2025, 2, 28)),
    ('@"2024-01-31" + @"P1M"', dt.date(2024, 2, 29)),
    ('@"2024-03-01" - @"2024-02-01"', dt.timedelta(days=29)),
    ('@"2024-01-01T00:00:00Z" + @"PT36H"', dt.datetime(2024, 1, 2, 12, tzinfo=UTC)),
    ('@"23:30:00" + @"PT1H"', dt.time(0, 30)),
    ('@"PT1H30M" * 2', dt.timedelta(hours=3)),
    ('@"P1Y" + @"P6M"', rules.YearsMonths(18)),
    ('date("2024-05-06").weekday', D(1)),
    ('@"P1DT2H".hours', D(2)),
    ('@"2024-01-01T10:00:00+08:00" = @"2024-01-01T02:00:00Z"', True),
    ('years and months duration(@"2020-01-31", @"2021-03-30")', rules.YearsMonths(13)),
    ("[1..3].start", D(1)),
    ("null = null", True),
    ("null != 1", True),
    ("[1, [2]] = [1, [2]]", True),
    ("// remark\n 1 /* and */ + 1", D(2)),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_an_expression_has_its_value(text, value):
    found = rules.compile_expression(text, names=CONTEXT).evaluate(CONTEXT)
    assert found.value == value
    assert type(found.value) is type(value)
    assert not found.warnings


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("1 / 0", "cannot divide"),
        ("nobody + 1", "unknown name 'nobody'"),
        ('1 = "1"', "cannot compare number with string"),
        ("true > false", "cannot compare"),
        ('"a" - "b"', "cannot subtract string and string"),
        ("x.y", "a number has no member 'y'"),
        ("{a: 1}.b", "no entry 'b'"),
        ("[1][2]", "no position 2"),
        ("9e6144 * 10", "cannot multiply"),
        ('date("2023-02-29")', "no date"),
        ("x(1)", "cannot be called"),
        ("now()", "the caller gave no moment"),
        ("substring(1, 2)", "'string' must be a string, got number"),
        ("count()", "does not take 0 arguments"),
        ('substring(text: "a")', "no arguments named text"),
        ('[1 .. "a"]', "no range from a number to a string"),
        ("x instance of 房屋", "unknown type"),
        ('(function() external {java: {class: "Math"}})()', "written outside FEEL"),
        ("-name", "cannot negate a string"),
    ],
)
def test_what_has_no_value_is_null_with_a_warning_that_names_the_place(text, warning):
    found = rules.compile_expression(text, names=CONTEXT).evaluate(CONTEXT)
    assert found.value is None
    assert warning in found.warnings[0].message
    assert found.warnings[0].column >= 1


@pytest.mark.parametrize(
    ("text", "line", "column", "part"),
    [
        ("1 +", 1, 4, "expected a value, found the end"),
        ("1 +\n  * 2", 2, 3, "expected a value"),
        ("a == 1", 1, 4, "single `=`"),
        ("a && b", 1, 3, "write `and`"),
        ("'a'", 1, 1, "double quotes"),
        ('"abc', 1, 1, "no closing quote"),
        ("if a then b", 1, 12, "no `if` without `else`"),
        ("for i in [1] retrun i", 1, 14, "did you mean 'return'"),
        ("[1, 2", 1, 6, "close the list"),
        ("{a: 1, a: 2}", 1, 11, "twice"),
        ("f(a: 1, 2)", 1, 2, "either all by position"),
        ('@"tomorrow"', 1, 2, "no date"),
        ("a b) c", 1, 4, "brackets"),
        ("", 1, 1, "no expression"),
        ("费用（1）", 1, 3, "write the bracket as `(`"),
    ],
)
def test_a_fault_names_line_column_and_what_to_do(text, line, column, part):
    with pytest.raises(rules.FeelError) as caught:
        rules.compile_expression(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert part in str(caught.value)


def test_the_caller_says_what_today_is():
    at = dt.datetime(2026, 1, 1, 7, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert rules.evaluate("today()", {}, at=at) == dt.date(2026, 1, 1)
    assert rules.evaluate("now()", {}, at=at) == at


def test_values_from_python_become_feel_values():
    context = {"n": 3, "f": 0.1, "t": (1, 2), "m": {"k": {1}}, "b": True}
    assert rules.evaluate("[n, f, t, m.k, b]", context) == [D(3), D("0.1"), [D(1), D(2)], [D(1)], True]
    with pytest.raises(rules.FeelError, match="no value for a object"):
        rules.evaluate("x", {"x": object()})


def test_an_expression_tells_the_names_it_takes_from_outside():
    text = "{a: b, c: a}.c + sum(for i in list return i * factor) + count(rows[price > limit])"
    assert rules.compile_expression(text).names == {"b", "list", "factor", "sum", "count", "rows", "price", "limit"}


@pytest.mark.parametrize(
    ("unary", "value", "passes"),
    [
        ("-", None, True),
        ("5", D(5), True),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ('not("a", "b")', "c", True),
        ("< 5", D(5), False),
        ("<= limit", D(5), True),
        ("[1..5), > 9", D(10), True),
        ('["a", "b"]', "a", True),
        ("? > 3 and ? < 6", D(5), True),
        ('contains(?, "常")', "常德", True),
        ('not(contains(?, "常"))', "常德", False),
        ("false", False, True),
        ("true", False, False),
        ("null", None, True),
        ("< 5", None, False),
        ("< 5", "text", False),
        ('[@"2024-01-01"..@"2024-12-31"]', dt.date(2024, 5, 1), True),
    ],
)
def test_a_unary_test_passes_or_not(unary, value, passes):
    assert rules.test(unary, value, {"limit": 5}) is passes


def test_the_same_text_is_compiled_once():
    assert rules.compile_expression("1 + 1") is rules.compile_expression("1 + 1")
