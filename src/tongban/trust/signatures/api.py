"""The front door of signatures: record signatures, PDF seals, notes, and their verification.

The legal evidence of an act is the signature over its canonical record (Electronic Signature Law 13, 14); a sealed
PDF is its rendering. Every envelope names its suite; a deployment uses one suite.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from tongban.trust.audit.api import CanonicalError, NoteKey, canonical
from tongban.trust.signatures import checker as _checker
from tongban.trust.signatures import keyring as _keyring
from tongban.trust.signatures import keys as _keys
from tongban.trust.signatures import records as _records
from tongban.trust.signatures.errors import CannotSeal
from tongban.trust.signatures.keyring import UnknownSuite
from tongban.trust.signatures.keys import write_secret
from tongban.trust.signatures.records import RecordSignature
from tongban.trust.signatures.verdicts import Verdict

PdfVerdict = Verdict

__all__ = [
    "CannotSeal",
    "CanonicalError",
    "NoteKey",
    "PdfVerdict",
    "RecordSignature",
    "UnknownSuite",
    "Verdict",
    "canonical",
    "ensure_keys",
    "fingerprint",
    "key_folder",
    "note_key",
    "seal_pdf",
    "sign_note",
    "sign_record",
    "verify_pdf",
    "verify_record",
    "write_secret",
]  # fmt: skip


def ensure_keys() -> None:
    """Makes the node's keys where they are missing: authority, record, time-stamp and note keys. Idempotent.

    They stand in `keys` of the node folder, mode 0600; of two processes that start at once both use the same keys.
    Raises UnknownSuite, OSError.
    """
    _keyring.node_signer()
    _keyring.note_key()


def key_folder(name: str, fill: Callable[[Path], None], *, node: Path | None = None) -> Path:
    """The folder of a set of secrets of another block, filled at first use by exactly one process.

    `fill` writes the files with `write_secret(path, data)`. Raises OSError.
    """
    return _keys.key_folder(node or settings.CONFIG.folder, name, fill)


def sign_record(*, record: Mapping[str, Any], at: dt.datetime) -> RecordSignature:
    """Signs a record with the node's key. Raises CanonicalError for a value without canonical form.

    A record is a table of text, whole numbers, true, false, null, lists and tables (RFC 8785 subset).
    """
    return _records.sign_record(record=record, at=at)


def verify_record(*, record: Mapping[str, Any], signature: RecordSignature, pinned: Collection[str] = ()) -> Verdict:
    """Whether this node signed exactly this record; with `pinned`, whether the holder of a certificate of one of these
    fingerprints did. Never raises for a bad record, signature or certificate.
    """
    return _records.verify_record(record=record, signature=signature, pinned=pinned)


def fingerprint() -> str:
    """By what other nodes know this one: SHA-256 of the certificate of its record signatures, in hexadecimal."""
    return _records.fingerprint(_keyring.node_signer().certificate)


def seal_pdf(
    *,
    pdf: bytes,
    at: dt.datetime,
    reason: str,
    location: str,
    seal: str,
    stamp_text: str = "",
    owner: str = "",
    box: tuple[int, int, int, int] | None = None,
) -> bytes:
    """Seals a PDF: PAdES B-T, certified so that nothing may be changed, time-stamped at `at`.

    `seal` names the key, made at first use for its `owner` (the publisher of the node unless named). `stamp_text`, if
    any, is drawn as a round vermilion seal on the last page: its first line round the rim, its second below the star;
    `box` is its place in points (left, bottom, right, top), the lower right corner by default.
    Raises CannotSeal for bytes that are no PDF, damaged, encrypted or certified already; ValueError for a bad `seal`.
    """
    from tongban.trust.signatures import sealing  # noqa: PLC0415 (pyHanko takes 0.4 s to load)

    return sealing.seal(
        pdf, signer=_keyring.seal_signer(seal, owner), time_stamper=_keyring.time_stamper(), at=at, reason=reason,
        location=location, stamp_text=stamp_text, box=box,
    )  # fmt: skip


def verify_pdf(*, pdf: bytes, at: dt.datetime | None = None, limit: float = _checker.LIMIT) -> PdfVerdict:
    """Whether a seal of this node is on the PDF and nothing was changed since. Never raises.

    Judged over all signatures and the whole file, in a worker process that is stopped after `limit` seconds.
    Certificates are judged as of `at`, or of now.
    """
    return _checker.check(pdf, at=at, most_bytes=settings.CONFIG.upload_mb * 1_000_000, limit=limit)


def note_key() -> NoteKey:
    """The Ed25519 key that signs checkpoints (C2SP signed-note)."""
    return _keyring.note_key()


def sign_note(text: str) -> str:
    """The signature line for a note; the text ends with a line break."""
    return _keyring.note_key().sign(text)
