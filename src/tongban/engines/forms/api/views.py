"""What a page shows: plain values for the ui tags, and the answers as a person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.engines.forms.api.attachments import Attachment
from tongban.engines.forms.api.pages import FieldError
from tongban.engines.forms.api.showing import display, files_of
from tongban.engines.forms.declarations import Field, Form, Page
from tongban.engines.forms.options import options
from tongban.engines.forms.walk import Fixed, Values, Walk, is_fixed, is_required, stored


@dataclass(frozen=True)
class OptionView:
    """One answer offered, and whether it is chosen."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class FieldView:
    """One field as the ui tags draw it. `source` and `as_of` are set when a register answered."""

    id: str
    name: str
    kind: str
    label: str
    hint: str
    help: str
    value: Any
    display: str
    error: str
    options: tuple[OptionView, ...]
    files: tuple[Attachment, ...]
    source: str
    as_of: dt.date | None
    reference: str
    readonly: bool
    required: bool
    autocomplete: str
    inputmode: str
    accept: str
    multiple: bool
    maxlength: int


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


class _Shower:
    """Turns fields into views with one query for all their files."""

    def __init__(self, pairs: Sequence[tuple[Field, Any]], prefilled: Fixed, at: dt.datetime) -> None:
        self.known = files_of(pairs)
        self.prefilled = prefilled
        self.at = at

    def files(self, field: Field, value: Any) -> tuple[Attachment, ...]:
        if field.of.widget != "upload" or not isinstance(value, list | tuple):
            return ()
        return tuple(self.known[one] for one in value if one in self.known)

    def origin(self, field: Field) -> tuple[str, dt.date | None, str]:
        found = self.prefilled.get(field.name) if field.bind else None
        return (str(found.source), found.as_of, found.reference) if found else ("", None, "")

    def view(self, field: Field, value: Any, error: str, *, required: bool) -> FieldView:
        files = self.files(field, value)
        source, as_of, reference = self.origin(field)
        chosen = value if isinstance(value, list) else [value]
        offered = options(field, self.at) if field.options or field.codes else ()
        whole = field.kind == "number" and field.places == 0
        return FieldView(
            id=field.name, name=field.name, kind=field.kind, label=str(field.label), hint=str(field.hint),
            help=str(field.help), value="" if value is None else value,
            display=display(field, value, files, self.at), error=error,
            options=tuple(OptionView(one.value, str(one.label), one.value in chosen) for one in offered),
            files=files, source=source, as_of=as_of, reference=reference,
            readonly=is_fixed(field, self.prefilled), required=required,
            autocomplete=field.autocomplete or field.of.autocomplete,
            inputmode="numeric" if whole else field.of.inputmode,
            accept=",".join(f".{ending}" for ending in _endings(field)),
            multiple=field.of.many or (field.of.widget == "upload" and (field.max or 1) > 1),
            maxlength=field.length,
        )  # fmt: skip


def _endings(field: Field) -> Iterable[str]:
    for kind in field.accept:
        yield from ("jpeg", "jpg") if kind in ("jpeg", "jpg") else (kind,)


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
        shown.extend(
            (field, stored(field, values, walk.prefilled), is_required(field, walk.known))
            for field in walk.fields(page)
        )
    shower = _Shower([(field, value) for field, value, _required in shown], walk.prefilled, at)
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
        (page, field, stored(field, values, walk.prefilled)) for page, fields in walk.through() for field in fields
    ]
    shower = _Shower([(field, value) for _page, field, value in found], walk.prefilled, at)
    return tuple(
        Answer(
            page.id, str(page.title), field.name, str(field.label), field.kind, value,
            display(field, value, shower.files(field, value), at), shower.files(field, value), *shower.origin(field),
        )
        for page, field, value in found
    )  # fmt: skip
