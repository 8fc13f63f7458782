from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.forms import api as forms
from tongban.engines.forms.tests.sample import FORM, GOOD, PREFILLED


def post(page, text, at, values=None):
    return forms.validate_page(
        form=FORM, page=page, posted=QueryDict(text), values=values or {}, prefilled=PREFILLED, at=at
    )


def test_a_page_gives_its_answers_in_stored_form(at):
    result = post("shop", "area=１２０．５&opening=2026年12月1日&raw_food=no&modes=delivery&modes=dine_in", at)
    assert result.ok
    assert result.values == {
        "area": "120.5", "opening": "2026-12-01", "raw_food": False, "modes": ["dine_in", "delivery"],
    }  # fmt: skip


def test_what_is_wrong_is_kept_as_written_beside_its_message(at):
    result = post("shop", "area=much&raw_food=yes", at)
    assert result.values["area"] == "much"
    assert {error.field for error in result.errors} == {"area", "opening", "modes"}


def test_a_posted_value_never_overrides_the_register(at):
    result = post("company", "company_name=Other&owner_phone=13800001234&x=1", at, {"company_name": "Old"})
    assert result.values == {"owner_phone": "13800001234"}
    assert result.ignored == ("company_name", "x")
    final = forms.submission(form=FORM, values=GOOD | {"company_name": "Other"}, prefilled=PREFILLED, at=at)
    assert final["company_name"] == "常德通办餐饮有限公司"


def test_a_register_without_an_answer_is_not_replaced_by_typing(at):
    errors = forms.validate_all(form=FORM, values=GOOD | {"company_name": "Other"}, at=at)
    assert [error.field for error in errors] == ["company_name"]


def test_an_unticked_box_is_an_answer_taken_back(at):
    result = post("files", "", at, {"plan": ["a" * 32], "truth": True})
    assert result.values["truth"] is None
    assert [error.field for error in result.errors] == ["truth"]


def test_conditions_choose_pages_and_requirements(at):
    with_raw = GOOD | {"raw_food": True}
    assert [page.id for page in forms.visible_pages(FORM, GOOD)] == ["company", "shop", "files"]
    assert [page.id for page in forms.visible_pages(FORM, with_raw)] == ["company", "shop", "cold", "files"]
    errors = forms.validate_all(form=FORM, values=with_raw, prefilled=PREFILLED, at=at)
    assert [(error.page, error.field) for error in errors] == [("cold", "fridge")]
    assert forms.validate_all(form=FORM, values=with_raw | {"area": "80"}, prefilled=PREFILLED, at=at) == ()


def test_what_was_answered_on_a_page_no_longer_shown_is_left_out(at):
    final = forms.submission(form=FORM, values=GOOD | {"fridge": "two"}, prefilled=PREFILLED, at=at)
    assert "fridge" not in final
    assert forms.context(GOOD | {"fridge": "two"}, form=FORM)["fridge"] is None


def test_a_page_that_the_answers_do_not_lead_to_takes_nothing(at):
    result = post("cold", "fridge=two", at, GOOD)
    assert (result.values, result.errors, result.ignored) == ({}, (), ("fridge",))


def test_conditions_see_typed_values():
    known = forms.context(GOOD, form=FORM, prefilled=PREFILLED)
    assert known["area"] == Decimal("120.5")
    assert known["opening"] == dt.date(2026, 12, 1)
    assert known["company_name"] == "常德通办餐饮有限公司"


def test_a_submission_with_faults_names_them_all(at):
    with pytest.raises(forms.FormInvalid) as refused:
        forms.submission(form=FORM, values={"area": "much"}, at=at)
    assert [error.field for error in refused.value.errors] == [
        "company_name", "owner_phone", "area", "opening", "raw_food", "modes", "plan", "truth",
    ]  # fmt: skip


def test_the_day_of_today_is_the_local_one():
    late = dt.datetime(2026, 11, 23, 17, 0, tzinfo=dt.UTC)  # already the 24th in Changde
    errors = forms.validate_all(form=FORM, values=GOOD | {"opening": "2026-11-23"}, prefilled=PREFILLED, at=late)
    assert [error.field for error in errors] == ["opening"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=6,
)
NAMES = [field.name for field in FORM.fields()]


@settings(max_examples=120, deadline=None)
@given(
    st.dictionaries(st.sampled_from([*NAMES, "unknown"]), ANYTHING), st.dictionaries(st.sampled_from(NAMES), ANYTHING)
)
def test_no_post_whatever_breaks_a_page(posted, stored):
    moment = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
    for page in FORM.pages:
        result = forms.validate_page(form=FORM, page=page, posted=posted, values=stored, at=moment, prefilled=PREFILLED)
        assert "company_name" not in result.values
    forms.validate_all(form=FORM, values=stored, at=moment)
