"""Officials move work instead of doing it: sent back with a reason, urged, copied, handed over, taken back."""

from __future__ import annotations

import pytest

from tests.journeys.steps import Desks
from tests.journeys.visitor import DESKTOP, PHONE, Visitor


def waiting(one: Visitor, step: str) -> str:
    """The receipt number of a case in which the official may do this step."""
    one.open("/desk/?who=team")
    rows = one.page.locator(f'main tbody tr:has-text("{step}") th a').all()
    for link in [str(row.get_attribute("href")) for row in rows]:
        one.open(link)
        if one.count(f'main a[href^="{link}/examine/"]'):
            return link.rpartition("/")[2]
    raise AssertionError(f"nobody waits for {step}")


def first(one: Visitor, selector: str) -> str:
    return str(one.page.locator(selector).first.get_attribute("value"))


@pytest.mark.parametrize(
    ("how", "step"),
    [
        pytest.param({"width": DESKTOP, "scripts": True, "language": "zh-hans"}, "审查", id="desktop-zh"),
        pytest.param({"width": PHONE, "scripts": False, "language": "en"}, "Examine", id="phone-en-without-scripts"),
    ],
)
def test_work_goes_back_and_forth_between_officials(visitor, how, step):
    examiner = visitor("scjgj.examiner", **how)
    desks = Desks(visitor, waiting(examiner, step), **how)
    desks.people["scjgj.examiner"] = examiner
    number = desks.number
    desks.do("scjgj.examiner", "examine", complete=True, recommendation="grant", note="材料齐全。")
    taken_back(desks)
    desks.do("scjgj.examiner", "examine", complete=True, recommendation="grant", note="材料齐全。")
    decider = desks.begin("scjgj.decider", "return")
    decider.fill({"to": first(decider, 'input[name="to"]'), "reason": "请核对面积"})
    decider.press("main form button.button")
    assert decider.count(".notice.success"), decider.text()
    urged_and_copied(desks)
    examiner.open(f"/desk/cases/{number}")
    assert "请核对面积" in examiner.text()
    examiner.look("desk-case-returned")
    desks.begin("scjgj.examiner", "transfer")
    examiner.fill({"to": first(examiner, 'select[name="to"] option[value$=".examiner"]'), "reason": "休假"})
    examiner.press("main form button.button")
    assert examiner.count(".notice.success"), examiner.text()
    assert "休假" in examiner.text()


def taken_back(desks: Desks) -> None:
    """Nobody has begun to decide: the examiner takes the step back."""
    desks.do("scjgj.examiner", "recall")


def urged_and_copied(desks: Desks) -> None:
    """The leader urges the examination and sends the examiner a copy, who reads it."""
    desks.do("scjgj.leader", "urge", reason="请抓紧")
    leader = desks.begin("scjgj.leader", "copy")
    leader.page.locator('input[name="to"][value^="post:"]').first.check()
    leader.press("main form button.button")
    assert leader.count(".notice.success"), leader.text()
    clerk = desks.at("scjgj.clerk")
    clerk.open("/desk/")
    clerk.look("inbox-copies")
    assert clerk.count('form[action^="/desk/copies/"]')
    clerk.press('form[action^="/desk/copies/"] button')
    assert not clerk.count('form[action^="/desk/copies/"]')
