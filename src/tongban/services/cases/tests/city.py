"""A tiny city for the tests: units, posts, roles, three offers, their forms and processes, as texts of a package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tongban.engines.processes import api as processes

LAW = '{ law = { zh = "食品安全法", en = "Food Safety Law" }, article = "第三十五条", source = "LawRefBook" }'
LICENSING = '{ law = { zh = "行政许可法", en = "Administrative Licensing Law" }, article = "第四十二条", source = "LawRefBook" }'
UNITS = (
    """
units = [
  { code = "c", name = { zh = "市", en = "City" }, division = "430700", kind = "government" },
  { code = "c.market", name = { zh = "市场监管局", en = "Market" }, division = "430700", kind = "bureau", parent = "c" },
  { code = "c.health", name = { zh = "卫健委", en = "Health" }, division = "430700", kind = "bureau", parent = "c" },
  { code = "c.fire", name = { zh = "消防", en = "Fire" }, division = "430700", kind = "bureau", parent = "c" },
  { code = "c.justice", name = { zh = "司法局", en = "Justice" }, division = "430700", kind = "bureau", parent = "c" },
]
posts = [
"""
    + "".join(
        f'  {{ code = "c.{unit}.{post}", unit = "c.{unit}", title = {{ zh = "{zh}", en = "{post}" }} }},\n'
        for unit in ("market", "health", "fire", "justice")
        for post, zh in (("clerk", "科员"), ("leader", "科长"))
    )
    + '  { code = "c.mayor", unit = "c", title = { zh = "市长", en = "mayor" } },\n]\n'
)
CLERK = '["cases.read", "cases.accept", "cases.examine", "cases.inspect", "cases.inspect-original", "cases.give-opinion", "conversations.write"]'
LEADER = '["cases.read", "cases.examine", "cases.decide", "cases.supplement-again", "cases.assign", "cases.suspend", "cases.extend", "cases.repair", "cases.supervise", "cases.answer-supervision", "cases.hear", "cases.reopen", "cases.reopen-confirm"]'
ROLES = (
    f"""
[[roles]]
code = "clerk"
title = {{ zh = "经办", en = "Clerk" }}
permissions = {CLERK}
[[roles]]
code = "leader"
title = {{ zh = "负责人", en = "Leader" }}
permissions = {LEADER}
[[roles]]
code = "head"
title = {{ zh = "市领导", en = "Head" }}
permissions = ["cases.extend-again", "certificates.revoke"]
"""
    + "".join(
        f'[[grants]]\nposts = ["c.{unit}.{role}"]\nscope = "c.{unit}"\nrole = "{role}"\n'
        for unit in ("market", "health", "fire", "justice")
        for role in ("clerk", "leader")
    )
    + "".join(f'[[grants]]\nposts = ["c.mayor"]\nscope = "c"\nrole = "{role}"\n' for role in ("leader", "head"))
)
FORM = """
title = { zh = "申请", en = "Application" }
[[pages]]
id = "shop"
title = { zh = "店铺", en = "Shop" }
fields = [
  { name = "shop_name", kind = "text", label = { zh = "店名", en = "Name" }, bind = "legal_entities.name", ask_if_missing = true },
  { name = "area", kind = "number", label = { zh = "面积", en = "Area" } },
  { name = "plan", kind = "upload", label = { zh = "图纸", en = "Plan" }, accept = ["pdf"], required = false },
]
"""
FINDINGS = """
title = { zh = "踏勘", en = "Inspection" }
[[pages]]
id = "findings"
title = { zh = "踏勘", en = "Inspection" }
fields = [ { name = "sinks", kind = "number", label = { zh = "水池数", en = "Sinks" } } ]
"""


def offer(title: str, english: str, unit: str, **more: str) -> str:
    values = {
        "title": f'{{ zh = "{title}", en = "{english}" }}',
        "summary": '{ zh = "说明", en = "Summary" }',
        "kind": '"licence"',
        "authority": f'"c.{unit}"',
        "area": '"430700"',
        "function": f'"f-{unit}"',
        "audience": '["person", "company"]',
        "legal_basis": f"[{LAW}, {LICENSING}]",
        "statutory": f"{{ amount = 20, legal_basis = {LICENSING} }}",
        "promised": "{ amount = 10 }",
        "form": '"shop"',
        "process": f'"{unit}"',
        "results": '[{ id = "licence", title = { zh = "证", en = "Licence" } }]',
    } | more
    return "\n".join(f"{key} = {value}" for key, value in values.items() if value)


OFFERS = {
    "food": offer("食品经营许可", "Food licence", "market", four_eyes="true"),
    "hygiene": offer("卫生许可", "Hygiene licence", "health", promised="{ amount = 8 }"),
    "filing": offer("备案", "Filing", "fire", promised=""),
    "opening": offer(
        "开餐馆", "Open a restaurant", "market", kind='"life_event"', function="", parts='["food", "hygiene"]',
        process='"opening"', statutory="", results="",
    ),
}  # fmt: skip


SILENT = offer(
    "沉默", "Silent", "market", escalate='"c.mayor"',
    tacit=f'{{ outcome = "refused", legal_basis = {LICENSING} }}',
)  # fmt: skip


def bpmn(key: str, *elements: str, messages: str = "") -> str:
    """Elements in short: `user:id:act,unit=…`, `service:id:operation,…`, `gate:id`, `fork:id`, `flow:a>b[:condition]`."""
    body = "".join(_element(text) for text in elements)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tongban="https://tongban.dev/bpmn" targetNamespace="t">
{messages}<process id="{key}" isExecutable="true" name="{key}"><startEvent id="start"/>{body}</process></definitions>"""


def _element(text: str) -> str:
    kind, _colon, rest = text.partition(":")
    name, _colon, more = rest.partition(":")
    if kind == "flow":
        source, _sign, target = name.partition(">")
        inner = f"<conditionExpression>{more.replace('<', '&lt;')}</conditionExpression>" if more else ""
        ident = f"{source}_{target}"
        return f'<sequenceFlow id="{ident}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
    if kind in ("gate", "fork", "end"):
        tag = {"gate": "exclusiveGateway", "fork": "parallelGateway", "end": "endEvent"}[kind]
        return f'<{tag} id="{name}"{f" default={chr(34)}{more}{chr(34)}" if more else ""}/>'
    if kind == "wait":
        return f'<intermediateCatchEvent id="{name}"><messageEventDefinition messageRef="{more}"/></intermediateCatchEvent>'
    first, *others = more.split(",")
    loop = next((one.partition("=")[2] for one in others if one.startswith("loop=")), "")
    named = "".join(
        f' tongban:{one.partition("=")[0]}="{one.partition("=")[2]}"' for one in others if not one.startswith("loop=")
    )
    inner = f"<multiInstanceLoopCharacteristics><loopDataInputRef>{loop}</loopDataInputRef></multiInstanceLoopCharacteristics>"
    tag, what = ("userTask", "act") if kind == "user" else ("serviceTask", "operation")
    title = f'name="步骤{name}" tongban:name-en="Step {name}"'
    return f'<{tag} id="{name}" {title} tongban:{what}="{first}"{named}>{inner if loop else ""}</{tag}>'


PROCESSES = {
    "market": bpmn(
        "market", "user:accept:accept,post=clerk", "gate:ok:ok_declined", "end:declined", "user:examine:examine,post=clerk",
        "user:inspect:inspect,form=findings,loop=visitors", "user:decide:decide,post=leader", "end:done",
        "flow:start>accept", "flow:accept>ok", "flow:ok>examine:accepted", "flow:ok>declined", "flow:examine>inspect",
        "flow:inspect>decide", "flow:decide>done",
    ).replace("visitors", '["c.market", "c.health", "c.fire"]'),
    "health": bpmn(
        "health", "user:examine:examine,post=clerk", "user:decide:decide,post=leader", "end:done",
        "flow:start>examine", "flow:examine>decide", "flow:decide>done",
    ),
    "fire": bpmn("fire", "user:note:do,post=clerk", "end:done", "flow:start>note", "flow:note>done"),
    "opening": bpmn(
        "opening", "user:accept:accept,post=clerk", "gate:ok:ok_declined", "end:declined", "fork:split", "fork:join",
        "user:food:decide,part=food,post=leader,as=food_outcome", "user:check:examine,part=hygiene,post=clerk",
        "user:hygiene:decide,part=hygiene,post=leader,as=hygiene_outcome", "end:done",
        "flow:start>accept", "flow:accept>ok", "flow:ok>split:accepted", "flow:ok>declined", "flow:split>food",
        "flow:split>check", "flow:check>hygiene", "flow:food>join", "flow:hygiene>join", "flow:join>done",
    ),
}  # fmt: skip


@cache
def drawn(text: str) -> str:
    """A process with its diagram."""
    return processes.layout(text)


def write(folder: Path, **more: dict[str, str]) -> Path:
    """Writes the package; `more` adds or replaces files by kind."""
    files: dict[str, dict[str, str]] = {
        "units": {"city": UNITS},
        "forms": {"shop": FORM, "findings": FINDINGS},
        "offers": dict(OFFERS),
        "processes": dict(PROCESSES),
    }
    for kind, texts in more.items():
        files.setdefault(kind, {}).update(texts)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "system.toml").write_text('id = "tiny"\nversion = "1"\ntitle = { zh = "小城", en = "Tiny" }\n')
    (folder / "roles.toml").write_text(ROLES, encoding="utf-8")
    suffix = {"processes": ".bpmn", "rules": ".dmn", "documents": ".typ"}
    for kind, texts in files.items():
        (folder / kind).mkdir(exist_ok=True)
        for key, text in texts.items():
            content = drawn(text) if kind == "processes" else text
            (folder / kind / f"{key}{suffix.get(kind, '.toml')}").write_text(content, encoding="utf-8")
    return folder
