"""The node's own keys: authority, record signatures, time stamps, notes, and a key for each seal."""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from django.conf import settings

from tongban.trust.audit.api import NoteKey
from tongban.trust.signatures import certificates as ca
from tongban.trust.signatures.keys import key_folder, write_secret

SUITE = "intl"
_SEAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class UnknownSuite(ValueError):  # noqa: N818 (a refusal)
    """The deployment's signature suite is not one that this version can make."""


@dataclass(frozen=True)
class Signer:
    """A key with its certificate and the authorities above it, the nearest first."""

    key: ca.Key
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]


def _fill_authority(folder: Path) -> None:
    owner = settings.CONFIG.publisher_zh
    root, issuing = ca.new_key(), ca.new_key()
    top, middle = ca.name(owner, "Tongban node root"), ca.name(owner, "Tongban issuing authority")
    root_certificate = ca.authority(top, root, top, root, depth=1)
    issuing_certificate = ca.authority(middle, issuing, top, root, depth=0)
    ca.save(folder, "root", root, root_certificate)
    ca.save(folder, "issuing", issuing, issuing_certificate)
    for stem, stamps_time in (("node", False), ("tsa", True)):
        key = ca.new_key()
        subject = ca.name(owner, owner if stem == "node" else f"{owner} TSA", stem)
        certificate = ca.leaf(subject, key, issuing_certificate, issuing, stamps_time=stamps_time)
        ca.save(folder, stem, key, certificate)


def _fill_note(folder: Path) -> None:
    key = NoteKey.generate("tongban")
    name = f"tongban/{settings.CONFIG.division}/{hashlib.sha256(key.public).hexdigest()[:8]}"
    write_secret(folder / "note.key", NoteKey(name, key.private).secret.encode())


@functools.lru_cache(maxsize=16)
def _authority(node: Path, suite: str) -> Path:
    if suite != SUITE:
        raise UnknownSuite(f"signature suite {suite!r} is not available: set suite = {SUITE!r}")
    return key_folder(node, "authority", _fill_authority)


def _home() -> Path:
    return _authority(settings.CONFIG.folder, settings.CONFIG.suite)


@functools.lru_cache(maxsize=16)
def _chain(home: Path) -> tuple[x509.Certificate, x509.Certificate]:
    return ca.read_certificate(home, "issuing"), ca.read_certificate(home, "root")


@functools.lru_cache(maxsize=64)
def _signer(folder: Path, stem: str, home: Path) -> Signer:
    return Signer(ca.read_key(folder, stem), ca.read_certificate(folder, stem), _chain(home))


def chain() -> tuple[x509.Certificate, x509.Certificate]:
    """The issuing authority and the root, which is the trust anchor."""
    return _chain(_home())


def node_signer() -> Signer:
    return _signer(_home(), "node", _home())


def time_stamper() -> Signer:
    return _signer(_home(), "tsa", _home())


def seal_signer(seal: str, owner: str) -> Signer:
    """The key of a seal; an owner with a new name gets a new seal. Raises ValueError for an unfit identifier."""
    if not _SEAL.fullmatch(seal):
        raise ValueError(f"not a seal identifier: {seal[:80]!r} (letters, digits, dot, dash; at most 64)")
    owner = owner or settings.CONFIG.publisher_zh
    home = _home()

    def fill(folder: Path) -> None:
        key = ca.new_key()
        subject = ca.name(settings.CONFIG.publisher_zh, owner, f"seal {seal}"[:64])
        ca.save(folder, "seal", key, ca.leaf(subject, key, _chain(home)[0], ca.read_key(home, "issuing")))

    mark = hashlib.sha256(owner.encode()).hexdigest()[:8]
    return _signer(key_folder(home.parent.parent, f"seal-{seal}-{mark}", fill), "seal", home)


@functools.lru_cache(maxsize=16)
def _note(node: Path) -> NoteKey:
    return NoteKey.parse((key_folder(node, "note", _fill_note) / "note.key").read_text())


def note_key() -> NoteKey:
    return _note(settings.CONFIG.folder)
