"""Flow nodes: what each of them says of itself; its flows and boundary events are added from the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.bpmn import expressions, loops, moments
from tongban.engines.processes.bpmn.roots import Roots
from tongban.engines.processes.bpmn.triggers import MESSAGING, triggers
from tongban.engines.processes.graph import ACTIVITIES, CALLS, EVENTS, Assignment, Formula, Node
from tongban.engines.processes.reading import Element, Reader, children, content, flag, line_of, own, tag
from tongban.engines.processes.saying import say as _

NAME = re.compile(r"[^\W\d][\w-]*")


def node(reader: Reader, element: Element, scope: str, roots: Roots) -> Node:
    """One flow node; incoming, outgoing and boundary events are added later from the whole."""
    kind = tag(element)
    active = kind in ACTIVITIES
    inputs, outputs = _mappings(reader, element)
    return Node(
        id=element.get("id") or "",
        kind=kind,
        name=reader.name(element),
        line=line_of(element),
        scope=scope,
        default=(element.get("default") or "").strip(),
        triggers=triggers(reader, element, roots) if kind in EVENTS | MESSAGING else (),
        every=flag(element, "parallelMultiple") or element.get("eventGatewayType") == "Parallel",
        attached_to=reader.local(element.get("attachedToRef")) if kind == "boundaryEvent" else "",
        interrupting=flag(element, "isInterrupting" if kind == "startEvent" else "cancelActivity", default=True),
        loop=loops.several(reader, element) if active else None,
        repeat=loops.repeat(reader, element) if active else None,
        triggered=flag(element, "triggeredByEvent"),
        compensating=flag(element, "isForCompensation"),
        instantiating=flag(element, "instantiate"),
        start_quantity=reader.number(element, "startQuantity", 1),
        completion_quantity=reader.number(element, "completionQuantity", 1),
        called=_called(reader, element),
        script=_script(reader, element),
        inputs=inputs,
        outputs=outputs,
        writes=_writes(reader, element, outputs),
        data=declared(reader, element),
        properties=_properties(reader, element),
    )


def declared(reader: Reader, holder: Element) -> tuple[str, ...]:
    """The variables that data objects and properties of an activity or process declare in it."""
    found = (loops.variable(reader, one) for name in ("dataObject", "property") for one in children(holder, name))
    return tuple(dict.fromkeys(found))


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
            reader.warn(
                element, "no-decision", _("the attribute 'tongban:decision' is missing: which decision is taken?")
            )
    elif tag(element) in CALLS and not found.get("operation") and not element.get("messageRef"):
        reader.warn(
            element, "no-operation", _("the attribute 'tongban:operation' is missing: what does the service do?")
        )
    if found.get("due"):
        kind, why = moments.kind("duration", found["due"].removeprefix("=").strip())
        if kind not in ("iso", "feel"):
            reader.error(element, "timer-text", _("tongban:due: %(why)s", why=why or _("is of another engine")))
    return found


def _writes(reader: Reader, element: Element, outputs: tuple[Assignment, ...]) -> tuple[str, ...]:
    named = own(element, "outputs").replace(",", " ").split()
    for name in named:
        if not NAME.fullmatch(name):
            reader.error(element, "own-extension", _("tongban:outputs: %(name)r is not a variable's name", name=name))
    script = reader.child(element, "script") if tag(element) == "scriptTask" else None
    written = expressions.keys_written(content(script)) if script is not None else ()
    return tuple(dict.fromkeys([*named, *(one.target for one in outputs), *written]))


def _called(reader: Reader, element: Element) -> tuple[str, str]:
    if tag(element) != "callActivity":
        return "", ""
    called = reader.local(element.get("calledElement"))
    if not called:
        reader.foreign(
            element, "no-called-element", _("the attribute 'calledElement' is missing: which process is called?")
        )
    return called, own(element, "version")


def _script(reader: Reader, element: Element) -> Formula | None:
    if tag(element) != "scriptTask":
        return None
    script = reader.child(element, "script")
    if script is None or not content(script):
        reader.warn(element, "no-script", _("has no script, so it does nothing; a script is a FEEL context"))
        return None
    language = element.get("scriptFormat") or ""
    if language and not expressions.is_feel(language):
        reader.foreign(
            element,
            "foreign-script",
            _("scriptFormat=%(language)r is not understood", language=language[:40]),
            _("expected feel"),
        )
        return Formula(content(script), line_of(script))
    return reader.formula(script, content(script), language="")


def _mappings(reader: Reader, element: Element) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
    found: dict[str, list[Assignment]] = {"input": [], "output": []}
    for extensions in children(element, "extensionElements"):
        for line in extensions:
            name = etree.QName(line).localname
            if not str(line.tag).startswith(f"{{{words.TONGBAN}}}"):
                continue
            if name not in found:
                reader.error(line, "own-extension", _("this extension is not understood; known: tongban:input, output"))
                continue
            target = (line.get("target") or "").strip()
            if not NAME.fullmatch(target):
                reader.error(
                    line,
                    "own-extension",
                    _("the mapping needs a variable's name as target, not %(target)r", target=target),
                )
            formula = reader.formula(line, line.get("source") or "", language="")
            if formula is None:
                reader.error(line, "own-extension", _("the mapping needs a FEEL expression as source"))
            else:
                found[name].append(Assignment(target, formula))
    return tuple(found["input"]), tuple(found["output"])
