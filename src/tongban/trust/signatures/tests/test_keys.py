import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from django.conf import settings

from tongban.trust.signatures import api as signatures
from tongban.trust.signatures import keyring

SOURCES = str(Path(__file__).resolve().parents[4])
MAKE = """
import django; django.setup()
from tongban.trust.signatures import api, keyring
api.ensure_keys()
print(keyring.node_signer().certificate.serial_number, api.note_key().name)
"""


def test_keys_are_made_once_and_readable_by_their_owner_only(elsewhere, tmp_path):
    elsewhere()
    signatures.ensure_keys()
    files = {path: path.read_bytes() for path in (tmp_path / "keys").rglob("*") if path.is_file()}
    assert {path.name for path in files} >= {"root.key", "issuing.key", "node.key", "tsa.key", "note.key"}
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    keyring._authority.cache_clear()
    keyring._note.cache_clear()
    signatures.ensure_keys()
    assert {path: path.read_bytes() for path in files} == files


def test_processes_that_start_at_once_use_the_same_keys(tmp_path):
    environment = {
        **os.environ, "TONGBAN_NODE": str(tmp_path), "PYTHONPATH": SOURCES,
        "DJANGO_SETTINGS_MODULE": "tongban.settings",
    }  # fmt: skip
    crowd = [subprocess.Popen([sys.executable, "-c", MAKE], env=environment, stdout=subprocess.PIPE) for _ in range(3)]
    said = {process.communicate()[0] for process in crowd}
    assert len(said) == 1
    assert said != {b""}
    assert not list((tmp_path / "keys").glob(".making-*"))


def _slow(folder: Path) -> None:
    signatures.write_secret(folder / "secret", os.urandom(8))


def test_the_slower_of_two_makers_finds_the_other_s_keys(tmp_path):
    def overtaken(folder: Path) -> None:
        signatures.key_folder("set", _slow, node=tmp_path)
        _slow(folder)

    (tmp_path / "keys").mkdir()
    folder = signatures.key_folder("set", overtaken, node=tmp_path)
    kept = (folder / "secret").read_bytes()
    assert (signatures.key_folder("set", overtaken, node=tmp_path) / "secret").read_bytes() == kept
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["set"]


def test_a_fault_while_making_leaves_nothing_behind(tmp_path):
    def full(folder: Path) -> None:
        _slow(folder)
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        signatures.key_folder("set", full, node=tmp_path)
    assert not list((tmp_path / "keys").iterdir())


def test_the_chain_leads_from_the_node_to_its_root():
    issuing, root = keyring.chain()
    for certificate, issuer in ((root, root), (issuing, root), (keyring.node_signer().certificate, issuing)):
        certificate.verify_directly_issued_by(issuer)
    depth = issuing.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length
    assert depth == 0


def test_each_seal_has_a_key_and_the_name_of_its_owner():
    one, other = keyring.seal_signer("market", "市场监督管理局"), keyring.seal_signer("fire", "消防救援支队")
    assert one.certificate.serial_number != other.certificate.serial_number
    assert keyring.seal_signer("market", "市场监督管理局") is one
    assert keyring.seal_signer("market", "市场监管局").certificate.serial_number != one.certificate.serial_number


@pytest.mark.parametrize("seal", ["", "../root", "a/b", "a" * 65, "印章"])
def test_a_seal_s_name_cannot_leave_its_folder(seal):
    with pytest.raises(ValueError, match="not a seal identifier"):
        keyring.seal_signer(seal, "")


def test_an_unknown_suite_is_refused_by_name(monkeypatch):
    monkeypatch.setattr(settings, "CONFIG", dataclasses.replace(settings.CONFIG, suite="gm"))
    with pytest.raises(signatures.UnknownSuite, match="'gm'"):
        signatures.ensure_keys()
