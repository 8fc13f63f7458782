"""Does a file keep the grammar of BPMN: known elements and attributes, in their places, with ids that stand once?"""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.bpmn.schema import Attribute, Shape, shapes
from tongban.engines.processes.graph import ACTIVITIES, EVENTS, GATEWAYS
from tongban.engines.processes.reading import Element, Reader, nearest, tag
from tongban.engines.processes.saying import either
from tongban.engines.processes.saying import say as _

FREE = frozenset({"documentation", "text", "script"})
EXECUTED = ACTIVITIES | EVENTS | GATEWAYS | {"process", "sequenceFlow"}
_ID = re.compile(r"[^\W\d][\w.\-·]*")
_WHOLE = re.compile(r"\s*[+-]?[0-9]+\s*")
_TRUTH = frozenset({"true", "false", "1", "0"})
SECTION = _("(BPMN 2.0 exchange format, chapter 15)")
WHATS = {"attribute": _("attribute"), "element": _("element")}


def check(reader: Reader, root: Element) -> None:
    """Walks through the model, notes what breaks the grammar and fills `reader.ids`."""
    reader.language = (root.get("expressionLanguage") or "").strip()
    seen: Counter[str] = Counter()
    identify(root)
    todo = [root]
    while todo:
        element = todo.pop()
        shape = shapes()[tag(element)]
        _id(reader, element)
        _attributes(reader, element, shape, seen)
        if tag(element) == "extensionElements":
            _extensions(reader, element, seen)
        elif tag(element) not in FREE:
            todo.extend(_children(reader, element, shape, seen))


def identify(root: Element) -> None:
    """Gives an id to what is executed and has none, as BPMN allows: after its place in the file."""
    nameless = [one for one in root.iter() if one.get("id") is None and tag(one) in EXECUTED]
    taken = {one.get("id") for one in root.iter()} if nameless else set()
    for number, one in enumerate(nameless, 1):
        name = f"{tag(one)}-{number}"
        while name in taken:
            name += "-"
        one.set("id", name)


def _id(reader: Reader, element: Element) -> None:
    name = element.get("id")
    if name is None:
        return
    if name in reader.ids:
        reader.error(element, "duplicate-id", _("this id stands twice in the file %(section)s", section=SECTION))
    elif not _ID.fullmatch(name):
        reader.error(
            element,
            "bad-id",
            _(
                "%(name)r is no id: it begins with a letter, without spaces or colons %(section)s",
                name=name,
                section=SECTION,
            ),
        )
    reader.ids.setdefault(name, element)


def _attributes(reader: Reader, element: Element, shape: Shape, seen: Counter[str]) -> None:
    for full, value in element.attrib.items():
        name = str(full)
        if name.startswith("{"):
            _vendor(reader, element, name, "attribute", seen)
        elif name not in shape.attributes:
            hint = nearest(name, shape.attributes)
            reader.error(
                element,
                "unknown-attribute",
                _("BPMN has no attribute %(name)r here %(section)s", name=name, section=SECTION),
                hint,
            )
        else:
            _value(reader, element, name, str(value), shape.attributes[name])
    for name, attribute in shape.attributes.items():
        if attribute.required and not (element.get(name) or "").strip() and name != "targetNamespace":
            reader.error(
                element,
                "missing-attribute",
                _("the attribute %(name)r is missing %(section)s", name=name, section=SECTION),
            )


def _value(reader: Reader, element: Element, name: str, value: str, attribute: Attribute) -> None:
    right = ""
    if attribute.words and value not in attribute.words:
        right = either(attribute.words)
    elif attribute.kind == "bool" and value.strip() not in _TRUTH:
        right = either(("true", "false"))
    elif attribute.kind == "int" and not _WHOLE.fullmatch(value):
        right = _("a whole number")
    if right:
        reader.error(
            element,
            "bad-value",
            _("%(name)s=%(value)r is not understood %(section)s", name=name, value=value[:40], section=SECTION),
            _("expected %(right)s", right=right),
        )


def _children(reader: Reader, element: Element, shape: Shape, seen: Counter[str]) -> list[Element]:
    found: list[Element] = []
    parts: Counter[str] = Counter()
    place = 0
    for child in element:
        kind = tag(child)
        if kind.startswith("{}"):
            reader.error(
                child, "unknown-element", _("stands in no namespace, so it is not of BPMN %(section)s", section=SECTION)
            )
            continue
        if kind.startswith("{"):
            if not (tag(element) == "definitions" and etree.QName(child).namespace == words.BPMNDI):
                _vendor(reader, child, kind, "element", seen)
            continue
        known = shape.children.get(kind)
        if known is None:
            _stranger(reader, element, child, shape)
            continue
        if known.place < place:
            reader.warn(
                child, "order", _("stands too late in %(kind)s %(section)s", kind=tag(element), section=SECTION)
            )
        place = max(place, known.place)
        parts[known.part] += 1
        if known.single and parts[known.part] > 1:
            reader.error(
                child, "too-many", _("only one may stand in %(kind)s %(section)s", kind=tag(element), section=SECTION)
            )
        found.append(child)
    missing = {one.part for one in shape.children.values() if one.required} - set(parts)
    for part in sorted(missing):
        reader.lacks(
            element,
            "missing-element",
            _("the element %(part)r is missing in it %(section)s", part=part, section=SECTION),
        )
    return found


def _stranger(reader: Reader, element: Element, child: Element, shape: Shape) -> None:
    kind = tag(child)
    if kind in shapes():
        reader.error(
            child,
            "misplaced",
            _(
                "may not stand in %(kind)s %(id)r %(section)s",
                kind=tag(element),
                id=element.get("id", ""),
                section=SECTION,
            ),
        )
    else:
        reader.error(
            child,
            "unknown-element",
            _("BPMN has no such element %(section)s", section=SECTION),
            nearest(kind, shape.children),
        )


def _extensions(reader: Reader, element: Element, seen: Counter[str]) -> None:
    for child in element:
        kind = tag(child)
        if kind.startswith("{") and not kind.startswith("{}"):
            _vendor(reader, child, kind, "element", seen)


def _vendor(reader: Reader, element: Element, name: str, what: str, seen: Counter[str]) -> None:
    """What another vendor added, named once for the whole file."""
    full = etree.QName(name)
    if full.namespace == words.TONGBAN or full.namespace in words.HARMLESS:
        return
    seen[name] += 1
    reader.executable = False
    if seen[name] == 1:
        vendor = element.prefix if what == "element" else _prefix(element, str(full.namespace))
        shown = f"{vendor}:{full.localname}" if vendor else full.localname
        reader.foreign(
            element,
            f"vendor-{what}",
            _("the vendor %(what)s %(shown)r is not understood", what=WHATS[what], shown=shown),
            _("remove it"),
        )


def _prefix(element: Element, namespace: str) -> str:
    return next((str(prefix) for prefix, one in element.nsmap.items() if one == namespace and prefix), "")
