"""Amounts in capital numerals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.services.payments.capitals import DIGITS, LARGEST, capitals


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (105, "壹元零伍分"),
        (18_050, "壹佰捌拾元伍角整"),
        (1_000_00, "壹仟元整"),
        (10_050_00, "壹万零伍拾元整"),
        (16_409_02, "壹万陆仟肆佰零玖元零贰分"),
        (107_000_53, "壹拾万柒仟元伍角叁分"),
        (100_000_001_00, "壹亿零壹元整"),
        (6_007_14, "陆仟零柒元壹角肆分"),
    ],
)
def test_an_amount_in_words(fen, text):
    assert capitals(fen) == text


VALUES = {"拾": 10, "佰": 100, "仟": 1000}


def read(text):
    """The number that capital numerals of yuan stand for: an oracle written the other way round."""
    total = section = digit = 0
    for sign in text:
        if sign in DIGITS:
            digit = DIGITS.index(sign)
        elif sign in VALUES:
            section, digit = section + digit * VALUES[sign], 0
        else:
            total, section, digit = (total + (section + digit) * {"万": 10**4, "亿": 10**8, "兆": 10**12}[sign]), 0, 0
    return total + section + digit


@settings(max_examples=200, deadline=None)
@given(st.integers(1, LARGEST // 100 - 1))
def test_every_amount_reads_back(yuan):
    text = capitals(yuan * 100)
    assert read(text.removesuffix("元整")) == yuan
    assert "零零" not in text


def test_what_no_receipt_can_show_is_refused():
    for fen in (-1, LARGEST):
        with pytest.raises(ValueError, match="no amount"):
            capitals(fen)
