"""A whole node with a small generated city, served as an operator serves it, and a browser in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SHOTS = ROOT / "shots"
START = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


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
def site(tmp_path_factory) -> Iterator[str]:
    """The address of a demonstration node with 300 residents and 40 companies, story played."""
    folder = tmp_path_factory.mktemp("journeys") / "node"
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TONGBAN_")}
    environ |= {
        "TONGBAN_NODE": str(folder),
        "TONGBAN_ADDRESS": f"127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT / "src"),
    }
    log = (folder.parent / "node.log").open("w")
    node = subprocess.Popen(
        [sys.executable, "-m", "tongban", "demo", "--residents", "300", "--companies", "40"],
        env=environ,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            if node.poll() is not None:
                pytest.fail(f"the node ended:\n{(folder.parent / 'node.log').read_text()[-4000:]}")
            try:
                urllib.request.urlopen(address + "/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.3)
        else:
            pytest.fail(f"the node did not answer:\n{(folder.parent / 'node.log').read_text()[-4000:]}")
        yield address
    finally:
        node.terminate()
        node.wait(20)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(START))
        yield found
        found.close()


@pytest.fixture()
def visitor(browser, site):
    """Makes pages: `visitor(width=390, scripts=False, language="en")`."""
    contexts = []

    def make(*, width: int = 1100, scripts: bool = True, language: str = "zh-hans"):
        context = browser.new_context(
            base_url=site, viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale=language
        )
        context.add_cookies([{"name": "language", "value": language, "url": site}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield make
    for context in contexts:
        context.close()


def sign_in(page, account: str) -> None:
    """Signs in on the demonstration page as somebody, by the account's name."""
    page.goto("/demo/")
    page.locator(f'form:has(input[value="{account}"]) button').first.click()
    page.wait_for_load_state()
