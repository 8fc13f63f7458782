"""One field as a page draws it: its value, its options, its parts and rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.engines.forms.api.attachments import Attachment
from tongban.engines.forms.api.inside import Inside, inside
from tongban.engines.forms.api.showing import display, files_of
from tongban.engines.forms.declarations import Field
from tongban.engines.forms.walk import Fixed, is_fixed

DRAWN = frozenset({
    "parts", "signature", "strokes", "cascade", "lookup", "table", "group", "geometry", "computed", "information",
})  # fmt: skip
SCRIPTS = {"signature": "strokes.js", "geometry": "geometry.js"}


@dataclass(frozen=True)
class OptionView:
    """One answer offered, and whether it is chosen."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class FieldView:
    """One field as the ui tags draw it. `source` and `as_of` are set when a register answered. `template` draws kinds
    of `parts` or `rows`, `script` may make it more convenient, `note` is a formula or what was found; a field that
    `grows` shows more when the page is saved.
    """

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
    widget: str = ""
    template: str = ""
    note: str = ""
    script: str = ""
    parts: tuple[FieldView, ...] = ()
    rows: tuple[tuple[FieldView, ...], ...] = ()
    grows: bool = False
    shape: str = ""


class Shower:
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

    def view(
        self,
        field: Field,
        value: Any,
        error: str,
        *,
        required: bool,
        name: str = "",
        id: str = "",  # noqa: A002
    ) -> FieldView:
        """A field bound to a value; a part of another is posted under a longer `name`."""
        name, fixed = name or field.name, is_fixed(field, self.prefilled)
        inner = inside(field, value, self.at) if not fixed else Inside()
        drawn = field.of.widget in DRAWN and not (fixed and field.of.asks)
        files = self.files(field, value)
        source, as_of, reference = self.origin(field)
        chosen = value if isinstance(value, list) else [value]
        offered = field.of.offers(field, self.at) if field.of.widget != "lookup" else ()
        whole = field.kind == "number" and field.places == 0
        return FieldView(
            id=id or name, name=name, kind=field.kind, label=str(field.label), hint=str(field.hint),
            help=str(field.help), value="" if value is None else inner.text or value,
            display=display(field, value, files, self.at), error=error,
            options=tuple(OptionView(one.value, str(one.label), one.value in chosen) for one in offered),
            files=files, source=source, as_of=as_of, reference=reference,
            readonly=fixed and field.of.asks, required=required,
            autocomplete=field.autocomplete or field.of.autocomplete,
            inputmode="numeric" if whole else field.of.inputmode,
            accept=",".join(f".{ending}" for ending in _endings(field)),
            multiple=field.of.many or (field.of.widget == "upload" and (field.max or 1) > 1),
            maxlength=field.length, widget=field.of.widget, note=inner.note or field.value,
            template=f"fields/{field.of.widget}.html" if drawn else "",
            script=SCRIPTS.get(field.of.widget, ""), grows=inner.grows, shape=field.shape,
            parts=self.parts(inner.parts, name, first=id or name),
            rows=tuple(self.parts(row, f"{name}-{place}") for place, row in enumerate(inner.rows)),
        )  # fmt: skip

    def parts(self, pairs: Sequence[tuple[Field, Any]], name: str, first: str = "") -> tuple[FieldView, ...]:
        """The parts of a field; the first may bear the field's own id: the error summary leads there."""
        return tuple(
            self.view(
                part, value, "", required=part.required is True, name=f"{name}-{part.name}", id="" if place else first
            )
            for place, (part, value) in enumerate(pairs)
        )


def _endings(field: Field) -> Iterable[str]:
    for kind in field.accept:
        yield from ("jpeg", "jpg") if kind in ("jpeg", "jpg") else (kind,)
