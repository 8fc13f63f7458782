"""A whole node with a small generated city, served as an operator serves it, and a browser in front of it.

`JOURNEY_SHOTS=1` keeps a picture of every page looked at in `shots/`. `JOURNEY_NODE=folder` takes a demonstration node
that is there already and leaves it (it must have the tables of this version); without it each run makes its own.
"""

from __future__ import annotations

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

import pytest

from tests.journeys.visitor import Visitor

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
START = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
PATIENCE = 180


@dataclass(frozen=True)
class Node:
    """A running node: its address, its folder, and what a command of it needs to know."""

    address: str
    folder: Path
    environ: dict[str, str]


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is missing: scripts/services install"))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="session")
def node(tmp_path_factory) -> Iterator[Node]:
    """A demonstration node with 300 residents and 40 companies, the story played."""
    given = os.environ.get("JOURNEY_NODE")
    place = tmp_path_factory.mktemp("journeys")
    folder, log = Path(given) if given else place / "node", place / "node.log"
    port = free_port()
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
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"the node ended:\n{log.read_text()[-4000:]}")
        try:
            urllib.request.urlopen(address + "/health", timeout=2).close()  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the node did not answer:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(START))
        yield found
        found.close()


@pytest.fixture()
def visitor(browser, node):
    """Makes visitors: `visitor("resident", width=390, scripts=False, language="en")`; no name: nobody signed in.

    At the end none of their pages may have had an error in the console or broken the content security policy.
    """
    made: list[Visitor] = []

    def make(account: str = "", *, width: int = 1100, scripts: bool = True, language: str = "zh-hans") -> Visitor:
        one = Visitor(browser, node.address, width=width, scripts=scripts, language=language)
        made.append(one)
        if account:
            one.sign_in(account)
        return one

    yield make
    faults = [fault for one in made for fault in one.faults]
    for one in made:
        one.context.close()
    assert not faults, "\n".join(faults)
