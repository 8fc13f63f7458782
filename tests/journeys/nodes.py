"""A demonstration node in processes of its own, served as an operator serves it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
START = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
PATIENCE = 300


@dataclass(frozen=True)
class Node:
    """A running node: its address, its folder, and what a command of it needs to know."""

    address: str
    folder: Path
    environ: dict[str, str]


class Ended(Exception):  # noqa: N818 (it says what happened)
    """The node ended, or did not answer; the message is the end of its log."""


def free_ports() -> int:
    """A port that is free and whose next one is free too: the test bank listens there."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            with contextlib.suppress(OSError, OverflowError):
                other.bind(("127.0.0.1", port + 1))
                return port


@contextlib.contextmanager
def running(folder: Path, log: Path) -> Iterator[Node]:
    """A node with 300 residents and 40 companies, the story played. Raises Ended."""
    port = free_ports()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TONGBAN_")}
    environ |= {
        "TONGBAN_NODE": str(folder),
        "TONGBAN_ADDRESS": f"127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "tongban.settings",
    }
    with log.open("w") as sink:
        command = [sys.executable, "-m", "tongban", "demo", "--residents", "300", "--companies", "40"]
        process = subprocess.Popen(command, env=environ, stdout=sink, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}"
        answers(process, address, log)
        yield Node(address, folder, environ)
    finally:
        process.terminate()
        process.wait(20)


def answers(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Waits until the node answers."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(address + "/health", timeout=2).close()  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise Ended(log.read_text()[-4000:])
