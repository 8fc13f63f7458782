"""Answers as a person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tongban.engines.forms.api.attachments import Attachment, attachments
from tongban.engines.forms.declarations import Field
from tongban.engines.forms.options import options
from tongban.engines.forms.values import is_empty, typed
from tongban.kernel.money.api import Money

AUTOCOMPLETE = {"phone": "tel", "email": "email", "address": "street-address"}
INPUTMODE = {"phone": "tel", "email": "email", "money": "decimal", "number": "decimal"}


def files_of(fields: Iterable[tuple[Field, Any]]) -> dict[str, Attachment]:
    """The attachments of the fields' values by id: one query."""
    ids = [str(one) for field, value in fields if field.kind == "upload" and value for one in value]
    return {found.id: found for found in attachments(ids=ids)} if ids else {}


def display(field: Field, value: Any, files: Sequence[Attachment], at: dt.datetime) -> str:
    """A value as a person reads it."""
    if is_empty(value):
        return ""
    if field.kind == "upload":
        return _(", ").join(file.name for file in files)
    if field.kind in ("choice", "choices"):
        chosen = value if isinstance(value, list) else [value]
        labels = {option.value: str(option.label) for option in options(field, at)}
        return _(", ").join(labels.get(item, str(item)) for item in chosen)
    known = typed(field, value)
    return str(value) if known is None else SHOWN.get(field.kind, str)(known)


SHOWN: dict[str, Callable[[Any], str]] = {
    "yesno": lambda known: _("Yes") if known else _("No"),
    "statement": lambda known: _("Yes") if known else _("No"),
    "date": lambda known: date_format(known, _("j F Y"), use_l10n=False),
    "money": lambda known: str(Money(known)),
    "number": lambda known: f"{known:,f}",
}
