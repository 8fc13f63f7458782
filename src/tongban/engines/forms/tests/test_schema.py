"""The schema of a form against what the form accepts and refuses."""

from __future__ import annotations

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.forms import api as forms
from tongban.engines.forms.divisions import declare_divisions
from tongban.engines.forms.identifiers import credit_code, resident_number
from tongban.engines.forms.kinds import REGISTRY, identifiers
from tongban.engines.forms.samples import declaration
from tongban.engines.forms.tests.sample import FORM, GOOD, PREFILLED
from tongban.engines.forms.tests.samples import AT, OWN, children, stored_values, way

ALL = 'title = {zh = "x"}\n[[pages]]\nid = "p"\ntitle = {zh = "x"}\n' + "".join(
    declaration(kind) + ("" if "required" in kind.example else "required = false\n") for kind in REGISTRY.values()
)
EVERY = forms.read(ALL, "every.toml")
CHECK = jsonschema_rs.Draft202012Validator(forms.json_schema(EVERY, at=AT))


@pytest.fixture(autouse=True)
def _handed_in(monkeypatch):
    monkeypatch.setitem(identifiers.CHECKS, "resident_number", resident_number)
    monkeypatch.setitem(identifiers.CHECKS, "credit_code", credit_code)
    declare_divisions(children=children, way=way)


def given_only(values):
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def test_the_schema_is_itself_valid_and_names_every_field():
    jsonschema_rs.meta.validate(forms.json_schema(EVERY))
    assert set(forms.json_schema(EVERY)["properties"]) == set(REGISTRY) - {"information"}


def test_good_answers_pass_and_a_missing_one_does_not():
    check = jsonschema_rs.Draft202012Validator(forms.json_schema(FORM, at=AT))
    final = forms.submission(form=FORM, values=GOOD, prefilled=PREFILLED, at=AT)
    assert check.is_valid(given_only(final))
    assert not check.is_valid(given_only(final | {"area": None}))
    assert not check.is_valid(final | {"unknown": "x"})


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(sorted(REGISTRY)), stored_values(), max_size=3))
def test_what_the_schema_refuses_the_form_refuses_or_keeps_otherwise(values):
    try:
        final = forms.submission(form=EVERY, values=values, at=AT)
    except forms.FormInvalid:
        return
    assert CHECK.is_valid(given_only(final))
    asked = {name: value for name, value in values.items() if REGISTRY[name].asks}
    if given_only(asked) and not CHECK.is_valid(given_only(asked)):
        assert given_only(final) != given_only(asked) | {"computed": "50.00"}


@pytest.mark.parametrize("name", [name for name, kind in REGISTRY.items() if kind.right])
def test_an_answer_of_another_shape_is_refused_by_both(name):
    for raw in ({"x": 1}, [[]], 1.5, OWN):
        assert not CHECK.is_valid({name: raw})
        assert forms.validate_all(form=EVERY, values={name: raw}, at=AT)
