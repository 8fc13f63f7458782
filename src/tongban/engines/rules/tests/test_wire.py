"""Values as JSON: the same after a round trip, decimals to the last digit, tags that cannot be mistaken."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.rules import api as rules

TAGS = ["number", "date", "time", "date and time", "duration", "range", "function", "context"]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.decimals(allow_nan=False, allow_infinity=False).map(rules.to_feel),
    st.sampled_from(
        ['date("2026-01-31")', 'time("08:30:00.5+08:00")', 'time("08:30:00@Asia/Shanghai")', 'duration("P1Y2M")',
         'date and time("2026-01-31T08:30:00@Asia/Shanghai")', 'duration("-P1DT2H")', "[1..5]", '(@"2026-01-31"..@"2026-02-01"]',
         '["a".."b")', "abs", "1/3", "1e6000", "-1e-30"]
    ).map(lambda text: rules.evaluate(text, {})),
)  # fmt: skip
KEYS = st.one_of(st.sampled_from(TAGS), st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_written_reads_as_the_same_value(value):
    text = rules.to_json(value)
    json.loads(text)
    assert rules.to_json(rules.from_json(text)) == text
    assert rules.to_json(rules.from_json(text.encode())) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1.10", "1.1"),
        ("-0.0", "0"),
        ("1e3", "1000"),
        ("123456789012345", "123456789012345"),
        ("1234567890123456", '{"number": "1234567890123456"}'),
        ("1000000000000000000", "1000000000000000000"),
        ("0.1234567890123456", '{"number": "0.1234567890123456"}'),
        ('{"number": "0.10"}', "0.1"),
        ("1e6000", "1E+6000"),
        ('{"context": {"a": 1}}', '{"context": {"context": {"a": 1}}}'),
        ('{"context": {"date": "x"}}', '{"context": {"date": "x"}}'),
        ('{"date": 5}', '{"context": {"date": 5}}'),
        ('{"date": "2026-01-31", "time": "x"}', '{"date": "2026-01-31", "time": "x"}'),
        ('{"range": "[1 .. 2)"}', '{"range": "[1..2)"}'),
        ('{"context": "{a: 1}"}', '{"a": 1}'),
        ('{"time": "10:00:00@Europe/Paris"}', '{"time": "10:00:00@Europe/Paris"}'),
    ],
)
def test_numbers_and_tags_are_written_in_one_way(text, written):
    assert rules.to_json(rules.from_json(text)) == written


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('{"a": [1, {"date": "2026-02-30"}]}', ".a[]: '2026-02-30' is no date"),
        ('{"number": "NaN"}', "is no number"),
        ('{"number": "1e999999"}', "larger than FEEL holds"),
        ("1e99999999999999999999", "larger than FEEL holds"),
        ('{"range": "5"}', "is no range"),
        ('{"function": "external"}', "is no function"),
        ("NaN", "no JSON number"),
        ('{"a": 1, "a": 2}', "'a' stands twice"),
        ('"\\ud800"', "lone surrogate"),
        ('{"\\udfff": 1}', "lone surrogate"),
        ("[1,\n 2", "line 2, column 3"),
        ("[" * 100_000, "too deep"),
        ("[" * 100 + "]" * 100, "deeper than"),
        (b'"\xff"', "byte 2"),
    ],
)
def test_what_is_no_value_is_refused_with_its_place(text, part):
    with pytest.raises(rules.WireError) as caught:
        rules.from_json(text)
    assert part in str(caught.value)


def test_names_of_inputs_are_no_tags():
    assert rules.inputs_from_json('{"number": "5"}') == {"number": "5"}
    assert rules.inputs_from_json('{"context": {"date": "x"}}') == {"date": "x"}
    with pytest.raises(rules.WireError):
        rules.inputs_from_json("[]")


def test_the_size_of_what_is_written_counts_what_is_shared():
    value: object = ["x"]
    for _ in range(40):
        value = [value, value]
    with pytest.raises(rules.WireError, match=r"values|MiB"):
        rules.to_json(value)
    with pytest.raises(rules.WireError, match="16 MiB"):
        rules.to_json(["x" * 1_000_000] * 17)
    with pytest.raises(rules.WireError, match="16 MiB"):
        rules.to_json("费" * 6_000_000)


def test_half_a_character_is_written_as_its_escape():
    assert rules.to_json("\ud800") == '"\\ud800"'


@given(st.text(max_size=40))
def test_any_text_is_json_or_refused(text):
    with contextlib.suppress(rules.WireError):
        rules.from_json(text)
