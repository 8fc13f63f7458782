"""Flow nodes: triggers, loops, mappings and what each kind of node needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from tongban.engines.processes import feel, timers
from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.graph import CALLS, Assignment, Formula, Loop, Node, Timer, Trigger
from tongban.engines.processes.reading import Element, Reader, content, line_of, own, tag

DEFINITIONS = {
    "messageEventDefinition": "message",
    "timerEventDefinition": "timer",
    "errorEventDefinition": "error",
    "terminateEventDefinition": "terminate",
}
WAITING = frozenset({"intermediateCatchEvent", "boundaryEvent"})
NAME = re.compile(r"[^\W\d][\w-]*")


@dataclass
class Roots:
    """Messages (id to name) and errors (id to code) of the file."""

    messages: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def node(reader: Reader, element: Element, scope: str, roots: Roots) -> Node:
    """One flow node; incoming, outgoing and boundary events are added later from the whole."""
    kind = tag(element)
    inputs, outputs = _mappings(reader, element)
    loop = _loop(reader, element)
    return Node(
        id=reader.need(element, "id"),
        kind=kind,
        name=reader.name(element),
        line=line_of(element),
        scope=scope,
        default=element.get("default") or "",
        triggers=tuple(one for one in (_trigger(reader, element, roots),) if one.kind != "none"),
        attached_to=reader.need(element, "attachedToRef") if kind == "boundaryEvent" else "",
        interrupting=element.get("cancelActivity", "true") == "true",
        loop=loop,
        called=_called(reader, element),
        script=_script(reader, element),
        inputs=inputs,
        outputs=outputs,
        writes=_writes(reader, element, outputs),
        properties=_properties(reader, element),
    )


def _properties(reader: Reader, element: Element) -> Mapping[str, str]:
    prefix = f"{{{words.TONGBAN}}}"
    found = {
        str(name).removeprefix(prefix): str(value).strip()
        for name, value in element.attrib.items()
        if str(name).startswith(prefix) and str(name) != f"{prefix}name-en"
    }
    if tag(element) == "businessRuleTask":
        found.setdefault("operation", "rules.decide")
        if not found.get("decision"):
            reader.fault(element, "the attribute 'tongban:decision' is missing: which decision is taken here?")
    elif tag(element) in CALLS and not found.get("operation"):
        reader.fault(element, "the attribute 'tongban:operation' is missing: what does the service do?")
    for name in ("due",):
        if found.get(name):
            why = timers.fault(Timer("duration", found[name], line_of(element)))
            if why:
                reader.fault(element, f"tongban:{name}: {why}")
    return found


def _writes(reader: Reader, element: Element, outputs: tuple[Assignment, ...]) -> tuple[str, ...]:
    declared = own(element, "outputs").replace(",", " ").split()
    for name in declared:
        if not NAME.fullmatch(name):
            reader.fault(element, f"tongban:outputs: {name!r} is not a variable's name")
    script = reader.child(element, "script") if tag(element) == "scriptTask" else None
    written = feel.keys_written(content(script)) if script is not None else ()
    return tuple(dict.fromkeys([*declared, *(one.target for one in outputs), *written]))


def _called(reader: Reader, element: Element) -> tuple[str, str]:
    if tag(element) != "callActivity":
        return "", ""
    return reader.need(element, "calledElement"), own(element, "version")


def _script(reader: Reader, element: Element) -> Formula | None:
    if tag(element) != "scriptTask":
        return None
    script = reader.child(element, "script")
    if script is None:
        reader.fault(element, "a script task needs a script: a FEEL context such as {total: price * count}")
        return None
    return reader.formula(script, content(script))


def _mappings(reader: Reader, element: Element) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
    found: dict[str, list[Assignment]] = {"input": [], "output": []}
    extensions = reader.child(element, "extensionElements")
    for line in extensions if extensions is not None else ():
        name = etree.QName(line).localname
        if not str(line.tag).startswith(f"{{{words.TONGBAN}}}") or name not in found:
            reader.fault(line, "this extension is not understood", "known: tongban:input, tongban:output")
            continue
        target, source = (line.get("target") or "").strip(), line.get("source") or ""
        if not NAME.fullmatch(target):
            reader.fault(line, f"the mapping needs a variable's name as target, not {target!r}")
        formula = reader.formula(line, source)
        if formula is not None:
            found[name].append(Assignment(target, formula))
    return tuple(found["input"]), tuple(found["output"])


def _loop(reader: Reader, element: Element) -> Loop | None:
    many = reader.child(element, "multiInstanceLoopCharacteristics")
    if many is None or not reader.known(many):
        return None
    parts: dict[str, Formula | None] = {}
    for name in ("loopCardinality", "completionCondition", "loopDataInputRef"):
        part = reader.child(many, name)
        parts[name] = reader.formula(part, content(part)) if part is not None else None
    if (parts["loopCardinality"] is None) == (parts["loopDataInputRef"] is None):
        reader.fault(many, "needs either loopCardinality (how often) or loopDataInputRef (for each of a list)")
    item = reader.child(many, "inputDataItem")
    return Loop(
        sequential=many.get("isSequential") == "true",
        collect=own(many, "collect") or element.get("id") or "",
        cardinality=parts["loopCardinality"],
        collection=parts["loopDataInputRef"],
        item=((item.get("name") or item.get("id")) if item is not None else "") or "item",
        completion=parts["completionCondition"],
    )


def _trigger(reader: Reader, element: Element, roots: Roots) -> Trigger:
    kind = tag(element)
    if kind == "receiveTask":
        return _message(reader, element, roots)
    found = [child for child in element if tag(child) in DEFINITIONS]
    for surplus in found[1:]:
        reader.fault(surplus, "an event has one definition only")
    if not found:
        if kind in WAITING:
            reader.fault(element, "waits for nothing: add a timer or message (at a boundary also an error)")
        return Trigger("none")
    definition = found[0]
    reader.known(definition)
    if tag(definition) == "messageEventDefinition":
        return _message(reader, definition, roots)
    if tag(definition) == "timerEventDefinition":
        return Trigger("timer", timer=_timer(reader, definition))
    if tag(definition) == "errorEventDefinition":
        return _error(reader, definition, roots)
    return Trigger("terminate")


def _message(reader: Reader, element: Element, roots: Roots) -> Trigger:
    reference = reader.need(element, "messageRef")
    name = roots.messages.get(reference.rpartition(":")[2], "")
    if reference and not name:
        reader.fault(element, f"there is no message {reference!r} in this file")
    holder = element if tag(element) == "receiveTask" else element.getparent()
    text = own(holder, "correlation") if holder is not None else ""
    return Trigger("message", name, correlation=reader.formula(element, text) if text else None)


def _error(reader: Reader, element: Element, roots: Roots) -> Trigger:
    reference = (element.get("errorRef") or "").rpartition(":")[2]
    holder = element.getparent()
    if not reference and holder is not None and tag(holder) == "endEvent":
        reader.fault(element, "an error end event needs errorRef: which error?")
    if reference and reference not in roots.errors:
        reader.fault(element, f"there is no error {reference!r} in this file")
    return Trigger("error", roots.errors.get(reference, ""))


def _timer(reader: Reader, element: Element) -> Timer | None:
    holder = element.getparent()
    limit = own(element, "limit") or (own(holder, "limit") if holder is not None else "")
    line = line_of(element)
    found = [child for child in element if tag(child).startswith("time")]
    if limit and not found:
        return Timer("limit", limit, line)
    if len(found) != 1 or limit:
        reader.fault(element, "needs exactly one of timeDate, timeDuration, timeCycle, tongban:limit")
        return None
    kind = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}[tag(found[0])]
    timer = Timer(kind, content(found[0]).removeprefix("=").strip(), line)  # type: ignore[arg-type]  # the three above
    why = timers.fault(timer)
    if why:
        reader.fault(found[0], why)
    return timer
