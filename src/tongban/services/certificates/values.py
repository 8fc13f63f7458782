"""Values in words: what a certificate says, in both languages."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as dated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tongban.kernel.declarations.api import Text
from tongban.kernel.money.api import Money
from tongban.services.certificates.declarations import Document, DocumentField
from tongban.services.certificates.errors import Incomplete
from tongban.services.certificates.rows import Row

LONGEST = 4_000


def day_of(at: dt.datetime) -> dt.date:
    """The legal day of a moment: in the node's zone."""
    return timezone.localtime(at, timezone.get_default_timezone()).date()


def printable(text: str) -> str:
    """A text without the marks that nobody sees but that turn or hide what is printed."""
    return "".join(one for one in text if one == "\n" or unicodedata.category(one) not in ("Cc", "Cf", "Cs"))


def spoken(value: Any) -> Text:
    """A value in both languages. Raises TypeError for one that has no words."""
    if isinstance(value, Text):
        return value
    if isinstance(value, dt.datetime):
        value = day_of(value)
    if isinstance(value, dt.date):
        with override("en"):
            return Text(f"{value.year}年{value.month}月{value.day}日", dated(value, "j F Y"))
    if isinstance(value, bool):
        return Text("是", "Yes") if value else Text("否", "No")
    if isinstance(value, str | int | Decimal | Money):
        return Text(printable(format(value, "f") if isinstance(value, Decimal) else str(value)))
    if isinstance(value, list | tuple):
        return _joined([spoken(one) for one in value])
    if isinstance(value, Mapping) and {"zh"} <= set(value) <= {"zh", "en"}:
        return Text(printable(str(value["zh"])), printable(str(value.get("en", ""))))
    raise TypeError(type(value).__name__)


def _joined(parts: list[Text]) -> Text:
    english = "; ".join(one.en or one.zh for one in parts) if any(one.en for one in parts) else ""
    return Text("；".join(one.zh for one in parts), english)


def term_of(first: dt.date, last: dt.date | None) -> Text:
    """A term in words."""
    if last is None:
        return Text("长期", "No fixed term")
    since, until = spoken(first), spoken(last)
    return Text(f"{since.zh}至{until.zh}", f"{since.en} to {until.en}")


def rows_of(document: Document, data: Mapping[str, Any]) -> tuple[Row, ...]:
    """The document's rows from the data, by the paths that its fields name; other data is left out.

    Raises Incomplete when a required value is missing or has no words.
    """
    return tuple(_row(one, _find(one.name, data)) for one in document.fields)


def _find(path: str, data: Mapping[str, Any]) -> Any:
    if path in data:
        return data[path]
    found: Any = data
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _row(field: DocumentField, value: Any) -> Row:
    parts = {"label": field.label, "name": field.name}
    if value is None or (isinstance(value, str | list | tuple | Mapping) and not value):
        if field.required:
            raise Incomplete(_("The certificate needs a value for “%(label)s” (%(name)s).") % parts)
        return Row(field.name, field.label, Text("—"), field.public)
    try:
        words = spoken(_coded(field, value))
    except TypeError as error:
        parts["kind"] = str(error)
        raise Incomplete(_("The value for “%(label)s” (%(name)s) has no words: %(kind)s.") % parts) from None
    if len(words.zh) > LONGEST:
        raise Incomplete(_("The value for “%(label)s” (%(name)s) is too long for a certificate.") % parts)
    return Row(field.name, field.label, words, field.public)


def _coded(field: DocumentField, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_coded(field, one) for one in value]
    return field.words.get(value, value) if isinstance(value, str) else value
