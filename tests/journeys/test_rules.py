"""The owner of a rule changes a row, tries it, replays the past year; somebody else publishes; it decides from then on."""

from __future__ import annotations

import subprocess
import sys

from tests.journeys.nodes import Node

RULE = "/desk/rules/food-licence"
DRAFT = f"{RULE}/draft"
ROW = f"{DRAFT}/row?table=business-type-table&row=business-type-r1"
ARTICLE = "食品安全法第三十五条第一款：餐饮服务（含外卖）"
DECIDE = """
import django; django.setup()
from django.db import transaction
from django.utils import timezone
from tongban.services.decisions import api as decisions
from tongban.trust.authority.api import SYSTEM
from tongban.trust.privacy import api as privacy
at = timezone.now()
with transaction.atomic(), privacy.access(purpose=decisions.REVIEW, by=SYSTEM, at=at):
    made = decisions.decide(case="", rule="food-licence", decision="business type", inputs={"food_scope": ["hot"]}, at=at, by="system")
    print(made.result, made.rows[0].annotations["article"])
"""


def decided(node: Node) -> str:
    """What the rule decides now for hot food, and by which article."""
    command = [sys.executable, "-X", "utf8", "-c", DECIDE]
    return subprocess.run(
        command, env=node.environ, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout


def write(one, **cells: str) -> None:
    for name, text in cells.items():
        one.page.fill(f"[name={name.replace('_', '-')}]", text)
    one.press("main form[novalidate] button.button")


def test_owner_changes_a_rule_and_somebody_else_publishes_it(visitor, node):
    owner = visitor("scjgj.leader")
    owner.open("/desk/rules")
    owner.look("rules")
    owner.press("tbody a[href='/desk/rules/food-licence']")
    owner.look("rule")
    owner.press("main form[method=post] button")
    owner.look("rule-draft")

    owner.press("a[href*='row=business-type-r1']")
    owner.look("rule-row")
    write(owner, cell_2='"catering', cell_3="")
    assert owner.count(".field:has(.error)") == 2
    assert owner.page.input_value("[name=cell-2]") == '"catering'
    owner.look("rule-row-wrong", posted=True)
    write(owner, cell_2='"catering"', cell_3=ARTICLE)
    assert owner.path == DRAFT, owner.text()
    assert ARTICLE in owner.text("#business-type-table-business-type-r1")

    owner.open(f"{DRAFT}/try")
    owner.page.check("[name=in-food_scope][value=hot]")
    owner.press("button[name=try]")
    assert "catering" in owner.text(".verdict.good")
    assert owner.count("tr.hit") == 1
    owner.look("rule-tried")
    owner.page.fill("[name=name]", "热食")
    owner.press("main form[method=post] button")
    assert owner.count("td .tag.good") == 1

    owner.open(f"{DRAFT}/replay")
    owner.look("rule-replay")
    owner.press("main form[method=post] button")
    owner.look("rule-replayed")
    owner.open(f"{DRAFT}/submit")
    assert owner.count("ins")
    owner.look("rule-submit")
    owner.page.fill("[name=note]", "外卖同样是餐饮服务")
    owner.press("main form[novalidate] button.button")
    assert owner.open(f"{DRAFT}/review") == 200
    assert not owner.count("button[name=verdict]"), "nobody publishes what they wrote"

    before = decided(node)
    assert "外卖" not in before
    second = visitor("xzsp.leader")
    second.open(RULE)
    second.press(f"a[href='{DRAFT}/review']")
    second.look("rule-review")
    second.press("button[value=publish]")
    assert ARTICLE in second.text("#business-type-table")
    assert decided(node) == before.split(" ")[0] + f" {ARTICLE}\n"

    owner.open(RULE)
    owner.press("a[href*='/compare']")
    assert owner.count("ins") == 1
    owner.look("rule-compare")


def test_a_rule_is_changed_on_a_phone_without_scripts(visitor):
    one = visitor("cgj.leader", width=390, scripts=False, language="en")
    one.open("/desk/rules/shop-sign")
    one.press("main form[method=post] button")
    one.press("a[href*='row=road-fee-r1']")
    written = one.page.input_value("[name=cell-1]")
    write(one, cell_1=written.replace("terrace_days", "terrace_day"))
    assert one.count(".field:has(.error)") == 1
    write(one, cell_1=written.replace("terrace_days", "terrace_days * 2"))
    one.press("button[value=undo]")
    assert not one.count("button[value=undo]")
    one.page.click("summary")
    one.press("button[value=discard]")
    assert one.path == "/desk/rules/shop-sign"
