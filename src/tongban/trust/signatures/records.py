"""Signatures over records: the legal evidence of an act. Suite `intl`: ECDSA on P-256 over canonical JSON."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from tongban.trust.audit.api import CanonicalError, canonical
from tongban.trust.signatures import certificates as ca
from tongban.trust.signatures import keyring
from tongban.trust.signatures.verdicts import Verdict, verdict

_PURPOSE = b"tongban record signature, version 1\n"  # no signature made for anything else can pass as one of these
_ECDSA = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True)
class RecordSignature:
    """A detached signature. `digest` is SHA-256 of the canonical record in hexadecimal, `at` when it was signed."""

    suite: str
    key_id: str
    digest: str
    signature_b64: str
    certificate_pem: str
    at: dt.datetime

    def envelope(self) -> dict[str, str]:
        """The signature as a table of texts, to be stored as JSON."""
        return {**self.__dict__, "at": self.at.isoformat()}

    @classmethod
    def from_envelope(cls, envelope: Mapping[str, str]) -> RecordSignature:
        """Reads `envelope()`. Raises ValueError."""
        try:
            values = {name: str(envelope[name]) for name in cls.__dataclass_fields__ if name != "at"}
            return cls(**values, at=dt.datetime.fromisoformat(envelope["at"]))
        except (LookupError, TypeError) as error:
            raise ValueError(f"not the envelope of a record signature: {error}") from None


def _statement(suite: str, digest: str, at: dt.datetime) -> bytes:
    values = {"suite": suite, "digest": digest, "at": at.astimezone(dt.UTC).isoformat()}
    return _PURPOSE + canonical(values)


def sign_record(*, record: Mapping[str, Any], at: dt.datetime) -> RecordSignature:
    signer = keyring.node_signer()
    digest = hashlib.sha256(canonical(record)).hexdigest()
    return RecordSignature(
        suite=keyring.SUITE,
        key_id=ca.key_id(signer.certificate),
        digest=digest,
        signature_b64=base64.b64encode(signer.key.sign(_statement(keyring.SUITE, digest, at), _ECDSA)).decode(),
        certificate_pem=signer.certificate.public_bytes(Encoding.PEM).decode(),
        at=at,
    )


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate in hexadecimal: what partners tell one another to know it by."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def verify_record(*, record: Mapping[str, Any], signature: RecordSignature, pinned: Collection[str] = ()) -> Verdict:
    try:
        code, certificate = _judge(record, signature, pinned)
    except (CanonicalError, x509.ExtensionNotFound, ValueError, TypeError, binascii.Error):
        return verdict("unreadable", at=signature.at)
    return verdict(code, signer=ca.common_name(certificate), at=signature.at)


def _judge(
    record: Mapping[str, Any], signature: RecordSignature, pinned: Collection[str]
) -> tuple[str, x509.Certificate]:
    certificate = x509.load_pem_x509_certificate(signature.certificate_pem.encode())
    if pinned and fingerprint(certificate) not in pinned:
        return "unknown_signer", certificate  # before anything else is read of a certificate that anybody may have made
    key = certificate.public_key()
    if signature.suite != keyring.SUITE or not isinstance(key, ec.EllipticCurvePublicKey):
        return "other_suite", certificate
    if not (pinned or _ours(certificate)) or ca.key_id(certificate) != signature.key_id:
        return "unknown_signer", certificate
    if not certificate.not_valid_before_utc <= signature.at <= certificate.not_valid_after_utc:
        return "out_of_term", certificate
    statement = _statement(signature.suite, signature.digest, signature.at)
    try:
        key.verify(base64.b64decode(signature.signature_b64, validate=True), statement, _ECDSA)
    except InvalidSignature:
        return "changed", certificate
    same = hashlib.sha256(canonical(record)).hexdigest() == signature.digest
    return "intact" if same else "changed", certificate


def _ours(certificate: x509.Certificate) -> bool:
    """Issued by this node's authority for signing commitments (which a time-stamp certificate is not)."""
    issuing, root = keyring.chain()
    try:
        certificate.verify_directly_issued_by(issuing)
        issuing.verify_directly_issued_by(root)
    except (InvalidSignature, ValueError, TypeError):
        return False
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    return usage.content_commitment and not usage.key_cert_sign
