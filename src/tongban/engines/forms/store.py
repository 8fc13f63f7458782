"""The content-addressed file store under the node folder: files/ab/cd/<sha256>, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from tongban.engines.forms.models import File


class FileDamaged(OSError):  # noqa: N818 (it names what happened)
    """A stored file is missing or its content does not fit its name."""


def path_of(sha256: str) -> Path:
    root: Path = settings.CONFIG.folder / "files"
    return root / sha256[:2] / sha256[2:4] / sha256


def _lock(sha256: str, size: int) -> File:
    while True:
        row = File.objects.select_for_update().filter(pk=sha256).first()
        if row is not None:
            return row
        try:
            with transaction.atomic():
                return File.objects.create(sha256=sha256, size=size)
        except IntegrityError:
            continue  # another process was first; wait for its row


def put(data: bytes) -> File:
    """Stores the content once. Must run in a transaction, whose end releases the content's lock."""
    sha256 = hashlib.sha256(data).hexdigest()
    row = _lock(sha256, len(data))
    target = path_of(sha256)
    if not target.exists():
        _write(target, data)
    return row


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def get(sha256: str) -> bytes:
    """The content. Raises FileDamaged when it is missing or was altered."""
    try:
        data = path_of(sha256).read_bytes()
    except FileNotFoundError:
        raise FileDamaged(f"stored file {sha256} is missing; restore it from a backup") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileDamaged(f"stored file {sha256} was altered; restore it from a backup")
    return data


def sweep() -> int:
    """Removes contents that nothing refers to any more; returns how many."""
    removed = 0
    for sha256 in list(File.objects.filter(attachments=None).values_list("pk", flat=True)):
        with transaction.atomic():
            row = File.objects.select_for_update().filter(pk=sha256).first()
            if row is not None and not row.attachments.exists():
                # Under the row's lock: whoever adds the same content waits, finds no row and writes it anew.
                path_of(sha256).unlink(missing_ok=True)
                row.delete()
                removed += 1
    return removed
