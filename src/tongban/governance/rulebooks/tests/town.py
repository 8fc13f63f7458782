"""A tiny city with a rule for fees, its owners and a publisher."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tongban.governance.drafts.tests.people import roles
from tongban.kernel.declarations import api as declarations
from tongban.services.cases.tests import city

AT = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
FEE_RULE = {"kind": "rules", "key": "fees"}
FEES = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="收费 / Fees" namespace="https://tongban.dev/tiny">
  <!-- a comment that stays -->
  <inputData id="in-area" name="area"><variable name="area" typeRef="number"/></inputData>
  <inputData id="in-kind" name="kind"><variable name="kind" typeRef="string"/></inputData>
  <decision id="fee" name="fee">
    <variable name="fee" typeRef="number"/>
    <informationRequirement id="q1"><requiredInput href="#in-area"/></informationRequirement>
    <informationRequirement id="q2"><requiredInput href="#in-kind"/></informationRequirement>
    <decisionTable id="fee-table" hitPolicy="UNIQUE">
      <input id="i0" label="面积"><inputExpression id="e0" typeRef="number"><text>area</text></inputExpression></input>
      <input id="i1" label="种类"><inputExpression id="e1" typeRef="string"><text>kind</text></inputExpression></input>
      <output id="o" name="fee" typeRef="number"/>
      <annotation name="article"/>
      <rule id="r1"><inputEntry id="r1a"><text>&lt;= 50</text></inputEntry><inputEntry id="r1b"><text>-</text></inputEntry><outputEntry id="r1c"><text>100</text></outputEntry><annotationEntry><text>办法第一条</text></annotationEntry></rule>
      <rule id="r2"><inputEntry id="r2a"><text>(50..200]</text></inputEntry><inputEntry id="r2b"><text>-</text></inputEntry><outputEntry id="r2c"><text>round half up(area * 3, 2)</text></outputEntry><annotationEntry><text>办法第二条</text></annotationEntry></rule>
      <rule id="r3"><inputEntry id="r3a"><text>&gt; 200</text></inputEntry><inputEntry id="r3b"><text>-</text></inputEntry><outputEntry id="r3c"><text>1000</text></outputEntry><annotationEntry><text>办法第三条</text></annotationEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""
ROLES = (
    roles("rulebooks")
    + """
[[grants]]
posts = ["c.mayor"]
scope = "c.market"
role = "owner"
"""
)
FEE = '{ text = { zh = "按面积", en = "By area" }, rule = "fees", decision = "fee", legal_basis = ' + city.LAW + " }"


def package(folder: Path, fees: str = FEES) -> Path:
    food = city.offer("食品经营许可", "Food licence", "market", four_eyes="true", fee=FEE)
    return city.write(folder / "tiny", rules={"fees": fees}, roles={"owners": ROLES}, offers={"food": food})


def publish(folder: Path) -> None:
    declarations.publish(declarations.read(package(folder)), at=AT)
