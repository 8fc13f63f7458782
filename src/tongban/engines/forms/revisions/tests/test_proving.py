"""Random edits of a form and random answers: no value is lost, no judgement of an unchanged question changes, and what
is not safe is refused with a reason.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.engines.forms.api import Field, Form, Page, Prefilled, validate_all
from tongban.engines.forms.options import Option
from tongban.engines.forms.revisions.changes import compare, condition, placed
from tongban.engines.forms.revisions.proving import prove
from tongban.kernel.declarations.api import Text

AT = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
A, B, C = (Option(one, Text(one)) for one in "abc")
FIELDS = (
    Field("pick", "choice", Text("选"), options=(A, B)),
    Field("area", "number", Text("面积"), min=1, max=100, places=0),
    Field("some", "choices", Text("多选"), options=(A, B, C), required=False, show_if='pick = "a"'),
    Field("agree", "statement", Text("同意")),
    Field("note", "text", Text("备注"), required=False, length=20, show_if="area > 10"),
    Field("held", "text", Text("名称"), bind="population.name"),
    Field("extra", "yesno", Text("是否"), required='pick = "b"'),
)


def form(*fields: Field) -> Form:
    half = max(len(fields) // 2, 1)
    parts = [fields[:half], fields[half:]]
    return Form(Text("表"), tuple(Page(f"p{n}", Text("页"), tuple(part)) for n, part in enumerate(parts) if part))


OLD = form(*FIELDS)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "pick": st.sampled_from(["a", "b", "z"]), "area": st.sampled_from(["5", "50", "500", "x"]),
        "some": st.sampled_from([["a"], ["a", "c"], []]), "agree": st.sampled_from([True, None]),
        "note": st.sampled_from(["short", "a text that is far too long"]), "extra": st.booleans(),
    },
)  # fmt: skip


@st.composite
def edited(draw: st.DrawFn) -> Form:
    """The form after a few random changes."""
    fields = list(FIELDS)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(fields) - 1))
        one = fields[place]
        what = draw(
            st.sampled_from(["drop", "move", "label", "condition", "required", "bound", "options", "add", "bind"])
        )
        if what == "drop" and len(fields) > 2:
            fields.pop(place)
        elif what == "move":
            fields.insert(draw(st.integers(0, len(fields) - 1)), fields.pop(place))
        elif what == "label":
            fields[place] = replace(one, label=Text(one.label.zh + "新"))
        elif what == "condition":
            fields[place] = replace(one, show_if=draw(st.sampled_from(["", 'pick = "b"', "area > 40", "held != null"])))
        elif what == "required":
            fields[place] = replace(one, required=draw(st.booleans()))
        elif what == "bound" and one.kind == "number":
            fields[place] = replace(one, max=draw(st.sampled_from([40, 1000, None])))
        elif what == "options" and one.options:
            fields[place] = replace(one, options=draw(st.sampled_from([(A,), (A, B, C), (A, Option("b", Text("乙")))])))
        elif what == "add" and all(field.name != "fresh" for field in fields):
            fields.insert(place, Field("fresh", "text", Text("新问题")))
        elif what == "bind" and one.kind == "text":
            fields[place] = replace(one, bind=draw(st.sampled_from(["", "population.phone"])))
    return form(*fields)


def wrong(of: Form, values: dict, prefilled: dict) -> dict[str, str]:
    return {error.field: error.message for error in validate_all(form=of, values=values, at=AT, prefilled=prefilled)}


def shown(of: Form, values: dict, prefilled: dict) -> set[str]:
    from tongban.engines.forms.walk import Walk

    return {field.name for _page, fields in Walk(of, values, prefilled).through() for field in fields}


@given(edited(), ANSWERS, st.sampled_from([{}, {"held": Prefilled("王", Text("库"), AT.date(), "r")}]))
@settings(max_examples=300)
def test_a_move_that_is_called_safe_loses_and_changes_nothing(new: Form, values: dict, prefilled: dict):
    verdict = prove(OLD, new, values, at=AT)  # a register's answers are not known when drafts are moved
    before, after = placed(OLD), placed(new)
    answered = {name for name, value in values.items() if value not in (None, [])}
    if not verdict.safe:
        assert all(reason.field in answered for reason in verdict.reasons)
        return
    assert answered <= set(after)
    was, will = shown(OLD, values, prefilled), shown(new, values, prefilled)
    assert was & answered == will & answered  # what counts goes on to count, what does not does not begin to
    old_faults, new_faults = wrong(OLD, values, prefilled), wrong(new, values, prefilled)
    for name in answered:
        if name not in old_faults:
            assert name not in new_faults
        if before[name][1] == after[name][1] and condition(OLD, name) == condition(new, name):
            assert old_faults.get(name) == new_faults.get(name)
    assert set(new_faults) - set(old_faults) - answered <= set(verdict.open) | {
        one.name
        for one in new.fields()
        if one.bind  # a register may have no answer in either version
    }


@given(edited(), ANSWERS)
@settings(max_examples=100)
def test_the_same_form_is_always_safe_and_differences_are_named(new: Form, values: dict):
    assert prove(OLD, OLD, values, at=AT).safe
    assert compare(OLD, OLD) == ()
    assert bool(compare(OLD, new)) == (placed(OLD) != placed(new) or any(
        condition(OLD, name) != condition(new, name) for name in placed(OLD)
    ))  # fmt: skip


def changed(name: str, **facts) -> Form:
    return form(*(replace(one, **facts) if one.name == name else one for one in FIELDS))


@pytest.mark.parametrize(
    ("new", "values", "kinds", "code"),
    [
        (form(*FIELDS[1:]), {"pick": "a"}, ["moved", "condition", "required", "removed"], "removed"),
        (changed("area", max=40), {"area": "50"}, ["tightened"], "refused"),
        (changed("area", max=40), {"area": "30"}, ["tightened"], ""),
        (changed("area", kind="longtext", min=None, max=None, places=None), {"area": "50"}, None, "kind"),
        (changed("pick", options=(A,)), {"pick": "b"}, ["options-removed"], "refused"),
        (
            changed("pick", options=(A, Option("b", Text("乙")))),
            {"pick": "b"},
            ["options-relabelled"],
            "option-reworded",
        ),
        (changed("agree", label=Text("我同意并保证")), {"agree": True}, ["relabelled"], "reworded"),
        (changed("agree", label=Text("同意", "I agree")), {"agree": True}, ["wording"], ""),
        (changed("note", show_if="area > 60"), {"area": "50", "note": "x"}, ["condition"], "hidden"),
        (changed("note", show_if=""), {"area": "5", "note": "x"}, ["condition"], "shown-again"),
        (changed("note", show_if="held != null"), {"area": "5", "note": "x"}, ["condition"], "register"),
        (changed("note", bind="population.phone"), {"area": "50", "note": "x"}, ["binding"], "register"),
        (changed("area", min=0, max=None), {"area": "50"}, ["loosened", "loosened"], ""),
        (changed("extra", required=True), {}, ["required"], ""),
    ],
)
def test_each_change_is_judged_for_the_answers_at_hand(new, values, kinds, code):
    verdict = prove(OLD, new, values, at=AT)
    assert [reason.code for reason in verdict.reasons] == ([code] if code else [])
    if kinds is not None and "removed" not in kinds:
        assert [change.kind for change in verdict.changes] == kinds


def test_submitted_answers_stay_when_a_question_would_open():
    whole = {"pick": "a", "area": "5", "agree": True}
    new = form(*FIELDS, Field("fresh", "text", Text("新问题")))
    assert prove(OLD, new, whole, at=AT).open == ("fresh",)
    assert [one.code for one in prove(OLD, new, whole, at=AT, whole=True).reasons] == ["open"]


def test_a_file_of_a_type_that_is_no_longer_taken_stays():
    one = Field("paper", "upload", Text("材料"), accept=("pdf", "png"))
    old, new = form(one), form(replace(one, accept=("pdf",)))
    assert not prove(old, new, {"paper": ["x"]}, at=AT, files={"paper": {"png"}}).safe
    assert prove(old, new, {"paper": ["x"]}, at=AT, files={"paper": {"pdf"}}).safe
