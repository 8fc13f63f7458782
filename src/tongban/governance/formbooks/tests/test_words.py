"""Everything that the compiler of forms says has a code, and every code its Chinese words."""

import re

import pytest
from django.utils import translation

from tongban.engines.forms import api as forms
from tongban.governance.formbooks.words import SAYINGS, said
from tongban.kernel.declarations.api import plainly

EVERY = {**plainly.words, **forms.SAYINGS.words}
PLACES = re.compile(r"%\((\w+)\)s")


def test_every_code_has_words_and_no_word_is_for_nothing():
    assert set(SAYINGS) == set(EVERY)


@pytest.mark.parametrize("code", sorted(EVERY))
def test_every_code_is_said_in_chinese_with_its_parts(code):
    parts = {name: f"<{name}>" for name in PLACES.findall(EVERY[code])}
    one = (plainly if code in plainly.words else forms.SAYINGS)(code, **parts)
    with translation.override("zh-hans"):
        words = said(one)
    assert re.search(r"[\u4e00-\u9fff]", words), words
    assert not re.search(
        r"[A-Za-z]{3,}", re.sub(r"<\w+>|TOML|population\.name|jpeg|png|today|required|true|false", "", words)
    ), words
    assert set(PLACES.findall(SAYINGS[code])) <= set(parts)


def test_sayings_inside_a_saying_are_said_as_well():
    with translation.override("en"):
        assert said(plainly("expected-got", what=plainly("text"), found="5")) == "some text is expected, not 5"
    assert said("plain") == "plain"
