"""The node's privacy keys: one for tags, one that wraps data keys. Made once, cached by node folder."""

from __future__ import annotations

import functools
import os
import secrets
from pathlib import Path

from django.conf import settings

from tongban.trust.signatures import api as signatures


def _fill(folder: Path) -> None:
    for name in ("tag", "master"):
        signatures.write_secret(folder / f"{name}.key", secrets.token_bytes(32))


@functools.lru_cache(maxsize=16)
def _read(node: Path, name: str) -> bytes:
    return (signatures.key_folder("privacy", _fill, node=node) / f"{name}.key").read_bytes()


def tag_key() -> bytes:
    return _read(settings.CONFIG.folder, "tag")


def master_key() -> bytes:
    return _read(settings.CONFIG.folder, "master")


def nonce() -> bytes:
    return os.urandom(12)
