"""Field encryption: AES-256-GCM under a data key for each subject, wrapped by the node's master key."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import IntegrityError, transaction

from tongban.trust.audit import api as audit
from tongban.trust.privacy import keys
from tongban.trust.privacy.models import SubjectKey

SUITE = "intl"
SHORTEST = 12 + 16  # nonce and authentication tag


class CannotDecrypt(ValueError):  # noqa: N818 (a refusal)
    """The text is not an envelope of this subject, was changed, or its key is another node's."""


class Erased(CannotDecrypt):
    """The subject's key was deleted: the text can never be read again."""


def tag(kind: str, identifier: str) -> str:
    text = f"{kind}\0{identifier.strip().upper()}"
    return hmac.new(keys.tag_key(), text.encode(), hashlib.sha256).hexdigest()[:32]


def _wrapped(subject_tag: str) -> bytes:
    nonce = keys.nonce()
    key = AESGCM.generate_key(256)
    return nonce + AESGCM(keys.master_key()).encrypt(nonce, key, f"{SUITE}\0{subject_tag}".encode())


def _row(subject_tag: str) -> SubjectKey | None:
    return SubjectKey.objects.filter(subject_tag=subject_tag).first()


def _made(subject_tag: str) -> SubjectKey:
    try:
        with transaction.atomic():
            return SubjectKey.objects.create(subject_tag=subject_tag, suite=SUITE, wrapped=_wrapped(subject_tag))
    except IntegrityError:  # another process was first
        return SubjectKey.objects.get(subject_tag=subject_tag)


def _cipher(row: SubjectKey) -> AESGCM:
    wrapped = bytes(row.wrapped)
    label = f"{row.suite}\0{row.subject_tag}".encode()
    try:
        return AESGCM(AESGCM(keys.master_key()).decrypt(wrapped[:12], wrapped[12:], label))
    except InvalidTag:
        raise CannotDecrypt("the subject's data key was not wrapped by this node's master key") from None


def encrypt(subject_tag: str, plaintext: str, field: str) -> str:
    row = _row(subject_tag) or _made(subject_tag)
    nonce = keys.nonce()
    sealed = _cipher(row).encrypt(nonce, plaintext.encode(), f"{SUITE}\0{subject_tag}\0{field}".encode())
    return f"{SUITE}.1.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(subject_tag: str, envelope: str, field: str) -> str:
    suite, _, rest = envelope.partition(".1.")
    try:
        data = base64.b64decode(rest, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if suite != SUITE or len(data) < SHORTEST:
        raise CannotDecrypt(f"not an envelope of suite {SUITE!r}")
    row = _row(subject_tag)
    if row is None:
        raise Erased("the subject's data key was erased")
    try:
        plain = _cipher(row).decrypt(data[:12], data[12:], f"{suite}\0{subject_tag}\0{field}".encode())
    except InvalidTag:
        raise CannotDecrypt("the text was changed, or belongs to another subject or field") from None
    return plain.decode()


def erase(subject_tag: str, *, legal_basis: str, by: audit.Actor | str, at: dt.datetime) -> bool:
    with transaction.atomic():
        done, _ = SubjectKey.objects.filter(subject_tag=subject_tag).delete()
        audit.record(
            at=at,
            by=by,
            action="privacy.erase",
            object="data-key",
            result="ok" if done else "absent",
            detail={"legal_basis": legal_basis},
        )
    return bool(done)
