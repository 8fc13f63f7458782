"""Every kind on a page without scripts: what is drawn can be posted, and comes back as it was."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.template import Context, Template
from lxml import html

from tongban.engines.forms import api as forms
from tongban.engines.forms.divisions import declare_divisions
from tongban.engines.forms.identifiers import credit_code, resident_number
from tongban.engines.forms.kinds import REGISTRY, identifiers
from tongban.engines.forms.samples import sample, sample_form
from tongban.engines.forms.tests.samples import AT, children, way

POSTABLE = [
    (name, raw)
    for name, kind in REGISTRY.items()
    for raw in kind.right
    if kind.asks and kind.widget not in ("upload", "cascade")
]


@pytest.fixture(autouse=True)
def _handed_in(monkeypatch):
    monkeypatch.setitem(identifiers.CHECKS, "resident_number", resident_number)
    monkeypatch.setitem(identifiers.CHECKS, "credit_code", credit_code)
    declare_divisions(children=children, way=way)


def drawn(form, values, errors=()):
    view = forms.page_view(form=form, page="example", values=values, errors=errors, at=AT)
    source = "{% load ui %}{% for one in fields %}{% field one %}{% endfor %}"
    return html.fromstring(f"<form>{Template(source).render(Context({'fields': view.fields}))}</form>")


def fill(page):
    """What a browser would post of a drawn page."""
    posted = QueryDict(mutable=True)
    for node in page.xpath("//input | //select | //textarea"):
        if node.get("type") in ("checkbox", "radio") and node.get("checked") is None:
            continue
        if node.tag == "select":
            posted.appendlist(node.get("name"), "".join(node.xpath("option[@selected]/@value")))
        elif node.tag == "textarea":
            posted.appendlist(node.get("name"), (node.text or "").removeprefix("\n"))
        else:
            posted.appendlist(node.get("name"), node.get("value") or "")
    return posted


@pytest.mark.parametrize(("name", "raw"), POSTABLE)
def test_what_is_kept_is_drawn_posted_and_kept_again(name, raw):
    form, field = sample_form(REGISTRY[name]), sample(name)
    kept = field.of.read(field, raw, AT)
    result = forms.validate_page(form=form, page="example", posted=fill(drawn(form, {name: kept})), values={}, at=AT)
    assert result.errors == ()
    assert result.values == {name: kept}
    assert result.ignored == ()


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_every_kind_has_a_label_for_each_input_and_one_place_to_come_to(name):
    page = drawn(sample_form(REGISTRY[name]), {}, [forms.FieldError(name, "Wrong")])
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert name in ids, "the error summary leads there"
    for node in page.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert page.xpath(f"//label[@for='{node.get('id')}']"), node.get("name")


def test_a_division_is_chosen_level_by_level():
    form = sample_form(REGISTRY["location"])
    page = drawn(form, {})
    assert page.xpath("//input[@name='location-division-county']/@value") == ["430702", "430703"]
    posted = QueryDict("location-division-county=430703&location-street=朗州路 12 号")
    result = forms.validate_page(form=form, page="example", posted=posted, values={}, at=AT)
    assert result.values == {"location": {"division": "430703", "street": "朗州路 12 号"}}
    shown = forms.answers(form, result.values, at=AT)
    assert shown[0].display == "湖南省 常德市 鼎城区 朗州路 12 号"


def test_a_changed_level_drops_what_was_chosen_below_it():
    place = REGISTRY["division"]
    field = forms.Field(name="d", kind="division", label=sample("division").label)
    posted = QueryDict("d-province=430000&d-prefecture=110100&d-county=110101")
    assert place.posted(field, posted, "d", None) == "430000"


def test_a_search_that_fits_several_offers_them_to_pick():
    text = """title = {zh = "x"}
[[pages]]
id = "example"
title = {zh = "x"}
fields = [{name = "c", kind = "code", label = {zh = "x"}, options = [
 {value = "5611", label = {zh = "正餐服务"}}, {value = "5612", label = {zh = "快餐服务"}}]}]"""
    form = forms.read(text, "x.toml")
    wide = forms.validate_page(form=form, page="example", posted=QueryDict("c=服务"), values={}, at=AT)
    assert wide.errors
    page = drawn(form, wide.values)
    assert page.xpath("//input[@type='radio']/@value") == ["5611", "5612"]
    picked = QueryDict("c=服务&c-for=服务&c-pick=5612")
    assert forms.validate_page(form=form, page="example", posted=picked, values={}, at=AT).values == {"c": "5612"}
    rewritten = QueryDict("c=正餐&c-for=服务&c-pick=5612")
    assert forms.validate_page(form=form, page="example", posted=rewritten, values={}, at=AT).values == {"c": "5611"}


def test_a_row_is_taken_out_and_empty_rows_do_not_count():
    form = sample_form(REGISTRY["group"])
    two = [{"name": "甲"}, {"name": "乙", "phone": "13800001234"}]
    posted = fill(drawn(form, {"group": two}))
    posted["group-0-remove"] = "1"
    result = forms.validate_page(form=form, page="example", posted=posted, values={"group": two}, at=AT)
    assert result.values == {"group": [two[1]]}


def test_a_computed_value_is_shown_with_its_formula_and_never_posted():
    form = sample_form(REGISTRY["computed"])
    page = drawn(form, {})
    assert "50.00" in page.text_content()
    assert "12.5 * 4" in page.text_content()
    result = forms.validate_page(form=form, page="example", posted=QueryDict("computed=1"), values={}, at=AT)
    assert result.values == {}
    assert forms.submission(form=form, values={"computed": "1"}, at=AT) == {"computed": "50.00"}


REQUIRED = """title = {zh = "x"}
[[pages]]
id = "example"
title = {zh = "x"}
fields = [
 {name = "area", kind = "number", label = {zh = "x"}},
 {name = "seats", kind = "integer", label = {zh = "x"}, requires = [
  {that = "seats <= area", because = {zh = "座位数不能多于平方米数。", en = "Not more seats than square metres."}}]},
]"""


@pytest.mark.parametrize(("area", "seats", "wrong"), [("50", "50", False), ("50", "51", True)])
def test_a_requirement_is_judged_of_the_answers_together(area, seats, wrong):
    form = forms.read(REQUIRED, "x.toml")
    errors = forms.validate_all(form=form, values={"area": area, "seats": seats}, at=AT)
    assert [error.field for error in errors] == (["seats"] if wrong else [])
