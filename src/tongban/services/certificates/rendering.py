"""Typesets a document: values go in as JSON beside the template, never into its text."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.kernel.web import api as web
from tongban.services.certificates.declarations import Document, Template
from tongban.services.certificates.errors import CannotRender
from tongban.services.certificates.rows import Row
from tongban.services.certificates.values import spoken, term_of

LAYOUTS = Path(__file__).with_name("typst")
_ABSENT = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
SPECIMEN = "样本 SPECIMEN"
DEMO = Text("演示系统签发，不具法律效力", "Issued by a demonstration system; of no legal force")
# Where the seal is laid, over the end of the issuer's name: left, bottom, right, top in points; it is 119 wide.
SEAL_BOX = {"licence": (600, 51, 719, 170), "letter": (396, 137, 515, 256)}


@dataclass(frozen=True)
class Sheet:
    """Everything that a template may print. `term`: whether the days of validity are printed as a row."""

    title: Text
    number: str
    code: str
    holder: str
    issuer: Text
    issued: dt.date
    rows: tuple[Row, ...]
    valid_from: dt.date
    valid_to: dt.date | None
    term: bool = True
    mark: str | None = None


@cache
def _layouts() -> dict[str, bytes]:
    return {f"tongban/{path.name}": path.read_bytes() for path in sorted(LAYOUTS.glob("*.typ"))}


def address(number: str, code: str = "") -> str:
    """Where anybody can verify the certificate; the portal's address of the same name."""
    return f"{settings.CONFIG.site_url}/verify/{number}" + (f"?code={code}" if code else "")


def grouped(code: str) -> str:
    """A verification code as people read it: 7KQ2-M9XR."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def _data(sheet: Sheet) -> dict[str, Any]:
    def plain(row: Row) -> dict[str, Any]:
        return {"name": row.name, "label": asdict(row.label), "value": asdict(row.value)}

    validity = (
        [Row("validity", Text("有效期", "Valid"), term_of(sheet.valid_from, sheet.valid_to))] if sheet.term else []
    )
    return {
        "title": asdict(sheet.title),
        "number": sheet.number,
        "code": grouped(sheet.code),
        "verify_url": address(sheet.number, sheet.code),
        "verify_page": f"{settings.CONFIG.site_url}/verify",
        "holder": {"name": sheet.holder},
        "issuer": asdict(sheet.issuer),
        "issued": asdict(spoken(sheet.issued)),
        "fields": [plain(row) for row in (*sheet.rows, *validity)],
        "values": {row.name: asdict(row.value) for row in sheet.rows},
        "mark": sheet.mark,
        "note": asdict(DEMO) if settings.CONFIG.demo else None,
    }


def render(*, template: Template, sheet: Sheet, at: dt.datetime) -> bytes:
    """Sets a document as PDF/A-2a, unsealed. Raises CannotRender with the compiler's words."""
    data = _data(sheet)
    files = {
        **_layouts(),
        "main.typ": template.body.encode(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
        "qr.svg": web.qr(data["verify_url"]),
    }
    try:
        return web.typeset(files=files, at=at, standard="a-2a")
    except RuntimeError as error:  # typst.TypstError
        why = f"{getattr(error, 'message', error)}\n{getattr(error, 'diagnostic', '')}".strip()
        absent = _ABSENT.search(why)
        if absent is not None:
            text = _("No font has “%(text)s”. The operator can put one that does into the folder “fonts” of the node.")
            raise CannotRender(text % {"text": absent[1]}) from None
        raise CannotRender(_("The document cannot be printed: %(why)s") % {"why": why}) from None


def prints_term(document: Document, valid_to: dt.date | None) -> bool:
    """Whether the days of validity are a row: a licence says so even when it has no end."""
    return valid_to is not None or document.layout == "licence"


def specimen(document: Document) -> Sheet:
    """A sheet of sample values, marked as such."""
    day = dt.date(2026, 1, 1)
    rows = tuple(Row(one.name, one.label, Text("……", "…")) for one in document.fields)
    last = document.term.last_day(day) if document.term else None
    issuer = Text("（发证机关）", "(issuing authority)")
    number = f"{document.prefix}0000000000000000X"
    return Sheet(
        document.title, number, "00000000", "……", issuer, day, rows, day, last, prints_term(document, last), SPECIMEN
    )
