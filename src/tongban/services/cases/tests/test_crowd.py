"""Several processes on one node: one decision, one case for a draft, a series without gap."""

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
    name = f"crowd_cases_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urllib.parse.urlsplit(address)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_clerks_and_applicants_at_the_same_moment(tmp_path: Path, database: str) -> None:
    (tmp_path / "keys").mkdir()
    environment = os.environ | {
        "TONGBAN_NODE": str(tmp_path),
        "TONGBAN_DATABASE": database,
        "PYTHONPATH": os.pathsep.join([SOURCES, os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, "-m", "tongban.services.cases.tests.crowd"]
    found = json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout)
    assert sorted(found["decided"])[2] == "yes"
    assert [answer.partition(" ")[0] for answer in sorted(found["decided"])[:2]] == ["Conflict", "Conflict"]
    assert all("leader" in answer for answer in sorted(found["decided"])[:2])
    assert found["decisions"] == 1
    assert len(set(found["submitted"])) == 1
    assert [number[:-2] for number in found["numbers"]] == [f"430700-2026-{place:06d}" for place in range(1, 12)]
