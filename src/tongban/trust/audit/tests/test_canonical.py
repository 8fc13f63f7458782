import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.trust.audit.canonical import CanonicalError, canonical

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def test_the_example_of_the_standard_for_names_is_ordered_by_utf_16():
    # RFC 8785, 3.2.3
    names = ["€", "\r", "\ufb33", "1", "😀", "\u0080", "ö"]
    found = json.loads(canonical(dict.fromkeys(names, 0)), object_pairs_hook=lambda pairs: [k for k, _ in pairs])
    assert found == ["\r", "1", "\u0080", "ö", "€", "😀", "\ufb33"]


def test_text_is_escaped_as_the_standard_says():
    # RFC 8785, 3.2.2.2
    assert canonical('€$\x0f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()


@settings(max_examples=80, deadline=None)
@given(VALUES)
def test_canonical_bytes_are_json_and_stay_the_same_when_read_again(value):
    data = canonical(value)
    assert json.loads(data) == value
    assert canonical(json.loads(data)) == data


@pytest.mark.parametrize(
    "value", [1.5, Decimal(1), dt.date(2026, 1, 1), b"x", {1: 2}, 2**53, "\ud800", {"a": [{"b": 1.0}]}]
)
def test_a_value_without_canonical_form_is_refused(value):
    with pytest.raises(CanonicalError):
        canonical(value)


def test_the_refusal_names_the_place():
    with pytest.raises(CanonicalError, match=r"\$\.a\[1\]\.b: float"):
        canonical({"a": [0, {"b": 1.0}]})
