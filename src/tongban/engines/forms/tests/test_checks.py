"""A package with each kind of mistake: each names its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.forms import api as forms
from tongban.engines.forms import checks
from tongban.engines.forms.reachability import can_hold
from tongban.engines.forms.tests.sample import TEXT
from tongban.engines.forms.walk import Walk
from tongban.kernel.declarations.api import DeclarationError, Item, Package, System, Text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _registers(monkeypatch):
    monkeypatch.setattr(checks, "HELD", {})
    checks.declare_held(register="legal_entities", items={"name": Text("企业名称", "Company name")})


def problems(text):
    item = Item("forms", "food", "v", "food.toml", text, forms.read(text, "food.toml"))
    package = Package(System("p", "1", Text("包", "Package")), Path(), (item,))
    return [problem for problem in checks.check_form(package, item) if problem.severity == "error"]


def test_a_sound_form_has_no_problem():
    assert problems(TEXT) == []


@pytest.mark.parametrize(
    ("before", "after", "place", "says"),
    [
        ('name = "opening"', 'name = "owner_phone"', "pages[1].fields[1].name", "second field"),
        ('id = "cold"', 'id = "shop"', "pages[2].id", "second page"),
        ("legal_entities.name", "legal_entity.name", "pages[0].fields[0].bind", "unknown register"),
        ("legal_entities.name", "legal_entities.nam", "pages[0].fields[0].bind", "holds no"),
        ('bind = "legal_entities.name"', "", "pages[0].fields[0]", "a register holds"),
        ("raw_food = true", "raw_food = = true", "pages[2].show_if", "no FEEL"),
        ("raw_food = true", "rawfood = true", "pages[2].show_if", "no field"),
        ("raw_food = true", "fridge = null", "pages[2].show_if", "here or later"),
        ("raw_food = true", "raw_food and not(raw_food)", "pages[2].show_if", "never be shown"),
        ("area > 100", "aera > 100", "pages[2].fields[0].required", "no field"),
        ('accept = ["pdf", "png"]', 'accept = ["exe"]', "pages[3].fields[0].accept", "unknown type"),
        ("min = 1\n", "min = 200000\n", "pages[1].fields[0].min", "more than the most"),
    ],
)
def test_each_mistake_is_named_with_its_place(before, after, place, says):
    (found,) = problems(TEXT.replace(before, after, 1))
    assert found.path == place
    assert says in found.message


def test_an_unknown_code_list_is_named():
    start = TEXT.index("options = [")
    text = TEXT[:start] + 'codes = "modes"' + TEXT[TEXT.index("]\n", start) + 1 :]
    (found,) = problems(text)
    assert (found.path, "unknown code list" in found.message) == ("pages[1].fields[3].codes", True)


def test_a_reason_lets_a_form_ask():
    text = TEXT.replace('bind = "legal_entities.name"', 'asked_because = {zh = "尚未登记", en = "not yet registered"}')
    assert problems(text) == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('kind = "phone"', 'kind = "fone"', "did you mean 'phone'"),
        ('kind = "phone"', 'kind = "phone"\nmin = 1', "does not apply"),
        ('kind = "phone"', 'kind = "phone"\npattern = "("', "pattern does not apply"),
        ('kind = "phone"', 'kind = "text"\npattern = "("\npattern_hint = {zh = "某"}', "cannot be read"),
        ('name = "area"', 'name = "Area"', "lower-case"),
        ('bind = "legal_entities.name"', 'bind = "name"', "is not a register and a field"),
        ('bind = "legal_entities.name"', "ask_if_missing = true", "no effect without bind"),
        ('accept = ["pdf", "png"]', "", "which types it accepts"),
        ('min = "today"', "min = 3", "date"),
        ('required = "area > 100"', "required = 3", "required is"),
        ('"delivery"', '"dine_in"', "value of its own"),
    ],
)
def test_a_text_that_is_no_form_is_refused_with_its_place(before, after, says):
    with pytest.raises(DeclarationError) as refused:
        forms.read(TEXT.replace(before, after, 1), "food.toml")
    assert says in str(refused.value)
    assert "pages[" in str(refused.value)


CONDITIONS = st.sampled_from(
    ["", "a", "not(a)", 'b = "x"', 'b = "y" and a', 'b = "x" and not(a)', "a and not(a)", "b = null"]
)


def small(one, two, three):
    quoted = [condition.replace('"', '\\"') for condition in (one, two, three)]
    return forms.read(
        f"""title = {{zh = "x"}}
[[pages]]
id = "p"
title = {{zh = "x"}}
fields = [
 {{name = "a", kind = "yesno", label = {{zh = "x"}}}},
 {{name = "b", kind = "choice", label = {{zh = "x"}}, show_if = "{quoted[0]}", options = [{{value = "x", label = {{zh = "x"}}}}, {{value = "y", label = {{zh = "x"}}}}]}},
 {{name = "c", kind = "yesno", label = {{zh = "x"}}, show_if = "{quoted[1]}"}},
]
[[pages]]
id = "q"
title = {{zh = "x"}}
show_if = "{quoted[2]}"
fields = [{{name = "d", kind = "text", label = {{zh = "x"}}}}]
""",
        "small",
    )


@settings(max_examples=60, deadline=None)
@given(CONDITIONS.filter(lambda c: "b" not in c), CONDITIONS, CONDITIONS)
def test_a_page_is_called_dead_exactly_when_no_answers_lead_to_it(one, two, three):
    form = small(one, two, three)
    walks = [
        [page.id for page, _fields in Walk(form, {"a": a, "b": b}).through()]
        for a in (None, True, False)
        for b in (None, "x", "y")
    ]
    assert can_hold(form, (three,) if three else ()) == any("q" in walk for walk in walks)
