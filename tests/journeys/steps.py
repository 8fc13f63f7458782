"""What people do in the restaurant story: the parts of the journeys."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.journeys.visitor import Visitor
from tongban.demo import story

OFFER = "/services/open-restaurant"
INSPECTORS = ("scjgj", "wjw", "xfjy")
# Who examines and who decides after the joint inspection; those with nothing to examine only decide.
EXAMINE = ("wjw", "xfjy", "cgj", "scjgj")
DECIDE = ("wjw", "xfjy", "cgj", "gaj", "swj", "rsj", "scjgj")
NUMBER = re.compile(r"\d{6}-\d{4}-\d{6}-\w")
Guest = Callable[..., Visitor]


def plan() -> bytes:
    """A real PDF to hand in."""
    import pylopdf_fonts_zh_cn
    import typst

    return typst.compile(str(story.PLAN), font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)])


def answers(file: bytes) -> dict[str, Any]:
    """Everything that the form asks, with files."""
    return {**story.ANSWERS, "phone": "13907360001", "premises_proof": file, "floor_plan": file}


def today() -> str:
    return dt.datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def fill_until_check(one: Visitor, given: dict[str, Any], *, look: bool = False) -> None:
    """Every page of the form from the present one to the check of the answers."""
    for _ in range(20):
        page = one.path.rpartition("/")[2]
        if page == "check":
            return
        assert one.fill(given) or one.count(".field.known"), f"nothing to fill in on {page}"
        if look:
            one.look(f"apply-{page}")
            one.fill(given)
        one.press("main form[data-autosave] button.button:not([name]):not([type=button])")
        assert not one.count(".errors"), one.text()
    raise AssertionError("the form does not end")


def send(one: Visitor) -> str:
    """From the check of the answers to the receipt number."""
    one.press("main form button.button")
    assert one.path.endswith("/received"), one.text()
    found = NUMBER.search(one.text(".done-panel"))
    assert found
    return found[0]


class Desks:
    """The officials, each at a browser of their own, working on one case."""

    def __init__(self, visitor: Guest, number: str, **how: Any) -> None:
        self.visitor, self.number, self.how = visitor, number, how
        self.people: dict[str, Visitor] = {}

    def at(self, account: str) -> Visitor:
        if account not in self.people:
            self.people[account] = self.visitor(account, **self.how)
        return self.people[account]

    def case(self) -> str:
        return f"/desk/cases/{self.number}"

    def begin(self, account: str, act: str) -> Visitor:
        """Waits until the act may be done and opens its page."""
        one, link = self.at(account), f'main a[href^="{self.case()}/{act}"]'
        one.wait_for(self.case(), link)
        one.look(f"desk-case-{act}")
        one.press(link)
        one.look(f"desk-{act}")
        return one

    def do(self, account: str, act: str, **given: Any) -> None:
        """Does an act of the case, with what its page asks."""
        one = self.begin(account, act)
        one.fill(given)
        one.press("main form button.button")
        assert one.path == self.case(), one.text()
        assert one.count(".notice.success"), one.text()

    # The acts of the story

    def examine(self, desk: str) -> None:
        self.do(f"{desk}.examiner", "examine", complete=True, recommendation="grant", note="材料齐全。")

    def decide(self, desk: str) -> None:
        self.do(f"{desk}.decider", "decide", outcome="granted", article="0")

    def inspect(self, desk: str) -> None:
        self.do(
            f"{desk}.inspector", "inspect", passed="yes", findings="现场与申请相符。", inspected_on=today(),
            originals_seen=True, second_inspector="甲",
        )  # fmt: skip


AGE = """
import sys, django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore(sys.argv[1]); session["identity_seen"] -= 3600; session.save()
"""


def hour_passes(one: Visitor, node: Any) -> None:
    """Makes the visitor's session an hour older, in the node's own store."""
    key = next(cookie["value"] for cookie in one.context.cookies() if cookie["name"] == "session")
    subprocess.run([sys.executable, "-c", AGE, key], env=node.environ, check=True, timeout=60)
