import dataclasses
import io
import json
import os
import sqlite3
import subprocess
import sys
import tarfile

import pytest
from django.conf import settings

from tongban.trust.audit import api as audit
from tongban.trust.recovery import api


@pytest.fixture()
def folder(tmp_path):
    """A node folder with a database that holds one checkpoint, a key and a file."""
    node = tmp_path / "node"
    (node / "keys").mkdir(parents=True)
    (node / "files").mkdir()
    (node / "keys" / "root.key").write_text("secret")
    (node / "files" / "ab").write_bytes(b"licence")
    with sqlite3.connect(node / "tongban.sqlite3") as database:
        database.execute("CREATE TABLE audit_checkpoint (size INTEGER, root TEXT)")
        database.execute("INSERT INTO audit_checkpoint VALUES (3, 'abc')")
    return node


@pytest.fixture()
def archive(folder, tmp_path, monkeypatch, at):
    config = dataclasses.replace(settings.CONFIG, node=str(folder))
    monkeypatch.setattr(settings, "CONFIG", config)
    monkeypatch.setattr(audit, "seal", lambda **_: None)
    monkeypatch.setattr(api.connection, "vendor", "sqlite")
    target = tmp_path / "monday.tar"
    api.backup(target=target, at=at)
    return target


def test_a_restored_node_equals_the_saved_one(archive, folder, tmp_path):
    manifest = api.unpack(source=archive, folder=tmp_path / "new")
    assert (manifest.ledger_size, manifest.ledger_root) == (3, "abc")
    assert (tmp_path / "new/keys/root.key").read_text() == "secret"
    assert (tmp_path / "new/keys/root.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new/files/ab").read_bytes() == b"licence"


def test_a_backup_never_overwrites(archive, at):
    with pytest.raises(api.RecoveryError, match="never overwrites"):
        api.backup(target=archive, at=at)


def test_restoring_over_a_node_is_refused(archive, folder):
    with pytest.raises(api.RecoveryError, match="not empty"):
        api.unpack(source=archive, folder=folder)


def test_one_changed_byte_is_refused_and_leaves_nothing(archive, tmp_path):
    data = bytearray(archive.read_bytes())
    data[data.index(b"licence")] ^= 1
    archive.write_bytes(data)
    with pytest.raises(api.RecoveryError, match="files/ab is not as it was saved"):
        api.unpack(source=archive, folder=tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_member_outside_the_folder_is_refused(tmp_path):
    evil = tmp_path / "evil.tar"
    with tarfile.open(evil, "w") as archive:
        for name, body in (("manifest.json", b"{}"), ("../../outside", b"x")):
            head = tarfile.TarInfo(name)
            head.size = len(body)
            archive.addfile(head, io.BytesIO(body))
    with pytest.raises(api.RecoveryError):
        api.unpack(source=evil, folder=tmp_path / "new")
    assert not (tmp_path.parent / "outside").exists()


def test_an_added_member_is_refused(archive, tmp_path):
    with tarfile.open(archive, "a") as tar:
        head = tarfile.TarInfo("keys/extra.key")
        tar.addfile(head, io.BytesIO(b""))
    with pytest.raises(api.RecoveryError, match=r"extra\.key"):
        api.unpack(source=archive, folder=tmp_path / "new")


def test_a_file_that_is_no_archive_is_refused(tmp_path):
    (tmp_path / "x.tar").write_text(json.dumps({}))
    with pytest.raises(api.RecoveryError, match="not a usable backup"):
        api.unpack(source=tmp_path / "x.tar", folder=tmp_path / "new")


def test_what_is_half_written_or_gone_in_the_meantime_is_not_saved(folder, tmp_path):
    (folder / "files" / ".ab.17").write_bytes(b"half")
    members = api._members(folder, tmp_path / "kept")
    (folder / "files" / "ab").unlink()
    assert [name for name, _ in members] == ["keys/root.key"]


def test_a_folder_without_a_node_is_refused(archive, folder, tmp_path, at):
    (folder / api.DATABASE).unlink()
    with pytest.raises(api.RecoveryError, match="holds no node"):
        api.backup(target=tmp_path / "tuesday.tar", at=at)


def test_a_backup_into_a_folder_that_is_not_there_is_refused(archive, tmp_path, at):
    with pytest.raises(api.RecoveryError, match="no folder"):
        api.backup(target=tmp_path / "nowhere" / "tuesday.tar", at=at)


def test_the_door_opens_before_django_is_set_up():
    code = "import tongban.trust.recovery.api"
    subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": os.pathsep.join(sys.path)}, check=True)
