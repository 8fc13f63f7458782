"""A table that picks posts in the tiny city."""

from __future__ import annotations

from tongban.services.cases.tests.city import bpmn, offer
from tongban.services.cases.tests.services import NAMESPACE

ROWS = (
    ("&gt;= 200", "-", '"leader"'),
    ("[100..200)", "&lt;= 0", '"leader"'),
    ("[100..200)", "&gt; 0", '"clerk"'),
    ("7", "-", '"ghost"'),
)
BODY = "".join(
    f'<rule id="r{place}"><inputEntry id="a{place}"><text>{area}</text></inputEntry><inputEntry id="w{place}"><text>{more}'
    f'</text></inputEntry><outputEntry id="p{place}"><text>{post}</text></outputEntry>'
    "<annotationEntry><text>内部分工</text></annotationEntry></rule>"
    for place, (area, more, post) in enumerate(ROWS)
)
TABLE = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{NAMESPACE}" id="route" name="route" namespace="t">
  <inputData id="in-area" name="area"><variable name="area" typeRef="number"/></inputData>
  <inputData id="in-workload" name="workload"><variable name="workload" typeRef="Any"/></inputData>
  <decision id="post" name="post"><variable name="post" typeRef="string"/>
    <informationRequirement id="n"><requiredInput href="#in-area"/></informationRequirement>
    <informationRequirement id="m"><requiredInput href="#in-workload"/></informationRequirement>
    <decisionTable id="t" hitPolicy="FIRST">
      <input id="i" label="Area"><inputExpression id="e" typeRef="number"><text>area</text></inputExpression></input>
      <input id="j" label="More"><inputExpression id="f" typeRef="number">
        <text>workload.leader - workload.clerk</text></inputExpression></input>
      <output id="o" name="post" typeRef="string"/><annotation name="article"/>{BODY}
    </decisionTable>
  </decision>
</definitions>"""
ROUTING = '{ rule = "route", decision = "post" }'
UNITS = 'posts = [{ code = "c.health.ghost", unit = "c.health", title = { zh = "临时岗", en = "ghost" } }]\n'
FILES = {
    "units": {"more": UNITS},
    "offers": {
        key: offer("分工", "Routed", "health", function=f'"f-{key}"', process=f'"{key}"', routing=ROUTING)
        for key in ("routed", "late")
    },
    "processes": {
        "routed": bpmn(
            "routed", "user:examine:examine,post=clerk", "end:done", "flow:start>examine", "flow:examine>done"
        ),
        "late": bpmn(
            "late", "user:first:do,post=clerk", "user:examine:examine,post=clerk", "end:done", "flow:start>first",
            "flow:first>examine", "flow:examine>done",
        ),
    },
    "rules": {"route": TABLE},
}  # fmt: skip
