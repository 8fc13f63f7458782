import os
import signal
import subprocess

import pytest


@pytest.fixture()
def crowd(own_node):
    """Starts processes on a node of their own."""

    def start(role: str, count: int) -> subprocess.Popen:
        return own_node("tongban.trust.audit.tests.crowd", role, count)

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
