"""Two nodes with databases of their own write to one another over HTTP; one is killed in the middle of a letter."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.nodes import ROOT, free_ports
from tongban.services.proceedings.tests import texts

PATIENCE, ROUNDS = 120, 3


class Peer:
    """A node that a test talks to."""

    def __init__(self, code: str, folder: Path, package: Path, port: int) -> None:
        self.code, self.folder, self.package = code, folder, package
        self.address = f"http://127.0.0.1:{port}"
        self.environ = {name: value for name, value in os.environ.items() if not name.startswith("TONGBAN_")} | {
            "TONGBAN_NODE": str(folder), "TONGBAN_ADDRESS": f"127.0.0.1:{port}", "TONGBAN_CODE": code,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "tongban.settings",
        }  # fmt: skip
        self.fingerprint = ""

    def run(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.peer", *arguments]
        return subprocess.Popen(command, env=self.environ, cwd=ROOT, stdin=-1, stdout=-1, text=True)

    def start(self, *more: str) -> None:
        self.process = self.run("serve", str(self.package), *more)
        self.fingerprint = self.hear()["fingerprint"]

    def hear(self) -> dict[str, Any]:
        line = self.process.stdout.readline()
        assert line, f"{self.code} ended with {self.process.wait()}"
        return json.loads(line)

    def tell(self, **order: Any) -> dict[str, Any]:
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self.hear()

    def befriend(self, other: Peer) -> None:
        self.tell(code=other.code, address=other.address, fingerprint=other.fingerprint)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture()
def peers(tmp_path: Path) -> Iterator[tuple[Peer, Peer]]:
    one = Peer("node-a", tmp_path / "a", texts.write(tmp_path / "asking", ask=texts.ASK), free_ports())
    other = Peer("node-b", tmp_path / "b", texts.write(tmp_path / "replying", reply=texts.REPLY), free_ports())
    made = one.run("prepare")
    made.communicate(timeout=PATIENCE)
    assert made.returncode == 0
    other.folder.mkdir()
    shutil.copy(one.folder / "tongban.sqlite3", other.folder)
    one.start()
    other.start("die")
    one.befriend(other)
    other.befriend(one)
    yield one, other
    one.end()
    other.end()


def test_questions_and_answers_between_two_nodes_take_effect_once_although_one_is_killed(peers):
    one, other = peers
    for number in range(ROUNDS):
        one.tell(ask=number)
    assert other.process.wait(PATIENCE) == 9  # killed: the letter is taken in, the sender knows nothing of it
    other.process.stdin.close()
    other.process.stdout.close()
    other.start()
    other.befriend(one)
    until = time.monotonic() + PATIENCE
    while (here := one.tell())["processes"] != [["ask", "completed", ROUNDS]] and time.monotonic() < until:
        time.sleep(0.2)
    there = other.tell()
    while there["out"] != [["answer", "delivered", ROUNDS]] and time.monotonic() < until:
        there = other.tell()
    assert here["processes"] == [["ask", "completed", ROUNDS]]
    assert (here["out"], here["in"]) == ([["question", "delivered", ROUNDS]], [["answer", "taken", ROUNDS]])
    assert there["processes"] == [["reply", "completed", ROUNDS]]
    assert (there["out"], there["in"]) == ([["answer", "delivered", ROUNDS]], [["question", "taken", ROUNDS]])
