"""The front door of recovery: one archive holds database, files, keys and settings of a node.

The archive is a tar file that begins with `manifest.json`: the digest of every member, and size and root of the ledger
at the moment of the copy. Restoring checks each digest and proves the ledger again. Only the embedded database is
copied here; PostgreSQL has its own tools (see the how-to guide on backup). `unpack` makes the folder that Django's
settings read, so this module can be imported before Django is set up.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

MANIFEST = "manifest.json"
DATABASE = "tongban.sqlite3"
KEPT = ("tongban.toml", "keys", "files")


class RecoveryError(Exception):
    """The backup cannot be made or trusted; the message says why and what to do."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. `digests` maps member to SHA-256, `bytes` is the size of all members."""

    made: str
    ledger_size: int
    ledger_root: str
    digests: dict[str, str]
    bytes: int


def backup(*, target: Path, at: dt.datetime) -> Manifest:
    """Writes the archive while the node runs. Raises RecoveryError when it cannot or the file exists."""
    if connection.vendor != "sqlite":
        raise RecoveryError("this node runs on PostgreSQL: use pgBackRest, see docs/how-to/backup.md")
    if target.exists():
        raise RecoveryError(f"{target} exists; a backup never overwrites")
    if not target.resolve().parent.is_dir():
        raise RecoveryError(f"there is no folder {target.resolve().parent}")
    folder: Path = settings.CONFIG.folder
    if not (folder / DATABASE).is_file():
        raise RecoveryError(f"{folder} holds no node: run tongban init, or name the folder with --node")
    from tongban.trust.audit import api as audit  # noqa: PLC0415 (this module is imported before Django)

    audit.seal(at=at)
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as scratch:
        copy = Path(scratch) / DATABASE
        _copy_database(folder / DATABASE, copy)
        members = {DATABASE: copy} | dict(_members(folder, Path(scratch) / "kept"))
        size, root = _ledger(copy)
        digests = {name: _digest(path) for name, path in members.items()}
        total = sum(path.stat().st_size for path in members.values())
        manifest = Manifest(at.isoformat(), size, root, digests, total)
        partial = Path(scratch) / "archive"
        _write(partial, manifest, members)
        partial.replace(target)
    return manifest


def _copy_database(source: Path, target: Path) -> None:
    """One step (`pages=-1`): a stepped copy starts over at each write of another process and never ends."""
    with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as live, sqlite3.connect(target) as copy:
        live.backup(copy, pages=-1)
    live.close()
    copy.close()


def _members(folder: Path, kept: Path) -> Iterator[tuple[str, Path]]:
    """Each file under its name, held fast in `kept`: a node at work deletes files and has some half-written."""
    for name in KEPT:
        path = folder / name
        for found in [path] if path.is_file() else sorted(path.rglob("*")):
            member = found.relative_to(folder)
            if not found.name.startswith(".") and found.is_file() and _held(found, kept / member):
                yield str(member), kept / member


def _held(source: Path, target: Path) -> bool:
    """A second name for the file, or a copy on another disk; False when it was deleted in the meantime."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        try:
            os.link(source, target)
        except FileNotFoundError:
            raise
        except OSError:
            shutil.copy2(source, target)
    except FileNotFoundError:
        return False
    return True


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _ledger(database: Path) -> tuple[int, str]:
    """Size and root of the newest checkpoint inside a database file."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as copy:
        row = copy.execute("SELECT size, root FROM audit_checkpoint ORDER BY size DESC LIMIT 1").fetchone()
    copy.close()
    return (row[0], row[1]) if row else (0, "")


def _write(target: Path, manifest: Manifest, members: dict[str, Path]) -> None:
    with tarfile.open(target, "w") as archive:
        body = json.dumps(asdict(manifest), indent=1).encode()
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mode = len(body), 0o600
        archive.addfile(head, io.BytesIO(body))
        for name, path in members.items():
            archive.add(path, arcname=name, recursive=False)
    target.chmod(0o600)
    with target.open("rb") as stream:
        os.fsync(stream.fileno())


def unpack(*, source: Path, folder: Path) -> Manifest:
    """Makes a node folder from an archive; all or nothing. Raises RecoveryError when a digest differs."""
    if folder.exists() and any(folder.iterdir()):
        raise RecoveryError(f"{folder} is not empty; restore into a new node folder (--node)")
    if not source.is_file():
        raise RecoveryError(f"there is no file {source}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        manifest = _extract(source, scratch)
        if folder.exists():
            folder.rmdir()
        scratch.chmod(0o755)
        scratch.rename(folder)
    except (tarfile.TarError, OSError, ValueError, TypeError, KeyError) as error:
        raise RecoveryError(f"{source} is not a usable backup: {error}") from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return manifest


def _extract(source: Path, folder: Path) -> Manifest:
    with tarfile.open(source) as archive:
        archive.extractall(folder, filter="data")
    manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    found = {str(p.relative_to(folder)): p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST}
    strangers = sorted(set(found) ^ set(manifest.digests))
    if strangers:
        raise RecoveryError(f"{source}: {strangers[0]} is not in both the archive and its manifest")
    for name, path in found.items():
        if _digest(path) != manifest.digests[name]:
            raise RecoveryError(f"{source}: {name} is not as it was saved")
    for path in (folder / "keys").rglob("*"):
        path.chmod(0o600 if path.is_file() else 0o700)
    return manifest


def prove(*, folder: Path) -> Manifest:
    """Recomputes the restored ledger and compares it with the manifest. Needs Django set up on `folder`.

    Raises RecoveryError when the ledger does not hold or is another one.
    """
    from tongban.trust.audit import api as audit  # noqa: PLC0415 (this module is imported before Django)

    manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    verdict = audit.verify()
    if not verdict.ok:
        raise RecoveryError("the restored ledger does not hold: " + "; ".join(map(str, verdict.problems)))
    if _ledger(folder / DATABASE) != (manifest.ledger_size, manifest.ledger_root):
        raise RecoveryError("the restored ledger is not the one that was saved")
    return manifest
