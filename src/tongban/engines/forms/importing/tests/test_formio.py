"""Form.io: components become questions; scripts and what else our forms lack is listed; hostile JSON ends in words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.engines.forms import offline
from tongban.engines.forms.declarations import read


def carried(*components: Any, **form: Any) -> offline.Imported:
    data = json.dumps({"title": "Dogs", "components": components, **form}).encode()
    return offline.imported(data, format="formio")


def field(key: str, kind: str = "textfield", **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": key.title(), **more}


NAME = field(
    "firstName",
    validate={"required": True, "maxLength": 30, "pattern": "[A-Z].*", "customMessage": "Begin with a capital"},
)
KIND = field("kind", "radio", values=[{"value": "big", "label": "Big"}, {"value": "small", "label": "小"}])
TAGS = field("tags", "selectboxes", values=[{"value": "a", "label": "A"}, {"value": "b", "label": "B"}])


def test_panels_are_pages_and_layout_gives_its_questions():
    columns = {
        "type": "columns",
        "columns": [{"components": [field("a")]}, {"components": [field("b", "number", validate={"min": 1})]}],
    }
    table = {
        "type": "table",
        "rows": [[{"components": [field("c", "email")]}], [{"components": [field("d", "checkbox")]}]],
    }
    tabs = {"type": "tabs", "components": [{"label": "T", "components": [field("e", "currency")]}]}
    inside = {"type": "container", "key": "home", "components": [field("street"), field("since", "day")]}
    form = carried({"type": "panel", "title": "First", "components": [NAME, columns]}, table, tabs, inside).form
    assert [(page.title.en, [one.name for one in page.fields]) for page in form.pages] == [
        ("First", ["first_name", "a", "b"]), ("Dogs", ["c", "d", "e", "home_street", "home_since"]),
    ]  # fmt: skip
    name = form.fields()[0]
    assert (name.required, name.length, name.pattern, name.pattern_hint.en) == (
        True,
        30,
        "[A-Z].*",
        "Begin with a capital",
    )
    assert [one.kind for one in form.fields()][2:] == ["number", "email", "yesno", "money", "text", "date"]


@pytest.mark.parametrize(
    ("conditional", "feel"),
    [
        ({"show": True, "when": "kind", "eq": "big"}, 'kind = "big"'),
        ({"show": "false", "when": "kind", "eq": "big"}, 'if kind = "big" then false else true'),
        ({"show": True, "when": "tags", "eq": "a"}, 'list contains(tags, "a")'),
        (
            {"show": True, "conjunction": "any", "conditions": [
                {"component": "age", "operator": "greaterThan", "value": 17}, {"component": "kind", "operator": "isEmpty"}]},
            "(age > 17) or (kind = null)",
        ),
        ({"json": {"and": [{"==": [{"var": "data.kind"}, "big"]}, {"!": {">": [{"var": "data.age"}, 3]}}]}},
         '(kind = "big") and (if age > 3 then false else true)'),
    ],
)  # fmt: skip
def test_a_condition_is_said_in_feel(conditional: dict[str, Any], feel: str):
    found = carried(KIND, TAGS, field("age", "number"), field("x", conditional=conditional))
    assert (found.form.fields()[-1].show_if, found.lost) == (feel, ())


def test_what_is_left_out_is_listed_with_its_place():
    found = carried(
        field("a", calculateValue="value = 1", customConditional="show = true", defaultValue="x"),
        field("b", "datagrid", components=[field("c", "recaptcha")]),
        field("d", "select", dataSrc="url"),
        field("e", conditional={"show": True, "when": "later", "eq": "1"}, validate={"custom": "valid = true"}),
        field("f", hidden=True),
        field("later"),
        {"type": "button", "action": "submit", "key": "go"},
        {"type": "panel", "title": "Empty", "components": []},
        7,
    )
    assert [one.name for one in found.form.fields()] == ["a", "e", "later"]
    assert [(one.place, one.what) for one in found.lost] == [
        ("components[0] textfield", "A: customConditional"), ("components[0] textfield", "A: calculateValue"),
        ("components[0] textfield", "A: defaultValue"), ("components[1] datagrid.components[0] recaptcha", "C"),
        ("components[1] datagrid", "B"),
        ("components[2] select", "D: dataSrc url"), ("components[3] textfield", "E: custom"),
        ("components[3] textfield", "conditional"), ("components[4] textfield", "F"), ("components[8]", "a component"),
        ("components[7] panel", "Empty"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"{", "line 1, column 2: this is no JSON"),
        (b"\xff", "byte 1: this is no UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"components": NaN}', "NaN is no number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a number cannot be read"),
        (b'{"components": 3}', "no list of components"),
        (b'{"components": []}', "there is no question"),
        (json.dumps({"components": [field("x")] * 2001}).encode(), "more than 2000 questions"),
    ],
)
def test_hostile_files_end_in_words(data: bytes, fault: str):
    with pytest.raises(offline.ImportFault, match=fault.replace("[", r"\[")):
        offline.imported(data, format="formio")


def test_components_within_components_have_an_end():
    one: dict[str, Any] = field("x")
    for _ in range(60):
        one = {"type": "well", "components": [one]}
    with pytest.raises(offline.ImportFault, match="nested deeper than 40 levels"):
        carried(one)


def test_a_number_of_absurd_length_is_not_written_out():
    found = carried(field("n", "number", validate={"max": 5}), field("m", "number"))
    assert found.form.fields()[0].max == 5
    data = b'{"components": [{"type": "number", "key": "n", "validate": {"max": 1e999999999}}]}'
    assert offline.imported(data, format="formio").form.fields()[0].max is None


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
TYPES = [
    "textfield",
    "number",
    "select",
    "radio",
    "panel",
    "columns",
    "table",
    "tabs",
    "file",
    "datetime",
    "content",
    "x",
    "selectboxes",
]
KEYS = [
    "key",
    "label",
    "components",
    "columns",
    "rows",
    "values",
    "validate",
    "conditional",
    "data",
    "filePattern",
    "multiple",
    "hidden",
]
PIECES = st.fixed_dictionaries({"type": st.sampled_from(TYPES)}, optional=dict.fromkeys(KEYS, JUNK))


@given(st.lists(PIECES, max_size=5))
def test_wrong_types_everywhere_are_a_form_or_a_fault(components: list[Any]):
    try:
        found = carried(field("first"), *components)
    except offline.ImportFault:
        return
    assert read(offline.written(found.form), "x") == found.form


@pytest.mark.parametrize(("grid", "kind"), [("datagrid", "table"), ("editgrid", "group")])
def test_a_grid_is_rows_of_what_stands_in_it_also_in_containers(grid: str, kind: str):
    person = {"type": "container", "key": "person", "components": [
        field("name", validate={"required": True}), field("file", "file"), field("age", "number", defaultValue=3),
    ]}  # fmt: skip
    sides = {"type": "columns", "columns": [{"components": [field("mail", "email")]}, {"components": [person]}]}
    found = carried(field("staff", grid, components=[sides], validate={"minLength": 1, "maxLength": 5}))
    (rows,) = found.form.fields()
    assert (rows.kind, rows.min, rows.max) == (kind, 1, 5)
    assert [(one.name, one.kind, one.required) for one in rows.columns] == [
        ("mail", "email", False), ("person_name", "text", True), ("person_age", "number", False),
    ]  # fmt: skip
    assert [one.what for one in found.lost] == ["File: *", "File", "Age: defaultValue"]
