"""Hardened reading of XML and JSON, and writing of CSV cells."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from lxml import etree

from tongban.kernel.xml import api as xml

MAX_JSON_BYTES = 1_000_000
MAX_JSON_DEPTH = 32
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_BRACKETS = re.compile(rb"[\[{\]}]")
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class BadInput(ValueError):  # noqa: N818 (it names what came in)
    """What came from outside cannot be taken. The message says why and what to do, in the language of the page."""

    def __init__(self, message: str | Promise, *, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def _too_large(max_bytes: int) -> BadInput:
    text = _("This is larger than %(size)s kB. Send less at once.") % {"size": f"{max_bytes // 1000:,}"}
    return BadInput(text, status=413)


def safe_xml(data: bytes, *, max_bytes: int, comments: bool = False) -> etree._Element:
    """Reads one XML document and returns its root.

    The size in bytes is judged first. A DOCTYPE is refused, entities are not expanded, nothing is fetched; nesting
    beyond 256 levels is refused. Comments and processing instructions are dropped unless `comments`.
    Raises BadInput with the line of the fault.
    """
    try:
        return xml.read(data, max_bytes=max_bytes, comments=comments)
    except xml.XmlError as error:
        if error.reason == "size":
            raise _too_large(max_bytes) from None
        if error.reason == "doctype":
            text = _("A document type declaration (DOCTYPE) is not accepted in XML. Remove it.")
            raise BadInput(text) from None
        raise BadInput(_("This is not well-formed XML: %(why)s") % {"why": error.detail}) from None


def _depth(data: bytes) -> int:
    depth = deepest = 0
    for mark in _BRACKETS.finditer(_STRING.sub(b"", data)):
        depth += 1 if mark[0] in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadInput(_("A key stands twice in the same JSON object."))
    return found


def _no_constant(name: str) -> Any:
    raise BadInput(_("%(name)s is not a JSON number.") % {"name": name})


def decode_json(data: bytes, *, max_bytes: int = MAX_JSON_BYTES, max_depth: int = MAX_JSON_DEPTH) -> Any:
    """Reads JSON; size in bytes and depth of nesting are judged before parsing. Fractions become Decimal.

    Raises BadInput for anything that is no JSON, a key that stands twice, NaN or Infinity.
    """
    if len(data) > max_bytes:
        raise _too_large(max_bytes)
    if _depth(data) > max_depth:
        raise BadInput(_("JSON nested deeper than %(depth)s levels is not accepted.") % {"depth": max_depth})
    try:
        return json.loads(
            data.decode("utf-8"), parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once
        )
    except UnicodeDecodeError:
        raise BadInput(_("JSON must be UTF-8 text.")) from None
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise BadInput(_("This is not JSON: line %(line)s, column %(column)s.") % place) from None
    except BadInput:
        raise
    except (ValueError, ArithmeticError, RecursionError):
        raise BadInput(_("A number in the JSON is too long.")) from None


def json_body(request: HttpRequest, max_bytes: int = MAX_JSON_BYTES, max_depth: int = MAX_JSON_DEPTH) -> Any:
    """The JSON of a request's body. Raises BadInput as `decode_json` does; a body that is too large is not read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit() or int(length) > max_bytes:
        raise _too_large(max_bytes)
    if request.content_type not in ("application/json", "application/problem+json"):
        raise BadInput(_("Send this request as application/json."), status=415)
    try:
        return decode_json(request.body, max_bytes=max_bytes, max_depth=max_depth)
    except RequestDataTooBig:
        raise _too_large(max_bytes) from None


def csv_cell(value: object) -> str:
    """The text of a CSV cell that no spreadsheet program takes for a formula. Numbers stay numbers."""
    text = "" if value is None else str(value)
    if isinstance(value, int | Decimal | float):
        return text
    return f"'{text}" if text.lstrip(" \u00a0\u3000\ufeff").startswith(_FORMULA) else text
