"""Packages of two nodes: one asks, the other answers by itself."""

from __future__ import annotations

from pathlib import Path

from tongban.engines.processes import api as engine

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tongban="https://tongban.dev/bpmn" '
    'targetNamespace="t"><message id="q" name="question"/><message id="r" name="answer"/><signal id="x" name="alarm"/>'
)
QUESTION = '<messageEventDefinition messageRef="q"/>'
ANSWER = '<messageEventDefinition messageRef="r"/>'
ALARM = '<signalEventDefinition signalRef="x"/>'
GIVEN = (
    '<extensionElements><tongban:input target="number" source="number"/><tongban:input target="to" source="to"/>'
    "</extensionElements>"
)


def process(key: str, *parts: str) -> str:
    return f'{HEAD}<process id="{key}" isExecutable="true" name="流程" tongban:name-en="Process">{"".join(parts)}</process></definitions>'


def event(kind: str, name: str, inner: str = "", **own: str) -> str:
    words = "".join(f' tongban:{key}="{value}"' for key, value in own.items())
    return f'<{kind} id="{name}" name="{name}" tongban:name-en="{name}"{words}>{inner}</{kind}>'


def flows(*ways: str) -> str:
    pairs = [way.split(">") for way in ways]
    return "".join(f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)


def sends(inner: str, **own: str) -> str:
    return event("intermediateThrowEvent", "send", GIVEN + inner, **own)


ASK = process(
    "ask", event("startEvent", "s"), sends(QUESTION, participant="=to", correlation="string(number)"),
    event("intermediateCatchEvent", "wait", ANSWER, correlation="string(number)"), event("endEvent", "e"),
    flows("s>send", "send>wait", "wait>e"),
)  # fmt: skip
REPLY = process(
    "reply", event("startEvent", "s", QUESTION), sends(ANSWER, participant="node-a", correlation="string(number)"),
    event("endEvent", "e"), flows("s>send", "send>e"),
)  # fmt: skip
WATCH = process("watch", event("startEvent", "s", ALARM), event("endEvent", "e"), flows("s>e"))
GUARD = process("guard", event("startEvent", "s", ALARM), event("endEvent", "e"), flows("s>e"))
RING = process("ring", event("startEvent", "s"), sends(ALARM), event("endEvent", "e"), flows("s>send", "send>e"))
CALL = process("call", event("startEvent", "s"), sends(QUESTION), event("endEvent", "e"), flows("s>send", "send>e"))
DAILY = process(
    "daily", event("startEvent", "s", "<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>"),
    event("endEvent", "e"), flows("s>e"),
)  # fmt: skip


def write(folder: Path, **texts: str) -> Path:
    """A package of processes alone."""
    (folder / "processes").mkdir(parents=True, exist_ok=True)
    head = f'id = "{folder.name}"\nversion = "1"\ntitle = {{ zh = "流程", en = "Processes" }}\n'
    (folder / "system.toml").write_text(head, encoding="utf-8")
    for key, text in texts.items():
        (folder / "processes" / f"{key}.bpmn").write_text(engine.layout(text), encoding="utf-8")
    return folder
