"""A form on paper (PDF through Typst): blank, to be filled in by hand, or with its answers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.engines.forms.api.showing import display, files_of
from tongban.engines.forms.declarations import Field, Form
from tongban.engines.forms.values import is_empty
from tongban.engines.forms.walk import Fixed, Values, Walk
from tongban.kernel.web import api as web

TEMPLATE = Path(__file__).with_name("paper.typ")


def on_paper(
    form: Form, *, at: dt.datetime, values: Values | None = None, prefilled: Fixed | None = None, foot: str = ""
) -> bytes:
    """The whole form with all its questions when blank; with `values` the questions that these answers lead to. In the
    language of the request. The same form, answers and moment give the same bytes.
    """
    data = sheet(form, at=at, values=values, prefilled=prefilled) | {"foot": foot}
    files = {"main.typ": TEMPLATE.read_bytes(), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    return web.typeset(files=files, at=at)


def sheet(form: Form, *, at: dt.datetime, values: Values | None, prefilled: Fixed | None) -> dict[str, Any]:
    """What stands on the paper, as data."""
    if values is None:
        pairs = [(page, [(field, None) for field in page.fields]) for page in form.pages]
    else:
        walk = Walk(form, values, prefilled)
        pairs = [(page, [(field, walk.value(field)) for field in fields]) for page, fields in walk.through()]
    files = files_of(pair for _page, fields in pairs for pair in fields)
    return {
        "title": str(form.title),
        "language": (get_language() or "zh")[:2],
        "pages": [
            {"title": str(page.title), "fields": [_line(field, value, files, at) for field, value in fields]}
            for page, fields in pairs
        ],
    }


def _line(field: Field, value: Any, files: Mapping[str, Any], at: dt.datetime) -> dict[str, Any]:
    chosen = [str(one) for one in value] if isinstance(value, list) else [_tick(value)]
    held = [files[one] for one in chosen if one in files]
    offered = [(one.value, str(one.label)) for one in field.of.offers(field, at)]
    if field.of.paper == "ticks" and not offered:
        offered = [("yes", _("Yes")), ("no", _("No"))][: 1 if field.kind == "statement" else 2]
    widget = field.of.widget
    hint = str(field.help if widget == "information" else field.hint)
    if widget == "upload":
        hint = " ".join(part for part in (hint, _("Attach to this form.")) if part)
    return {
        "label": str(field.label),
        "hint": hint,
        "paper": field.of.paper,
        "shown": "" if is_empty(value) else display(field, value, held, at),
        "columns": [str(column.label) for column in field.columns],
        "options": [{"label": label, "on": key in chosen} for key, label in offered],
    }


def _tick(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
