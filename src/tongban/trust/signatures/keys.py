"""Keys in the node folder: made once, readable by their owner only, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_secret(path: Path, data: bytes) -> None:
    """A new file of mode 0600, on disk before this returns. Raises FileExistsError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb", closefd=False) as file:
            file.write(data)
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def key_folder(node: Path, name: str, fill: Callable[[Path], None]) -> Path:
    """The folder of a set of keys, filled at first use.

    The set is made beside its place and moved there in one step, so of two processes that start at once the slower
    one finds the other's keys and drops its own.
    """
    folder = node / "keys" / name
    if folder.is_dir():
        return folder
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".making-", dir=node / "keys"))
    try:
        fill(draft)
        _sync(draft)
        draft.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _sync(folder.parent)
    return folder
