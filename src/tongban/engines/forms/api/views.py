"""What a page shows: plain values for the ui tags, and the answers as a person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tongban.engines.forms.api.attachments import Attachment
from tongban.engines.forms.api.drawing import FieldView, Shower
from tongban.engines.forms.api.pages import FieldError
from tongban.engines.forms.api.showing import display
from tongban.engines.forms.declarations import Field, Form, Page
from tongban.engines.forms.walk import Fixed, Values, Walk, is_required


@dataclass(frozen=True)
class PageView:
    """One page as a template draws it."""

    id: str
    title: str
    intro: str
    fields: tuple[FieldView, ...]
    errors: tuple[FieldError, ...]


@dataclass(frozen=True)
class Answer:
    """One answer as a person reads it, with the page to change it on and where it came from."""

    page: str
    page_title: str
    name: str
    label: str
    kind: str
    value: Any
    display: str
    files: tuple[Attachment, ...]
    source: str
    as_of: dt.date | None
    reference: str


def page_view(
    *,
    form: Form,
    page: Page | str,
    values: Values,
    at: dt.datetime,
    prefilled: Fixed | None = None,
    errors: Sequence[FieldError] = (),
) -> PageView:
    """The page with its shown fields bound to `values`, in the language of the request. Raises LookupError for an
    unknown page; a page that these answers do not lead to has no fields.
    """
    page = form.page(page) if isinstance(page, str) else page
    walk = Walk(form, values, prefilled)
    shown: list[tuple[Field, Any, bool]] = []
    if walk.before(page):
        shown.extend((field, walk.value(field), is_required(field, walk.known)) for field in walk.fields(page))
    shower = Shower([(field, value) for field, value, _required in shown], walk.prefilled, at)
    wrong = {error.field: error.message for error in errors}
    fields = tuple(
        shower.view(field, value, wrong.get(field.name, ""), required=required) for field, value, required in shown
    )
    here = tuple(error for error in errors if error.field in {field.name for field in fields})
    return PageView(page.id, str(page.title), str(page.intro), fields, here)


def answers(form: Form, values: Values, prefilled: Fixed | None = None, *, at: dt.datetime) -> tuple[Answer, ...]:
    """All shown fields in reading order, for "check your answers" and for the desk. `at` dates the code lists."""
    walk = Walk(form, values, prefilled)
    found = [
        (page, field, walk.value(field))
        for page, fields in walk.through()
        for field in fields
        if field.of.widget != "information"
    ]
    shower = Shower([(field, value) for _page, field, value in found], walk.prefilled, at)
    return tuple(
        Answer(
            page.id, str(page.title), field.name, str(field.label), field.kind, value,
            display(field, value, shower.files(field, value), at), shower.files(field, value), *shower.origin(field),
        )
        for page, field, value in found
    )  # fmt: skip
