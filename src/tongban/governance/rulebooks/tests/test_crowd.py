"""Several people at one draft at the same moment: exactly one wins, the others see that somebody was faster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.parse
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

SOURCES = str(Path(__file__).resolve().parents[4])


@pytest.fixture()
def database():
    """A database of its own beside that of the suite, which is inside a transaction; empty: the embedded one."""
    address = settings.CONFIG.database
    if not address:
        yield ""
        return
    name = f"crowd_rulebooks_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urllib.parse.urlsplit(address)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_two_edit_two_take_over_and_two_publish_at_once(tmp_path: Path, database: str) -> None:
    (tmp_path / "keys").mkdir()
    environment = os.environ | {
        "TONGBAN_NODE": str(tmp_path),
        "TONGBAN_DATABASE": database,
        "PYTHONPATH": os.pathsep.join([SOURCES, os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, "-m", "tongban.governance.rulebooks.tests.crowd"]
    found = json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout)
    for what in ("edited", "taken"):
        assert sorted(answer.partition(" ")[0] for answer in found[what]) == ["Clash", "yes"], found
    assert sorted(answer.partition(" ")[0] for answer in found["published"]) == ["RulebookError", "yes"], found
    assert (found["edits"], found["verdicts"]) == (2, 1)
    assert f"yes {found['version']}" in found["published"]
