"""What a certificate says: stored, encrypted where the holder is a person, and signed as a record."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tongban.kernel.declarations.api import Text
from tongban.services.certificates.models import Certificate
from tongban.services.certificates.rows import Row
from tongban.trust.privacy import api as privacy

FIELD = "certificates.content"


@dataclass(frozen=True)
class Content:
    """The holder's name and the printed rows. The salt keeps the signature's digest from telling what it covers."""

    holder: str
    rows: tuple[Row, ...]
    salt: str

    def table(self) -> dict[str, Any]:
        """As JSON and as part of the signed record."""
        return {"holder": self.holder, "rows": [_plain(row) for row in self.rows], "salt": self.salt}


def _plain(row: Row) -> dict[str, Any]:
    return {
        "name": row.name, "label": [row.label.zh, row.label.en], "value": [row.value.zh, row.value.en],
        "public": row.public,
    }  # fmt: skip


def new(holder: str, rows: Iterable[Row]) -> Content:
    return Content(holder, tuple(rows), secrets.token_hex(16))


def write(content: Content, *, holder_tag: str, personal: bool) -> str:
    """The text to store."""
    text = json.dumps(content.table(), ensure_ascii=False, separators=(",", ":"))
    return privacy.encrypt(holder_tag, text, field=FIELD) if personal else text


def read(row: Certificate) -> Content:
    """The content of a certificate; a person's needs an open access and is noted for that person.

    Raises privacy.OutsideAccess, and privacy.Erased when the person's key was deleted.
    """
    text = row.content
    if row.personal:
        privacy.read(subject_tag=row.holder_tag, resource="certificates", fields=["content"], record=row.number)
        text = privacy.decrypt(row.holder_tag, text, field=FIELD)
    found = json.loads(text)
    rows = tuple(Row(one["name"], Text(*one["label"]), Text(*one["value"]), one["public"]) for one in found["rows"])
    return Content(found["holder"], rows, found["salt"])


def record(row: Certificate, content: Content) -> dict[str, Any]:
    """The record that is signed: everything that the certificate attests, and the hash of its sealed file."""
    return {
        "type": "tongban certificate 1",
        "number": row.number,
        "document": row.document,
        "version": row.version,
        "case": row.case,
        "unit": row.unit,
        "holder_tag": row.holder_tag,
        "credit_code": row.credit_code,
        "issued": row.issued_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else "",
        "replaces": row.replaces.number if row.replaces else "",
        "file": row.file,
        **content.table(),
    }
