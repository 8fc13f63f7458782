"""The gallery of field kinds for designers of forms: every kind live, with its declaration, messages and schema."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tongban.engines.forms import api as forms
from tongban.kernel.web.api import inert
from tongban.trust.authority.api import OFFICIAL, access

PAGE = "example"


@dataclass(frozen=True)
class Tried:
    """An answer of the gallery as it is written, and what becomes of it: how it is shown, or the message."""

    written: str
    shown: str = ""
    message: str = ""


@access(OFFICIAL, methods=("GET",))
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind with what it is for; `q` looks in names and titles."""
    asked = request.GET.get("q", "")[:100].casefold().split()
    rows = [kind for kind in forms.kinds() if all(word in _words(kind) for word in asked)]
    return render(request, "desk/fields/kinds.html", {"rows": rows, "asked": " ".join(asked)})


def _words(kind: forms.Kind) -> str:
    return f"{kind.name} {kind.title.zh} {kind.title.en} {kind.note.zh} {kind.note.en}".casefold()


@access(OFFICIAL, methods=("GET", "POST"))
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind live: what is posted is judged as in a form, shown, and not kept."""
    found = _found(kind)
    form, at = forms.sample_form(found), timezone.now()
    values: dict[str, Any] = {}
    errors: tuple[forms.FieldError, ...] = ()
    if request.method == "POST":
        result = forms.validate_page(form=form, page=PAGE, posted=request.POST, values={}, at=at)
        values = dict(result.values)
        errors = () if request.POST.get("stay") else result.errors
    view = forms.page_view(form=form, page=PAGE, values=values, errors=errors, at=at)
    schema = forms.json_schema(form, at=at)["properties"].get(kind, {})
    facts = {
        "kind": found,
        "fields": view.fields,
        "errors": errors,
        "judged": request.method == "POST" and not errors and values,
        "shown": forms.answers(form, values, at=at),
        "declaration": forms.declaration(found),
        "tried": [_tried(form.fields()[0], raw) for raw in (*found.right, *found.wrong)],
        "schema": json.dumps(schema, ensure_ascii=False, indent=2),
    }
    return render(request, "desk/fields/kind.html", facts, status=422 if errors else 200)


@access(OFFICIAL, methods=("GET",))
def paper(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001 (an address of the gallery)
    """The kind on paper, to be filled in by hand, as PDF."""
    found = _found(kind)
    return inert(forms.on_paper(forms.sample_form(found), at=timezone.now()), "application/pdf", f"{kind}.pdf")


def _found(name: str) -> forms.Kind:
    found = next((one for one in forms.kinds() if one.name == name), None)
    if found is None:
        raise Http404(name)
    return found


def _tried(field: forms.Field, raw: Any) -> Tried:
    at = timezone.now()
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
    text = text if len(text) < 80 else f"{text[:60]}… ({len(text)})"  # noqa: PLR2004 (what fits a cell)
    try:
        return Tried(text, shown=field.of.display(field, field.of.read(field, raw, at), at))
    except ValueError as error:
        return Tried(text, message=str(error))
