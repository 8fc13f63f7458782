"""The sealed files, by content: files/certificates/ab/<sha256> in the node folder, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings


class FileDamaged(OSError):  # noqa: N818 (it names what happened)
    """A stored file is missing or its content does not fit its name."""


def _path(sha256: str) -> Path:
    root: Path = settings.CONFIG.folder
    return root / "files" / "certificates" / sha256[:2] / sha256


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(data: bytes) -> str:
    """Stores the content and returns its SHA-256. It is on disk before a row can name it; an orphan does no harm."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = _path(sha256)
    if not target.exists():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = target.with_name(f".{sha256}.{os.getpid()}")
        part.touch(mode=0o600)
        part.write_bytes(data)
        _sync(part, os.O_RDWR)
        part.replace(target)
        _sync(target.parent, os.O_RDONLY)
    return sha256


def get(sha256: str) -> bytes:
    """The content. Raises FileDamaged when it is missing or was altered."""
    try:
        data = _path(sha256).read_bytes()
    except FileNotFoundError:
        raise FileDamaged(f"certificate file {sha256} is missing; restore it from a backup") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileDamaged(f"certificate file {sha256} was altered; restore it from a backup")
    return data
