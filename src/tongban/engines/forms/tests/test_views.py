from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from tongban.engines.forms import api as forms
from tongban.engines.forms.tests.sample import FORM, GOOD, PREFILLED


def view(page, at, values=GOOD, errors=()):
    return forms.page_view(form=FORM, page=page, values=values, prefilled=PREFILLED, errors=errors, at=at)


def test_a_field_knows_how_it_is_drawn(at):
    with translation.override("en"):
        name, phone = view("company", at).fields
    assert (name.readonly, name.display, name.source) == (True, "常德通办餐饮有限公司", "Legal entities")
    assert (phone.readonly, phone.value, phone.autocomplete, phone.inputmode) == (False, "13800001234", "tel", "tel")


def test_options_are_marked_and_dates_shown_in_the_language_of_the_page(at):
    with translation.override("en"):
        _area, opening, raw, modes = view("shop", at).fields
    assert [(one.label, one.selected) for one in modes.options] == [("Dine in", True), ("Delivery", False)]
    assert (raw.display, opening.value, modes.multiple) == ("No", "2026-12-01", True)
    with translation.override("zh-hans"):
        assert view("shop", at).fields[1].display == "2026年12月1日"


def test_only_errors_of_shown_fields_stand_in_the_summary(at):
    errors = (forms.FieldError("area", "Write a number."), forms.FieldError("truth", "Tick."))
    shown = view("shop", at, errors=errors)
    assert [error.field for error in shown.errors] == ["area"]
    assert shown.fields[0].error == "Write a number."


def test_an_unknown_page_is_refused_and_a_hidden_one_is_empty(at):
    assert view("cold", at).fields == ()
    with pytest.raises(LookupError):
        view("nowhere", at)


@pytest.mark.django_db
def test_every_field_can_be_drawn_by_the_tags_and_what_was_written_is_escaped(at):
    drawn = ""
    for page in FORM.pages:
        shown = view(page, at, values=GOOD | {"raw_food": True, "fridge": "<script>x</script>"})
        drawn += "".join(Template("{% field f %}").render(Context({"f": field})) for field in shown.fields)
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
    assert all(f'id="{field.name}"' in drawn for field in FORM.fields())
