"""A BPMN file as a scene: what stands in it to be drawn. Tolerant: what cannot be understood is not drawn."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.graph import Box, Diagram, Line
from tongban.engines.processes.reading import Element, content, line_of, own, tag
from tongban.engines.processes.scene import DATA, EVENTS, FLOW_NODES, POOLS, SUBS, Scene, Shape, Way
from tongban.kernel.declarations.api import DeclarationError, Problem, Text
from tongban.kernel.web.api import BadInput, safe_xml

SHAPES = FLOW_NODES | POOLS | DATA | {"textAnnotation", "group"}
WAYS = frozenset(
    {"sequenceFlow", "messageFlow", "association", "dataInputAssociation", "dataOutputAssociation", "conversationLink"}
)
LIMIT = 1_000_000.0
DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
MAX_BYTES = 2_000_000
_DI = {"di": words.BPMNDI, "dc": words.DC, "dd": words.DI}
_LOOPS = {"multiInstanceLoopCharacteristics": "parallel", "standardLoopCharacteristics": "standard"}
_HEADS = {"One": "one", "Both": "both"}


def of(text: str) -> Scene:
    """The scene of a text. Raises DeclarationError for what is no XML."""
    try:
        return scene(safe_xml(encoded(text), max_bytes=MAX_BYTES))
    except BadInput as error:
        raise DeclarationError([Problem("model", "", str(error))]) from None


def encoded(text: str) -> bytes:
    """A text without its declaration, which would lie about the encoding."""
    declared = DECLARATION.match(text)
    kept = "\n" * declared[0].count("\n") + text[declared.end() :] if declared else text
    return kept.encode(errors="replace")


def scene(root: Element) -> Scene:
    """Everything that the file draws, with the first of its diagrams."""
    found = [one for one in root.iter() if isinstance(one.tag, str) and one.get("id")]
    named = {str(one.get("id")): one for one in found}
    shapes = {name: _shape(one, named) for name, one in named.items() if tag(one) in SHAPES}
    ways = {name: _way(one) for name, one in named.items() if tag(one) in WAYS}
    process = next((one for one in found if tag(one) == "process"), root)
    whole = next((one for one in found if tag(one) == "collaboration"), process)
    key = process.get("id") or "process"
    return Scene(key, _name(process), shapes, ways, diagram(root), whole.get("id") or key)


def local(name: str | None) -> str:
    """A reference without its prefix."""
    return (name or "").strip().rpartition(":")[2]


def _name(one: Element) -> Text:
    return Text(" ".join((one.get("name") or "").split()), " ".join(own(one, "name-en").split()))


def _shape(one: Element, named: dict[str, Element]) -> Shape:
    kind = tag(one)
    holder = one.getparent()
    while holder is not None and tag(holder) not in SUBS | {"process", "lane", "collaboration"}:
        holder = holder.getparent()
    loops = [_loop(child) for child in one if tag(child) in _LOOPS]
    false = {name for name in ("isInterrupting", "cancelActivity") if one.get(name) == "false"}
    return Shape(
        id=str(one.get("id")),
        kind=kind,
        name=_title(one, kind, named),
        line=line_of(one),
        parent=(holder.get("id") or "") if holder is not None else "",
        events=tuple(_events(one, named)) if kind in EVENTS else (),
        every=one.get("parallelMultiple") == "true" or one.get("eventGatewayType") == "Parallel",
        interrupting=not false,
        attached_to=local(one.get("attachedToRef")),
        loop=loops[0] if loops else "",
        compensating=one.get("isForCompensation") == "true",
        triggered=one.get("triggeredByEvent") == "true",
        instantiating=one.get("instantiate") == "true",
        collection=_many(one, named),
        default=one.get("default") or "",
        process=local(one.get("processRef")),
        members=tuple(content(child) for child in one if tag(child) == "flowNodeRef"),
    )


def _loop(one: Element) -> str:
    return "sequential" if one.get("isSequential") == "true" else _LOOPS[tag(one)]


def _many(one: Element, named: dict[str, Element]) -> bool:
    known = named.get(local(one.get("dataObjectRef")))
    several = any(tag(child) == "participantMultiplicity" for child in one)
    return several or "true" in (one.get("isCollection"), known.get("isCollection") if known is not None else None)


def _events(one: Element, named: dict[str, Element]) -> Iterator[str]:
    for child in one:
        known: Element | None = child
        if tag(child) == "eventDefinitionRef":
            known = named.get(local(content(child)))
        kind = tag(known) if known is not None else ""
        if kind.endswith("EventDefinition"):
            yield kind.removesuffix("EventDefinition").replace("compensate", "compensation")


def _title(one: Element, kind: str, named: dict[str, Element]) -> Text:
    name = _name(one)
    if kind == "textAnnotation":
        text = next((content(child) for child in one if tag(child) == "text"), "")
        return Text(text, name.en)
    if kind == "group":
        value = named.get(local(one.get("categoryValueRef")))
        return Text(str(value.get("value") or ""), name.en) if value is not None else name
    state = next((child.get("name") for child in one if tag(child) == "dataState"), None)
    return Text(f"{name.zh} [{state}]".strip(), f"{name.en} [{state}]" if name.en else "") if state else name


def _way(one: Element) -> Way:
    kind = tag(one)
    holder = one.getparent()
    ends = (one.get("sourceRef"), one.get("targetRef"))
    if kind.startswith("data"):
        inside = {tag(child): content(child) for child in one if tag(child) in ("sourceRef", "targetRef")}
        owner = holder.get("id") if holder is not None else ""
        ends = (inside.get("sourceRef"), owner) if kind == "dataInputAssociation" else (owner, inside.get("targetRef"))
    return Way(
        id=str(one.get("id")),
        kind=kind,
        source=local(ends[0]),
        target=local(ends[1]),
        name=_name(one),
        parent=(holder.get("id") or "") if holder is not None else "",
        conditional=any(tag(child) == "conditionExpression" for child in one),
        heads="one" if kind.startswith("data") else _HEADS.get(one.get("associationDirection") or "", "none"),
    )


def diagram(root: Element) -> Diagram | None:
    """The first diagram that has shapes; None when there is none."""
    for plane in root.findall("di:BPMNDiagram/di:BPMNPlane", _DI):
        shapes = {name: box for one in plane.findall("di:BPMNShape", _DI) for name, box in _box(one, _bounds(one))}
        if shapes:
            labels = {
                name: box
                for one in plane.findall("di:BPMNShape", _DI)
                for name, box in _box(one, one.find("di:BPMNLabel/dc:Bounds", _DI))
            }
            return Diagram(shapes, labels, dict(_lines(plane)))
    return None


def _bounds(one: Element) -> Element | None:
    return one.find("dc:Bounds", _DI)


def _box(one: Element, bounds: Element | None) -> Iterator[tuple[str, Box]]:
    if bounds is None:
        return
    numbers = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
    if all(number is not None for number in numbers):
        x, y, width, height = (number or 0.0 for number in numbers)
        level, open_ = one.get("isHorizontal") != "false", one.get("isExpanded") != "false"
        yield local(one.get("bpmnElement")), Box(x, y, max(width, 0.0), max(height, 0.0), level, open_)


def _lines(plane: Element) -> Iterator[tuple[str, Line]]:
    for edge in plane.findall("di:BPMNEdge", _DI):
        found = [(_number(one.get("x")), _number(one.get("y"))) for one in edge.findall("dd:waypoint", _DI)]
        points = tuple((x, y) for x, y in found if x is not None and y is not None)
        if len(points) > 1:
            label = next((box for _id, box in _box(edge, edge.find("di:BPMNLabel/dc:Bounds", _DI))), None)
            yield local(edge.get("bpmnElement")), Line(points, label)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "0")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= LIMIT else None
