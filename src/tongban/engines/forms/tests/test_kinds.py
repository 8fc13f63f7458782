"""What every kind of the registry keeps: its own examples prove it."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.forms import api as forms
from tongban.engines.forms.divisions import declare_divisions
from tongban.engines.forms.identifiers import credit_code, resident_number
from tongban.engines.forms.kinds import REGISTRY, identifiers
from tongban.engines.forms.samples import declaration, sample
from tongban.engines.forms.tests.samples import AT, children, stored_values, way

NAMES = sorted(REGISTRY)
RIGHT = [(name, raw) for name in NAMES for raw in REGISTRY[name].right]
WRONG = [(name, raw) for name in NAMES for raw in REGISTRY[name].wrong]


@pytest.fixture(autouse=True)
def _own_checks(monkeypatch):
    monkeypatch.setitem(identifiers.CHECKS, "resident_number", resident_number)
    monkeypatch.setitem(identifiers.CHECKS, "credit_code", credit_code)
    declare_divisions(children=children, way=way)


@pytest.mark.parametrize(("name", "raw"), RIGHT)
def test_what_a_kind_calls_right_is_kept_described_and_read_again(name, raw):
    field = sample(name)
    kept = field.of.read(field, raw, AT)
    assert json.loads(json.dumps(kept)) == kept, "kept as JSON"
    assert field.of.read(field, kept, AT) == kept, "reading what is kept changes nothing"
    assert jsonschema_rs.Draft202012Validator(field.of.schema(field, AT)).is_valid(kept)
    assert field.of.typed(field, kept) is not None
    assert field.of.display(field, kept, AT)
    assert field.of.export(field, kept, AT)


@pytest.mark.parametrize(("name", "raw"), WRONG)
def test_what_a_kind_calls_wrong_gets_a_sentence_in_both_languages(name, raw):
    field = sample(name)
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language), pytest.raises(ValueError) as refused:
            field.of.read(field, raw, AT)
        said.append(str(refused.value))
    assert said[0] != said[1]
    assert all(len(sentence) > 4 for sentence in said)


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_says_what_it_is_in_both_languages(name):
    kind = REGISTRY[name]
    assert kind.title.zh
    assert kind.title.en
    assert f'kind = "{name}"' in declaration(kind)
    said = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said.append(kind.missing(sample(name)))
    assert said[0] != said[1]


@given(st.sampled_from(NAMES), stored_values())
def test_what_the_schema_refuses_is_refused_or_kept_otherwise(name, raw):
    """The schema describes what is kept. People may write more loosely: then another text is kept than was written."""
    field = sample(name)
    if field.of.is_empty(raw):
        return
    try:
        kept = field.of.read(field, raw, AT)
    except ValueError:
        return
    assert field.of.is_empty(kept) or jsonschema_rs.Draft202012Validator(field.of.schema(field, AT)).is_valid(kept)


def test_the_front_door_lists_the_registry():
    assert [kind.name for kind in forms.kinds()] == list(REGISTRY)
