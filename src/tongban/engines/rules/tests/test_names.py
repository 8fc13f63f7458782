"""Names: with spaces, signs, Chinese, reserved words; scopes; arguments by name."""

import time
from decimal import Decimal

import pytest

from tongban.engines.rules import api as rules

D = Decimal
CONTEXT = {
    "申请人 年龄": 20, "a-b": 3, "a": 1, "b": 2, "date of birth": 1990, "if count": 9, "in stock": True, "e/mail": 4,
    "applicant's age": 5, "费用（元）": 7, "R&D": 8, "2nd item": 6, "time": 3, "sum": 2, "total sum": 10, "total": 1,
    "100": 3, "价格: 元": 6, "a  wide   name": 11, "+x": 1, "item": 4, "Δ": 13, "é́": 14, "_x1": 15,
    "ctx": {"a b": 1, "c": {"d e": 2}}, "rows": [{"first name": "A", "n-m": 1}, {"first name": "B", "n-m": 2}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("申请人 年龄 > 18", True),
        ("申请人  年龄 + 1", D(21)),
        ("a-b", D(3)),
        ("a - b", D(3)),
        ("b-a", D(1)),
        ("date of birth + 1", D(1991)),
        ("if if count > 3 then 1 else 2", D(1)),
        ("if in stock then a else b", D(1)),
        ("applicant's age * 2", D(10)),
        ("费用（元） + 1", D(8)),
        ("R&D + R & D", D(16)),
        ("1 + 2nd item", D(7)),
        ("time + sum", D(5)),
        ("total sum - total", D(9)),
        ("100 + 1", D(101)),
        ("价格: 元 / 2", D(3)),
        ("a wide name", D(11)),
        ("Δ + _x1", D(28)),
        ("ctx.a b + ctx.c.d e", D(3)),
        ('rows[first name = "B"].n-m', [D(2)]),
        ("rows[n-m = 2].first name", ["B"]),
        ('rows[item.first name = "A"].first name', ["A"]),
        ("[1, 2][item > 1]", [D(2)]),
        ("{a: 5, r: a}.r", D(5)),
        ("{a: 5, r: {a: 6, s: a}.s}.r", D(6)),
        ("{新 名: 1, r: 新 名 + 1}.r", D(2)),
        ("{x-y: 1, r: x-y + 1}.r", D(2)),
        ('{"x y": 1, r: x y + 1}.r', D(2)),
        ("for my item in [1, 2] return my item * a", [D(1), D(2)]),
        ("some 甲 乙 in [1] satisfies 甲 乙 = 1", True),
        ("(function(first one, second one) first one - second one)(second one: 1, first one: 3)", D(2)),
        ('substring(start position: 2, string: "abc")', "bc"),
        ("sum(1, 2)", D(3)),
        ("{count: 3, r: count + 1}.r", D(4)),
        ("{f: function(x) x + a, a: 10, r: f(1)}.r", D(11)),
        ("{f: function(n) function(m) n * m, r: f(6)(7)}.r", D(42)),
        ("{even up: function(n) if n <= 0 then 0 else n + even up(n - 1), r: even up(4)}.r", D(10)),
        ("for i in 1..3 return {j: i, k: j * 2}.k", [D(2), D(4), D(6)]),
        ("{max: function(x) x, r: max(3)}.r", D(3)),
        ("[sum][1] = sum", True),
    ],
)  # fmt: skip
def test_a_name_is_found(text, value):
    found = rules.compile_expression(text, names=CONTEXT).evaluate(CONTEXT)
    assert found.value == value
    assert not found.warnings


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nobody", "unknown name 'nobody'"),
        ("(function(x) x)()", "takes 1 arguments, got 0"),
        ("(function(x) x)(y: 1)", "no function with arguments named y"),
        ('(function(n: number) n)("a")', "the argument 'n' is a string, not a number"),
        ("nobody(1)", "unknown name"),
        ("total(1)", "a number cannot be called"),
        ("sort([1, 2], function(x) x)", "must be a function of two items"),
        ("list replace([1], function(x) true, 2)", "must be a function of the item"),
        ('(function(x) external {java: {class: "A", method signature: "f()"}})(1)', "outside FEEL"),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere_is_null_and_says_why(text, reason):
    found = rules.compile_expression(text, names=CONTEXT).evaluate(CONTEXT)
    assert found.value is None
    assert any(reason in warning.message for warning in found.warnings)


def test_a_hundred_thousand_names_are_no_burden():
    context = {f"name {number} of many": number for number in range(100_000)}
    start = time.monotonic()
    assert rules.evaluate("name 77 of many + name 99999 of many", context) == 100_076
    assert time.monotonic() - start < 5
    with pytest.raises(rules.LimitError):
        rules.evaluate(" + ".join(f"name {n}" for n in range(20_001)), {f"name {n}": n for n in range(20_001)})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(function(l: list<number>) l)(1)", [D(1)]),
        ("(function(n: number) n)([1])", D(1)),
        ('(function(m: date and time) string(m))(@"2024-01-01")', "2024-01-01T00:00:00Z"),
        ('(function(n: number, m) m)(1, "any")', "any"),
        ("(function(n: number) n)(null)", None),
        ("(function(n: number) n) instance of function<number> -> Any", True),
        ("(function(n: number) n) instance of function<string> -> Any", False),
        ("(function(n) n) instance of function<string> -> Any", True),
        ("(function(n, m) n) instance of function<string> -> Any", False),
        ("[[1], [2, null]] instance of list<list<number>>", True),
        ('[[1], ["a"]] instance of list<list<number>>', False),
        ("{a: {b: 1}} instance of context<a: context<b: number>>", True),
        ("{a: 1} instance of context<a: number, b: number>", False),
        ("null instance of Any", False),
        ("null instance of Null", True),
    ],
)  # fmt: skip
def test_a_value_is_made_to_fit_a_type_or_told_apart(text, value):
    assert rules.evaluate(text, {}) == value
