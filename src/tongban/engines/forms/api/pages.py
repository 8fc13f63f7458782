"""Validation of pages and of the whole form, on the server, for every kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as member
from typing import Any

from tongban.engines.forms.api.receiving import receive
from tongban.engines.forms.declarations import Form, Page
from tongban.engines.forms.judging import judge, unmet
from tongban.engines.forms.walk import Fixed, Values, Walk, is_fixed, is_required


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one answer and what to do, in the language of the request. `id` is the field's HTML id."""

    field: str
    message: str
    page: str = ""

    @property
    def id(self) -> str:
        return self.field


@dataclass(frozen=True)
class PageResult:
    """`values`: the answers of this page to merge into the draft: read where right, as written where wrong.
    `ignored`: posted names that are no answer of this page (bound, hidden or unknown).
    """

    values: Mapping[str, Any]
    errors: tuple[FieldError, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.errors


class FormInvalid(ValueError):  # noqa: N818 (it names what is the matter)
    """A form was submitted with errors; `errors` holds each."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in errors))


def bindings(form: Form) -> dict[str, str]:
    """Field name to binding ("population.name") of all bound fields: what the caller fetches to prefill."""
    return {field.name: field.bind for field in form.fields() if field.bind}


def context(values: Values, *, form: Form, prefilled: Fixed | None = None) -> dict[str, Any]:
    """Every field name with its value as FEEL sees it (Decimal, date, boolean, text, list, None when not answered
    or not shown).
    """
    walk = Walk(form, values, prefilled)
    walk.through()
    return walk.known


def visible_pages(form: Form, values: Values, prefilled: Fixed | None = None) -> tuple[Page, ...]:
    """The pages that these answers lead through, in order."""
    return tuple(page for page, _fields in Walk(form, values, prefilled).through())


@dataclass
class _Filling:
    values: dict[str, Any] = member(default_factory=dict)
    errors: list[FieldError] = member(default_factory=list)
    taken: set[str] = member(default_factory=set)


def validate_page(
    *,
    form: Form,
    page: Page | str,
    posted: Mapping[str, Any],
    values: Values,
    at: dt.datetime,
    files: Mapping[str, Any] | None = None,
    prefilled: Fixed | None = None,
    draft: int | None = None,
    owner: str = "",
) -> PageResult:
    """Reads one posted page (a QueryDict, or a mapping to text or lists of text).

    `values` are those of the draft. Files are checked and stored under `draft` (its id), which
    then needs its `owner`.
    A posted value for a field that is bound, not shown or unknown is ignored.
    """
    page = form.page(page) if isinstance(page, str) else page
    merged = dict(values)
    walk = Walk(form, merged, prefilled)
    filling = _Filling()
    if walk.before(page):
        for asked in walk.fields(page):
            value = walk.value(asked)
            complaint = ""
            fixed = is_fixed(asked, walk.prefilled)
            if not fixed:
                filling.taken |= asked.of.names(asked, posted, asked.name)
                if asked.of.widget == "upload":
                    value, complaint = receive(
                        asked, posted=posted, files=files or {}, stored=value, draft=draft, owner=owner, at=at
                    )
                else:
                    value = asked.of.posted(asked, posted, asked.name, value)
            found, wrong = judge(asked, value, required=is_required(asked, walk.known), fixed=fixed, at=at)
            wrong = wrong or unmet(asked, found, walk.known)
            if not fixed:
                merged[asked.name] = filling.values[asked.name] = found
            if complaint or wrong:
                filling.errors.append(FieldError(asked.name, complaint or wrong, page.id))
    ignored = tuple(sorted(set(posted) - filling.taken - {"csrfmiddlewaretoken"}))
    return PageResult(filling.values, tuple(filling.errors), ignored)


def _errors(walk: Walk, at: dt.datetime, final: dict[str, Any]) -> list[FieldError]:
    errors = []
    for page, fields in walk.pages():
        for asked in fields:
            required, fixed = is_required(asked, walk.known), is_fixed(asked, walk.prefilled)
            value, wrong = judge(asked, walk.value(asked), required=required, fixed=fixed, at=at)
            wrong = wrong or unmet(asked, value, walk.known)
            if asked.of.widget != "information":
                final[asked.name] = value
            if wrong:
                errors.append(FieldError(asked.name, wrong, page.id))
    return errors


def validate_all(
    *, form: Form, values: Values, at: dt.datetime, prefilled: Fixed | None = None
) -> tuple[FieldError, ...]:
    """Every fault of every shown page, in reading order; empty when the form may be submitted."""
    return tuple(_errors(Walk(form, values, prefilled), at, {}))


def submission(*, form: Form, values: Values, at: dt.datetime, prefilled: Fixed | None = None) -> dict[str, Any]:
    """The final values of all shown fields, the registers' answers among them. Raises FormInvalid.

    What was answered on pages that are no longer shown, and anything unknown, is left out.
    """
    final: dict[str, Any] = {}
    errors = _errors(Walk(form, values, prefilled), at, final)
    if errors:
        raise FormInvalid(errors)
    return final
