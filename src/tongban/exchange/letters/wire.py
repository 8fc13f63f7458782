"""How nodes write to one another: signed records as JSON, version 1.

A letter is `{"letter": {kind, id, from, to, name, correlation, at, data}, "signature": {…}}`; all values are texts, and
`data` is the JSON text of a table. The receipt is `{"receipt": {kind, id, from, to, digest, at}, "signature": {…}}`.
Signatures are record signatures of the sender's node (see trust/signatures) over the canonical form of the record.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings

from tongban.exchange.letters.errors import LetterRefused
from tongban.kernel.web.api import BadInput, decode_json
from tongban.trust.signatures import api as signatures

LETTER, RECEIPT = "tongban letter 1", "tongban receipt 1"
MOST_BYTES, MOST_DATA = 400_000, 200_000
CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_LONGEST = {"name": 120, "correlation": 200, "data": MOST_DATA}
_FIELDS = {
    LETTER: ("kind", "id", "from", "to", "name", "correlation", "at", "data"),
    RECEIPT: ("kind", "id", "from", "to", "digest", "at"),
}


def own_code() -> str:
    """The code under which partners know this node."""
    return str(settings.CONFIG.node_code)


def digest(record: Mapping[str, str]) -> str:
    return hashlib.sha256(signatures.canonical(record)).hexdigest()


def signed(name: str, record: Mapping[str, str], *, at: dt.datetime) -> bytes:
    """A record with this node's signature, as it travels."""
    envelope = signatures.sign_record(record=record, at=at).envelope()
    return json.dumps({name: record, "signature": envelope}, ensure_ascii=False).encode()


def opened(name: str, kind: str, body: bytes) -> tuple[dict[str, str], signatures.RecordSignature]:
    """The record of a body and its signature, which nobody has judged yet. Raises LetterRefused."""
    if len(body) > MOST_BYTES:
        raise LetterRefused("large", str(MOST_BYTES))
    try:
        found = decode_json(body, max_bytes=MOST_BYTES, max_depth=4)
    except BadInput as error:
        raise LetterRefused("malformed", str(error)) from None
    record = found.get(name) if isinstance(found, dict) else None
    if not isinstance(record, dict) or set(record) != set(_FIELDS[kind]) or record["kind"] != kind:
        raise LetterRefused("malformed", f"{name} has exactly the fields {', '.join(_FIELDS[kind])}")
    _check(record)
    try:
        envelope = found.get("signature")
        return record, signatures.RecordSignature.from_envelope(envelope if isinstance(envelope, dict) else {})
    except ValueError:
        raise LetterRefused("malformed", "signature") from None


def _check(record: Mapping[str, Any]) -> None:
    """Every value is a text that a database takes, of the form that its name asks for. Raises LetterRefused."""
    for name, text in record.items():
        if not isinstance(text, str) or len(text) > _LONGEST.get(name, 100) or not _storable(text):
            raise LetterRefused("malformed", name)
    if not _ID.fullmatch(record["id"]) or not all(CODE.fullmatch(record[name]) for name in ("from", "to")):
        raise LetterRefused("malformed", "id, from, to")
    moment(record["at"])
    if "data" in record:
        if not record["name"] or not record["name"].isprintable():
            raise LetterRefused("malformed", "name")
        data_of(record["data"])


def _storable(text: str) -> bool:
    try:
        return "\0" not in text and bool(text.encode() or True)
    except UnicodeEncodeError:
        return False


def moment(text: str) -> dt.datetime:
    """An aware time, in UTC. Raises LetterRefused."""
    try:
        found = dt.datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        pass
    raise LetterRefused("malformed", "at")


def data_of(text: str) -> dict[str, Any]:
    """The table that a letter carries. Raises LetterRefused."""
    try:
        found = decode_json(text.encode(), max_bytes=4 * MOST_DATA)
    except BadInput as error:
        raise LetterRefused("malformed", f"data: {error}") from None
    if not isinstance(found, dict) or not _plain(found):
        raise LetterRefused("malformed", "data")
    return found


def _plain(value: Any) -> bool:
    """Whether every text in it can be stored; escapes may hide what the JSON text itself does not hold."""
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, dict):
        return all(_storable(key) and _plain(item) for key, item in value.items())
    return all(_plain(item) for item in value) if isinstance(value, list) else True


def proved(record: Mapping[str, str], signature: signatures.RecordSignature, pinned: Collection[str]) -> bool:
    """Whether the holder of one of these certificates signed exactly this record."""
    if not pinned:
        return False
    return signatures.verify_record(record=record, signature=signature, pinned=pinned).status == "valid"
