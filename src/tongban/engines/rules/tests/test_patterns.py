"""Regular expressions of XPath: their syntax, their meaning, and that none runs away."""

import contextlib
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.rules import api as rules
from tongban.engines.rules.regexp.machine import Machine
from tongban.engines.rules.regexp.pattern import Pattern
from tongban.engines.rules.regexp.syntax import parse

MATCHES = [
    ("abracadabra", "^a.*a$", "", True),
    ("abracadabra", "^bra", "", False),
    ("a\nb", "a.b", "", False),
    ("a\nb", "a.b", "s", True),
    ("a\rb", "a.b", "", False),
    ("a\nb", "^b$", "", False),
    ("a\nb", "^b$", "m", True),
    ("ABC", "b", "i", True),
    ("helloworld", "hello world", "x", True),
    ("hello world", "hello[ ]world", "x", True),
    ("hello", r"\p{ IsBasicLatin}+", "x", True),
    ("常德", r"^\p{IsCJKUnifiedIdeographs}+$", "", True),
    ("常德", r"^\p{Lo}{2}$", "", True),
    ("x", "[A-Z-[OI]]", "i", True),
    ("o", "[A-Z-[OI]]", "i", False),
    ("3", r"[\w-[\d]]", "", False),
    ("q", "[^Q]", "i", False),
    ("aa", r"(a)\1", "", True),
    ("ab", r"(a)\1", "", False),
    ("aA", r"(a)\1", "i", True),
    ("abcabc", r"^(?:x|(abc))\1$", "", True),
    ("a-b", r"^\i-\c$", "", True),
    ("é", r"\W", "", False),
    ("a.b", r"^a\.b$", "", True),
    ("]", r"[\]]", "", True),
    ("a-", "^[a-]+$", "", True),
    ("", "", "", True),
]


@pytest.mark.parametrize(("text", "regex", "flags", "found"), MATCHES)
def test_a_pattern_matches_or_not(text, regex, flags, found):
    assert rules.evaluate("matches(t, r, f)", {"t": text, "r": regex, "f": flags}) is found


@pytest.mark.parametrize(
    ("regex", "flags"),
    [
        ("(", ""), (")", ""), ("[", ""), ("[]", ""), ("[b-a]", ""), ("a**", ""), ("*a", ""), ("a{2,1}", ""),
        ("a{1001}", ""), ("a{x}", ""), ("}", ""), (r"\y", ""), (r"\p{Xx}", ""), (r"\p{IsNowhere}", ""), (r"\p{L", ""),
        (r"(a)\2", ""), (r"\1(a)", ""), (r"(a\1)", ""), (r"[\1]", ""), (r"\0", ""), ("(?=a)", ""), ("(?<n>a)", ""),
        ("a", "p"), ("a", " "), ("[a-[b]c]", ""), ("a\\", ""), ("(" * 41 + ")" * 41, ""), ("a" * 2001, ""),
    ],
)  # fmt: skip
def test_what_is_no_pattern_gives_null_and_says_where(regex, flags):
    found = rules.compile_expression("matches(t, r, f)").evaluate({"t": "a", "r": regex, "f": flags})
    assert found.value is None
    assert found.warnings[0].message.startswith("matches(): ")


@pytest.mark.parametrize(
    ("text", "regex", "replacement", "flags", "result"),
    [
        ("abcd", "(ab)|(a)", "[1=$1][2=$2]", "", "[1=ab][2=]cd"),
        ("abracadabra", "a.*?a", "*", "", "*c*bra"),
        ("0123456789", r"(\d{3})(\d{3})(\d{4})", "($1) $2-$3", "", "(012) 345-6789"),
        ("abc", "b", r"\$\\$0", "", r"a$\bc"),
        ("abc", "(b)", "$12", "", "ab2c"),
        ("aabb", r"(.)\1", "<$1>", "", "<a><b>"),
        ("常德市", "市$", "", "", "常德"),
        ("abc", "x*", "-", "", None),
        ("abc", "b", "$", "", None),
        ("abc", "b", r"\n", "", None),
    ],
)
def test_a_replacement_fills_in_what_the_groups_matched(text, regex, replacement, flags, result):
    context = {"t": text, "r": regex, "w": replacement, "f": flags}
    assert rules.evaluate("replace(t, r, w, f)", context) == result


def test_split_takes_a_pattern_and_keeps_empty_parts():
    assert rules.evaluate('split("a1b22c", "[0-9]+")', {}) == ["a", "b", "c"]
    assert rules.evaluate('split(";a;;", ";")', {}) == ["", "a", "", ""]


@pytest.mark.parametrize(
    ("regex", "text"),
    [
        (r"^(a+)+\1*$", "a" * 60 + "!"),
        (r"(a*)*\1b", "a" * 200_000),
        ("(a?){500}b", "a" * 900_000),
        ("((a{0,20}){0,20}){0,2}c", "a" * 900_000),
        (r"(x+x+)+y\1?".replace(r"\1?", ""), "x" * 900_000),
    ],
)
def test_a_pattern_that_would_try_for_ever_ends(regex, text):
    start = time.monotonic()
    with contextlib.suppress(rules.LimitError):
        assert rules.evaluate("matches(t, r)", {"t": text, "r": regex}) is False
    assert time.monotonic() - start < 8


letters = st.sampled_from("ab")
pieces = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "^", "$", ""]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{1,2}", "*?", "+?", "??"])).map(
            lambda p: f"(?:{p[0]}){p[1]}"
        ),
        inner.map(lambda one: f"({one})"),
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(pieces, st.text("ab", max_size=7))
def test_both_machines_find_what_python_finds(regex, text):
    def free(_steps):
        return None

    expected = re.search(regex.replace("$", r"\Z"), text)
    span = (expected.span() if expected else None,)
    machine = Machine(parse(regex, ""), "").search(text, 0, free)
    linear = next(Pattern(regex, "").all(text, free), None)
    assert (machine[0] if machine else None,) == (linear[0] if linear else None,) == span
