"""Answers as a person reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tongban.engines.forms.api.attachments import Attachment, attachments
from tongban.engines.forms.declarations import Field
from tongban.engines.forms.values import is_empty


def files_of(fields: Iterable[tuple[Field, Any]]) -> dict[str, Attachment]:
    """The attachments of the fields' values by id: one query."""
    ids = [
        str(one) for field, value in fields if field.of.widget == "upload" and isinstance(value, list) for one in value
    ]
    return {found.id: found for found in attachments(ids=ids)} if ids else {}


def display(field: Field, value: Any, files: Sequence[Attachment], at: dt.datetime) -> str:
    """A value as a person reads it."""
    if is_empty(value):
        return ""
    if field.of.widget == "upload":
        return _(", ").join(file.name for file in files)
    return field.of.display(field, value, at)
