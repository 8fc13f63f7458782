"""A whole node with a small generated city, and a browser in front of it.

`JOURNEY_SHOTS=1` keeps a picture of every page looked at in `shots/`. `JOURNEY_NODE=folder` takes a demonstration node
that is there already and leaves it (it must have the tables of this version); without it each run makes its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.nodes import CHROMIUM, START, Node, running
from tests.journeys.visitor import Visitor


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is missing: scripts/services install"))


@pytest.fixture(scope="session")
def node(tmp_path_factory) -> Iterator[Node]:
    given = os.environ.get("JOURNEY_NODE")
    place = tmp_path_factory.mktemp("journeys")
    with running(Path(given) if given else place / "node", place / "node.log") as found:
        yield found


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
