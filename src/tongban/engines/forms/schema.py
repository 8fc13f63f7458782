"""A whole form as JSON Schema (draft 2020-12): what its answers look like when they are kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tongban.engines.forms.declarations import Field, Form

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DIFFERENCES = (
    "Describes answers as they are kept; answers that were not given are left out. The form itself reads more "
    "(full-width digits, several ways to write a date) and keeps one way. It also knows what a schema cannot say: "
    "conditions (x-show-if, x-required-if), requirements (x-requires), check characters, bounds of exact numbers and "
    "days (x-minimum, x-maximum), files."
)


def json_schema(form: Form, *, at: dt.datetime | None = None) -> dict[str, Any]:
    """The schema of the kept answers. `at` dates code lists; without it they stay open. Whatever `submission` accepts
    and keeps, the schema accepts; `required` are questions that nobody is spared and no register answers.
    """
    shown = [(page, field) for page in form.pages for field in page.fields if field.of.widget != "information"]
    return {
        "$schema": DIALECT,
        "title": str(form.title),
        "description": DIFFERENCES,
        "type": "object",
        "properties": {field.name: of_field(field, at, page.show_if) for page, field in shown},
        "required": [
            field.name
            for page, field in shown
            if field.required is True and not page.show_if and not field.show_if and not field.bind and field.of.asks
        ],
        "additionalProperties": False,
    }


def of_field(field: Field, at: dt.datetime | None, page_condition: str) -> dict[str, Any]:
    """The schema of one answer with what people and programs want to know of it."""
    condition = " and ".join(f"({one})" for one in (page_condition, field.show_if) if one)
    # What a register said is kept as it was said: no rule of the form judges it.
    found = {} if field.bind else field.of.schema(field, at)
    more = {
        "title": str(field.label),
        "x-kind": field.kind,
        "x-show-if": condition,
        "x-required-if": field.required if isinstance(field.required, str) else "",
        "x-bind": field.bind,
        "x-requires": [one.that for one in field.requires],
    }
    return found | {name: value for name, value in more.items() if value} | ({"readOnly": True} if field.bind else {})
