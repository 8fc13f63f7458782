"""Reconsideration in the tiny city: the justice bureau reviews what the others decided, within limits of its law."""

from __future__ import annotations

from tongban.services.cases.tests.city import bpmn, offer

LAW = '{ law = { zh = "行政复议法", en = "Reconsideration Law" }, article = "第六十八条", source = "x" }'
LIMITS = {"review": ("calendar_days", 60), "suit": ("months", 6), "suit_after_review": ("calendar_days", 15)}
REMEDIES = "\n".join(
    f'[{key}]\ntitle = {{ zh = "期限", en = "Limit" }}\nunit = "{unit}"\n[[{key}.values]]\nfrom = 2024-01-01\n'
    f'value = "{amount}"\narticle = "第{amount}条"\nsource = "x"'
    for key, (unit, amount) in LIMITS.items()
)
FORM = """
title = { zh = "复议申请", en = "Application" }
[[pages]]
id = "what"
title = { zh = "内容", en = "What" }
fields = [
  { name = "contested", kind = "text", label = { zh = "办件编号", en = "Case" } },
  { name = "grounds", kind = "longtext", label = { zh = "理由", en = "Reasons" } },
  { name = "late", kind = "longtext", label = { zh = "逾期理由", en = "Why late" }, required = false },
]
"""
REVIEW = offer(
    "行政复议", "Reconsideration", "justice", kind='"confirmation"', form='"review"', process='"review"',
    legal_basis=f"[{LAW}]", four_eyes="true", promised="", statutory=f'{{ amount = 60, unit = "calendar_days", legal_basis = {LAW} }}',
    contests='{ decision = "contested", excuse = "late" }', acceptance=f"{{ amount = 5, legal_basis = {LAW} }}",
    opinions=f"{{ limit = {{ amount = 10 }}, legal_basis = {LAW} }}",
)  # fmt: skip
PROCESS = bpmn(
    "review", "user:accept:accept,post=clerk", "gate:ok:ok_declined", "end:declined", "service:ask:cases.ask-respondent",
    "user:examine:examine,post=clerk", "user:decide:decide,post=leader", "end:done", "flow:start>accept",
    "flow:accept>ok", "flow:ok>ask:accepted", "flow:ok>declined", "flow:ask>examine", "flow:examine>decide",
    "flow:decide>done",
)  # fmt: skip
LICENCE = """//! title = { zh = "许可证", en = "Licence" }
//! prefix = "XK"
//! [[fields]]
//! name = "shop_name"
//! label = { zh = "店名", en = "Shop" }
"""
PERMIT = offer(
    "许可", "Permit", "market", function='"f-permit"', process='"permit"',
    results='[{ id = "licence", title = { zh = "证", en = "Licence" }, document = "licence" }]',
)  # fmt: skip
ISSUING = bpmn(
    "permit", "user:decide:decide,post=leader", "gate:ok:ok_refused", "end:refused",
    "service:issue:certificates.issue,result=licence", "end:done", "flow:start>decide", "flow:decide>ok",
    'flow:ok>issue:outcome = "granted"', "flow:ok>refused", "flow:issue>done",
)  # fmt: skip
FILES = {
    "documents": {"licence": LICENCE},
    "parameters": {"remedies": REMEDIES},
    "forms": {"review": FORM},
    "offers": {"review": REVIEW, "permit": PERMIT},
    "processes": {"review": PROCESS, "permit": ISSUING},
}


def contesting(number: str, late: str = "") -> dict[str, object]:
    """The answers of an application for reconsideration."""
    return {"contested": number, "grounds": "图纸齐全", "late": late}
