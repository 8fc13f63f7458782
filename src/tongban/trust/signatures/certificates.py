"""The node's certificate authority, suite `intl`: a root, an issuing key, and what they certify. All P-256."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tongban.trust.signatures.keys import write_secret

Key = ec.EllipticCurvePrivateKey
# One fixed first day: a node that takes over cases from before its own start can still date its acts truly.
FIRST_DAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
YEARS = {"root": 40, "issuing": 25, "leaf": 15}


def _last_day(kind: str) -> dt.datetime:
    return FIRST_DAY.replace(year=FIRST_DAY.year + YEARS[kind])


def name(organisation: str, common: str, unit: str = "") -> x509.Name:
    """A distinguished name; X.520 gives each part 64 characters."""
    parts = [(NameOID.COUNTRY_NAME, "CN"), (NameOID.ORGANIZATION_NAME, organisation)]
    parts += [(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)] if unit else []
    parts += [(NameOID.COMMON_NAME, common)]
    return x509.Name([x509.NameAttribute(oid, text[:64]) for oid, text in parts])


def _usage(*, sign: bool = False, commit: bool = False, certify: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign, content_commitment=commit, key_cert_sign=certify, crl_sign=certify,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _builder(subject: x509.Name, key: Key, issuer: x509.Name, last_day: dt.datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FIRST_DAY)
        .not_valid_after(last_day)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _signed(builder: x509.CertificateBuilder, issuer_key: Key) -> x509.Certificate:
    identity = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return builder.add_extension(identity, critical=False).sign(issuer_key, hashes.SHA256())


def new_key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def authority(subject: x509.Name, key: Key, issuer: x509.Name, issuer_key: Key, *, depth: int) -> x509.Certificate:
    """A certificate for an authority with `depth` more authorities below it."""
    builder = _builder(subject, key, issuer, _last_day("root" if depth else "issuing"))
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=depth), critical=True)
    return _signed(builder.add_extension(_usage(certify=True), critical=True), issuer_key)


def leaf(
    subject: x509.Name, key: Key, issuer: x509.Certificate, issuer_key: Key, *, stamps_time: bool = False
) -> x509.Certificate:
    """A certificate for a signing key; `stamps_time` makes it one for time stamps and nothing else (RFC 3161, 2.3)."""
    builder = _builder(subject, key, issuer.subject, _last_day("leaf"))
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(sign=True, commit=not stamps_time), critical=True)
    if stamps_time:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return _signed(builder, issuer_key)


def save(folder: Path, stem: str, key: Key, certificate: x509.Certificate) -> None:
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    write_secret(folder / f"{stem}.key", key.private_bytes(serialization.Encoding.PEM, *form))
    write_secret(folder / f"{stem}.crt", certificate.public_bytes(serialization.Encoding.PEM))


def read_key(folder: Path, stem: str) -> Key:
    key = serialization.load_pem_private_key((folder / f"{stem}.key").read_bytes(), None)
    if not isinstance(key, Key):
        raise TypeError(f"{folder / stem}.key: expected a P-256 key")
    return key


def read_certificate(folder: Path, stem: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / f"{stem}.crt").read_bytes())


def key_id(certificate: x509.Certificate) -> str:
    """The subject key identifier in hexadecimal: names a key in envelopes."""
    return certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest.hex()


def common_name(certificate: x509.Certificate) -> str:
    return next((str(one.value) for one in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)), "")
