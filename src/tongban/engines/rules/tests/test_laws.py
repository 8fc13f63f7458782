"""Properties: arithmetic beside decimal, ranges beside Python, three-valued logic beside its tables."""

import datetime as dt
from decimal import ROUND_HALF_EVEN, Context, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.rules import api as rules

LAW = settings(max_examples=120, deadline=None)
ORACLE = Context(prec=34, rounding=ROUND_HALF_EVEN, traps=[])
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value="-1e20", max_value="1e20", places=6)
truths = st.sampled_from([True, False, None])
values = st.one_of(numbers, st.text(max_size=5), st.booleans(), st.none(), st.dates(), st.timedeltas())


@LAW
@given(numbers, numbers, st.sampled_from("+-*/"))
def test_arithmetic_agrees_with_decimals_of_34_digits(a, b, sign):
    oracle = {"+": ORACLE.add, "-": ORACLE.subtract, "*": ORACLE.multiply, "/": ORACLE.divide}[sign](
        ORACLE.plus(a), ORACLE.plus(b)
    )
    assert rules.evaluate(f"a {sign} b", {"a": a, "b": b}) == (oracle if oracle.is_finite() else None)


@LAW
@given(st.lists(st.tuples(st.sampled_from("+-*/"), st.integers(1, 50)), max_size=8), st.integers(0, 50))
def test_precedence_agrees_with_python(rest, first):
    text = str(first) + "".join(f" {sign} {number}" for sign, number in rest)
    exact = eval(text.replace("/", "*F(1)/"), {"F": __import__("fractions").Fraction})  # noqa: S307 (oracle on own digits)
    assert abs(rules.evaluate(text, {}) - Decimal(exact.numerator) / exact.denominator if rest else 0) < Decimal(
        "1e-15"
    )


@LAW
@given(numbers, numbers, numbers, st.sampled_from("[("), st.sampled_from("])"))
def test_ranges_agree_with_comparison(x, low, high, start, end):
    inside = (low <= x if start == "[" else low < x) and (x <= high if end == "]" else x < high)
    assert rules.evaluate(f"x in {start}a..b{end}", {"x": x, "a": low, "b": high}) is inside


@LAW
@given(truths, truths)
def test_and_and_or_follow_kleene(a, b):
    both = False if False in (a, b) else (None if None in (a, b) else True)
    either = True if True in (a, b) else (None if None in (a, b) else False)
    assert rules.evaluate("a and b", {"a": a, "b": b}) is both
    assert rules.evaluate("a or b", {"a": a, "b": b}) is either
    assert rules.evaluate("not(a and b) = (not(a) or not(b))", {"a": a, "b": b}) is True


@LAW
@given(st.lists(truths, max_size=5))
def test_some_and_every_are_or_and_and_over_lists(items):
    some = True if True in items else (None if None in items else False)
    every = False if False in items else (None if None in items else True)
    assert rules.evaluate("some i in items satisfies i", {"items": items}) is some
    assert rules.evaluate("every i in items satisfies i", {"items": items}) is every


@LAW
@given(values, values)
def test_equality_is_symmetric_and_comparison_total_within_a_type(a, b):
    context = {"a": a, "b": b}
    assert rules.evaluate("a = b", context) is rules.evaluate("b = a", context)
    before = [rules.evaluate(f"a {sign} b", context) for sign in ("<", "=", ">")]
    ordered = type(a) is type(b) and not isinstance(a, bool | None)
    assert before.count(True) == 1 if ordered else before[0] is None


@LAW
@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(-400, 400))
def test_moving_by_months_keeps_the_month_and_clamps_the_day(day, months):
    moved = rules.evaluate("d + m", {"d": day, "m": rules.YearsMonths(months)})
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + dt.timedelta(days=1)).day == 1)


@LAW
@given(st.timedeltas(), st.dates(), st.datetimes())
def test_temporal_values_survive_their_text(span, day, moment):
    for value, function in ((span, "duration"), (day, "date"), (moment, "date and time")):
        assert rules.evaluate(f"{function}(string(v)) = v", {"v": value}) is True


@LAW
@given(st.lists(st.integers(-5, 5), max_size=8))
def test_lists_agree_with_python(items):
    assert rules.evaluate("sort(l)", {"l": items}) == sorted(items)
    assert rules.evaluate("count(distinct values(l))", {"l": items}) == len(set(items))
    assert rules.evaluate("l[item > 0]", {"l": items}) == [i for i in items if i > 0]
