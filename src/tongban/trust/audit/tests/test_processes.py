import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

SOURCES = str(Path(__file__).resolve().parents[4])


@pytest.fixture()
def crowd(tmp_path):
    """Starts processes on a node of their own."""
    environment = {**os.environ, "TONGBAN_NODE": str(tmp_path), "PYTHONPATH": SOURCES}
    command = [sys.executable, "-m", "tongban.trust.audit.tests.crowd"]

    def start(role: str, count: int) -> subprocess.Popen:
        return subprocess.Popen([*command, role, str(count)], env=environment, stdout=subprocess.PIPE, text=True)

    (tmp_path / "keys").mkdir()
    assert start("migrate", 0).wait() == 0
    return start


@pytest.mark.skipif(bool(settings.CONFIG.database), reason="makes its own embedded database")
def test_two_sequencers_one_killed_lose_and_double_nothing(crowd):
    writer, killed, sealing = crowd("record", 150), crowd("seal", 30), crowd("seal", 2)
    for line in writer.stdout:
        if int(line) == 75:
            os.kill(killed.pid, signal.SIGKILL)
    assert (writer.wait(), killed.wait(), sealing.wait()) == (0, -signal.SIGKILL, 0)
    last = crowd("verify", 0)
    assert last.communicate()[0].split() == ["True", "150", "()"]
