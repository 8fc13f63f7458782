"""The part of the tiny city that runs by itself: a service whose process registers, fetches, bills and issues."""

from __future__ import annotations

from tongban.services.cases.tests.city import LAW, bpmn, offer

MARKET = "430700.scjgj"  # the unit that keeps the register of legal entities
NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
FEES = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="{NAMESPACE}" id="fees" name="fees" namespace="t">
  <inputData id="in-area" name="area"><variable name="area" typeRef="number"/></inputData>
  <decision id="fee" name="fee"><variable name="fee" typeRef="number"/>
    <informationRequirement id="r"><requiredInput href="#in-area"/></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="i"><inputExpression id="e" typeRef="number"><text>area</text></inputExpression></input>
      <output id="o" name="fee" typeRef="number"/><annotation name="article"/>
      <rule id="r1"><inputEntry id="a"><text>&lt; 50</text></inputEntry><outputEntry id="b"><text>0</text></outputEntry>
        <annotationEntry><text>第一条</text></annotationEntry></rule>
      <rule id="r2"><inputEntry id="c"><text>&gt;= 50</text></inputEntry><outputEntry id="d"><text>120.50</text></outputEntry>
        <annotationEntry><text>第二条</text></annotationEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""
LICENCE = """//! title = { zh = "许可证", en = "Licence" }
//! prefix = "XK"
//! [[fields]]
//! name = "shop_name"
//! label = { zh = "店名", en = "Shop" }
//! [[fields]]
//! name = "entity.status"
//! label = { zh = "登记状态", en = "Status" }
"""
NEEDS = f"""[[needs]]
offer = "trade"
resource = "legal_entities.basic"
fields = ["name", "status"]
purpose = "case-handling"
legal_basis = {LAW}
"""
EVIDENCE = (
    '[{ id = "entity", title = { zh = "登记", en = "Entry" }, source = "register", level = "A", '
    'resource = "legal_entities.basic", fields = ["name", "status"], key = "credit_code" }]'
)
TRADE = offer(
    "贸易许可", "Trade licence", "market", function='"f-trade"', process='"trade"', evidence=EVIDENCE,
    fee=f'{{ text = {{ zh = "费", en = "Fee" }}, rule = "fees", decision = "fee", legal_basis = {LAW} }}',
    results='[{ id = "licence", title = { zh = "许可证", en = "Licence" }, document = "licence" }]',
)  # fmt: skip
REGISTER = (
    "service:register:registers.register-entity,unit=430700.scjgj,set-name=shop_name,set-kind=&quot;company&quot;,"
    "set-legal_representative=&quot;11010519491231002X&quot;,set-representative_name=&quot;x&quot;,"
    "set-address=&quot;y&quot;,set-division=&quot;430702&quot;,set-capital=area,set-scope=shop_name"
)
PROCESS = bpmn(
    "trade", REGISTER, "service:fetch:mediator.fetch,evidence=entity", "service:rule:rules.decide,rule=fees,decision=fee,as=owed",
    "service:change:records.change,register=legal_entities,key=credit_code,unit=430700.scjgj,set-scope=&quot;food&quot;",
    "service:bill:payments.bill", "gate:free:free_issue", "wait:paid:m", "service:issue:certificates.issue,result=licence",
    "end:done", "flow:start>register", "flow:register>fetch", "flow:fetch>rule", "flow:rule>change", "flow:change>bill",
    "flow:bill>free", "flow:free>paid:bill != null", "flow:free>issue", "flow:paid>issue", "flow:issue>done",
    messages='<message id="m" name="paid"/>',
)  # fmt: skip
FILES = {
    "offers": {"trade": TRADE},
    "processes": {"trade": PROCESS},
    "rules": {"fees": FEES},
    "documents": {"licence": LICENCE},
    "catalogue": {"needs": NEEDS},
}
