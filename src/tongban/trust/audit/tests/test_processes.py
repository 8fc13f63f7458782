import os
import signal
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
    name = f"crowd_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urllib.parse.urlsplit(address)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture()
def crowd(tmp_path, database):
    """Starts processes on a node of their own."""
    environment = {**os.environ, "TONGBAN_NODE": str(tmp_path), "TONGBAN_DATABASE": database, "PYTHONPATH": SOURCES}
    command = [sys.executable, "-m", "tongban.trust.audit.tests.crowd"]

    def start(role: str, count: int) -> subprocess.Popen:
        return subprocess.Popen([*command, role, str(count)], env=environment, stdout=subprocess.PIPE, text=True)

    (tmp_path / "keys").mkdir()
    assert start("migrate", 0).wait() == 0
    return start


def test_two_sequencers_one_killed_lose_and_double_nothing(crowd):
    writers = [crowd("record", 100), crowd("record", 100)]
    killed, sealing = crowd("seal", 30), crowd("seal", 2)
    for _ in range(5):
        assert killed.stdout.readline() == "sealed\n"
    os.kill(killed.pid, signal.SIGKILL)
    assert [each.wait() for each in (*writers, killed, sealing)] == [0, 0, -signal.SIGKILL, 0]
    assert "sealed" in sealing.stdout.read()
    last = crowd("verify", 0)
    assert last.communicate()[0].split() == ["True", "200", "()"]
