"""Ranges as values: their forms, their properties, membership, and the relations between points and ranges."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.rules import api as rules

LAW = settings(max_examples=120, deadline=None)

VALUES = [
    ("(< 5).end", 5),
    ("(< 5).start", None),
    ("(<= 5).end included", True),
    ("(> 5).start", 5),
    ("(>= 5).start included", True),
    ("(= 5).start", 5),
    ("(!= 5) = (!= 5)", True),
    ("(< 5) = (< 5)", True),
    ("(< 5) = (null..5)", False),
    ("(= 5) = [5..5]", False),
    ("4 in (< 5)", True),
    ("5 in (!= 5)", False),
    ("[1..3].start", 1),
    ("[1..3).end included", False),
    ("]1..3[ = (1..3)", True),
    ("[1..l[2]] = [1..8]", True),
    ("x in ]l[1]..l[2][", True),
    ("{r: [1..5[, s: 2}.s", 2),
    ("[1..5[ = [1..5)", True),
    ('"b" in ["a".."c"]', True),
    ('@"2024-02-01" in [@"2024-01-01"..@"2024-12-31"]', True),
    ("5 in [[1..2], [4..6]]", True),
    ("5 in ([1..2], > 4)", True),
    ("for i in (1..5) return i", [2, 3, 4]),
    ("for i in [1..3) return i", [1, 2]),
    ("[1..3] instance of range<number>", True),
    ("[1..3] instance of range<string>", False),
    ('range("[1..3)") = [1..3)', True),
    ('range("]-1..1.5[") = (-1..1.5)', True),
    ('range("[date(\\"2024-01-01\\")..@\\"2024-01-02\\"]").end = @"2024-01-02"', True),
    ("before(1, (1..10])", True),
    ("before([1..10), [10..20])", True),
    ("after([11..20], [1..11))", True),
    ("meets([1..5], [5..10])", True),
    ("met by([5..10], [1..5))", False),
    ("overlaps([1..5], [5..8])", True),
    ("overlaps([1..5], (5..8])", False),
    ("overlaps before([1..5), (1..5])", True),
    ("overlaps after((1..5], [1..5))", True),
    ("finishes([5..10), [1..10])", False),
    ("finished by([1..10], (1..10])", True),
    ("includes([1..10], (1..10))", True),
    ("during(10, [1..10))", False),
    ("starts((1..5], (1..10])", True),
    ("started by((1..10], [1..5])", False),
    ("coincides((1..5), [1..5])", False),
    ("includes(range: [1..10], point: 5)", True),
    ("during(range1: [2..3], range2: [1..10])", True),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_range_has_its_value(text, value):
    assert rules.evaluate(text, {"l": [1, 8], "x": 5}) == value


@pytest.mark.parametrize(
    "text",
    [
        "5 in [1..null]", "5 in (null..10]", "null in [1..2]", '1 in ["a".."b"]', "[true..false]", '[1 .. @"P1D"]',
        "(< true)", "(= null)", "(< [1])", "for i in [2..1] return i", 'for i in ["a".."c"] return i',
        "for i in [1..1.5] return i", "for i in (< 5) return i", 'range("[1..]")', 'range("[3..1]")', 'range("1..3")',
        'range("[1..2] ")[1].x', 'range("[1 + 1..3]")', 'range("[string(1)..3]")', 'range("[null..1]")', 'range("")',
        'before(1, "a")', "meets([1..2], [null..3])", "includes((!= 5), 5)", "coincides(1, [1..1])", "before(1)",
    ],
)  # fmt: skip
def test_what_no_range_can_say_is_null_with_a_reason(text):
    found = rules.compile_expression(text).evaluate({})
    assert found.value is None
    assert found.warnings


ends = st.integers(0, 4)
intervals = st.tuples(st.sampled_from("[("), ends, ends, st.sampled_from("])")).filter(
    lambda one: one[1] < one[2] or (one[1] == one[2] and one[0] + one[3] == "[]")
)


def points(interval):
    """The members of a range on a grid of halves and quarters, fine enough to tell every two apart."""
    start, low, high, end = interval
    grid = [step / 4 for step in range(-4, 24)]
    return {x for x in grid if (x >= low if start == "[" else x > low) and (x <= high if end == "]" else x < high)}


@LAW
@given(intervals, intervals)
def test_relations_agree_with_sets_of_points(one, other):
    a, b = (f"{start}{low}..{high}{end}" for start, low, high, end in (one, other))
    left, right = points(one), points(other)
    assert rules.evaluate(f"overlaps({a}, {b})", {}) is bool(left & right)
    assert rules.evaluate(f"includes({a}, {b})", {}) is (left >= right)
    assert rules.evaluate(f"during({a}, {b})", {}) is (left <= right)
    assert rules.evaluate(f"before({a}, {b})", {}) is (max(left) < min(right))
    assert rules.evaluate(f"after({a}, {b}) = before({b}, {a})", {}) is True
    assert rules.evaluate(f"coincides({a}, {b})", {}) is (one == other)
    assert rules.evaluate(f"starts({a}, {b}) = started by({b}, {a})", {}) is True
    assert rules.evaluate(f"if finishes({a}, {b}) then during({a}, {b}) else true", {}) is True
    assert rules.evaluate(f"if overlaps before({a}, {b}) then overlaps after({b}, {a}) else true", {}) is True


@LAW
@given(intervals, st.integers(-4, 20).map(lambda quarter: quarter / 4))
def test_a_point_is_in_a_range_as_during_says(one, point):
    text = f"{one[0]}{one[1]}..{one[2]}{one[3]}"
    assert rules.evaluate(f"p in {text}", {"p": point}) is (point in points(one))
    assert rules.evaluate(f"during(p, {text})", {"p": point}) is (point in points(one))
    assert rules.evaluate(f"range(string({text})) = {text}", {}) is (True if one[1] <= one[2] else None)
