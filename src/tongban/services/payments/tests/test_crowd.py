"""Many at once, on a database of their own."""

import os
import subprocess
import sys
import urllib.parse
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

SOURCES = str(Path(__file__).resolve().parents[4])
ADDRESS = settings.CONFIG.database


@pytest.fixture()
def database():
    """A database beside that of the suite, which is inside a transaction; empty: the embedded one."""
    if not ADDRESS:
        yield ""
        return
    name = f"payers_{os.getpid()}"
    with psycopg.connect(ADDRESS, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urllib.parse.urlsplit(ADDRESS)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_eight_at_once_issue_one_bill_and_settle_it_once(tmp_path, database):
    environment = {**os.environ, "TONGBAN_NODE": str(tmp_path), "TONGBAN_DATABASE": database, "PYTHONPATH": SOURCES}
    command = [sys.executable, "-m", "tongban.services.payments.tests.crowd"]
    (tmp_path / "keys").mkdir()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.strip() == "8 1 [('paid', 1), ('repeated', 7)] ¥2.00", done.stderr
