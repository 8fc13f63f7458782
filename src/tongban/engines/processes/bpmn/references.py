"""References within a file lead to elements of the right kind (BPMN 2.0, the class diagrams of chapters 8 to 10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tongban.engines.processes import vocabulary as words
from tongban.engines.processes.bpmn.model import Model
from tongban.engines.processes.bpmn.triggers import DEFINITIONS
from tongban.engines.processes.graph import ACTIVITIES, EVENTS, GATEWAYS
from tongban.engines.processes.reading import Element, content, tag
from tongban.engines.processes.saying import either, listed
from tongban.engines.processes.saying import say as _
from tongban.engines.processes.vocabulary import NOT_EXECUTED

NODES = ACTIVITIES | EVENTS | GATEWAYS | NOT_EXECUTED
DATA = frozenset({"dataObject", "dataObjectReference", "dataStoreReference", "dataInput", "dataOutput", "property"})
CONVERSATIONS = frozenset({"conversation", "subConversation", "callConversation"})
_ITEM = frozenset({"itemDefinition"})


def _only(*names: str) -> frozenset[str]:
    return frozenset(names)


# By name of the attribute or child that refers, wherever it stands.
KINDS: Mapping[str, frozenset[str]] = {
    "messageRef": _only("message"),
    "inMessageRef": _only("message"),
    "outMessageRef": _only("message"),
    "signalRef": _only("signal"),
    "errorRef": _only("error"),
    "escalationRef": _only("escalation"),
    "operationRef": _only("operation"),
    "interfaceRef": _only("interface"),
    "supportedInterfaceRef": _only("interface"),
    "endPointRef": _only("endPoint"),
    "activityRef": ACTIVITIES | {"adHocSubProcess"},
    "attachedToRef": ACTIVITIES | {"adHocSubProcess"},
    "eventDefinitionRef": frozenset(DEFINITIONS),
    "processRef": _only("process"),
    "definitionalCollaborationRef": _only("collaboration", "globalConversation", "choreography"),
    "supports": _only("process"),
    "resourceRef": _only("resource"),
    "parameterRef": _only("resourceParameter"),
    "itemSubjectRef": _ITEM,
    "itemRef": _ITEM,
    "evaluatesToTypeRef": _ITEM,
    "flowNodeRef": NODES,
    "incoming": _only("sequenceFlow"),
    "outgoing": _only("sequenceFlow"),
    "dataObjectRef": _only("dataObject"),
    "dataStoreRef": _only("dataStore"),
    "categoryValueRef": _only("categoryValue"),
    "correlationKeyRef": _only("correlationKey"),
    "correlationPropertyRef": _only("correlationProperty"),
    "participantRef": _only("participant"),
    "innerParticipantRef": _only("participant"),
    "outerParticipantRef": _only("participant"),
    "initiatingParticipantRef": _only("participant"),
    "messageFlowRef": _only("messageFlow"),
    "innerMessageFlowRef": _only("messageFlow"),
    "outerMessageFlowRef": _only("messageFlow"),
    "choreographyRef": _only("choreography", "globalChoreographyTask"),
    "inputSetRefs": _only("inputSet"),
    "outputSetRefs": _only("outputSet"),
    "dataInputRefs": _only("dataInput"),
    "optionalInputRefs": _only("dataInput"),
    "whileExecutingInputRefs": _only("dataInput"),
    "dataOutputRefs": _only("dataOutput"),
    "optionalOutputRefs": _only("dataOutput"),
    "whileExecutingOutputRefs": _only("dataOutput"),
}
# Where an end of a line stands.
ENDS: Mapping[str, frozenset[str]] = {
    "messageFlow": ACTIVITIES | EVENTS | {"participant", "adHocSubProcess", "choreographyTask"} | CONVERSATIONS,
    "conversationLink": ACTIVITIES | EVENTS | CONVERSATIONS | {"participant", "adHocSubProcess"},
    "dataInputAssociation": DATA,
    "dataOutputAssociation": DATA,
    "dataAssociation": DATA,
}
TYPED = frozenset({"error", "escalation", "signal"})


def check(model: Model) -> None:
    """Every reference that has to lead somewhere within the file."""
    for element in model.root.iter(f"{{{words.BPMN}}}*"):
        for name, value in _references(element):
            _check(model, element, name, value, _right(element, name))


def _right(element: Element, name: str) -> frozenset[str]:
    if name in ("sourceRef", "targetRef"):
        return ENDS.get(tag(element), frozenset())
    if name in ("source", "target"):
        return frozenset({"linkEventDefinition"}) if tag(element) == "linkEventDefinition" else frozenset()
    if name == "structureRef":
        return _ITEM if tag(element) in TYPED else frozenset()
    if name == "participantRef" and tag(element).startswith("partner"):
        return frozenset({"participant"})
    return KINDS.get(name, frozenset())


def _references(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        yield str(name), str(value)
    for child in element:
        if not len(child) and not child.attrib:
            yield tag(child), content(child)


def _check(model: Model, element: Element, name: str, value: str, right: frozenset[str]) -> None:
    value = value.strip()
    if not right or not value or _elsewhere(model, element, value):
        return
    found = model.find(value)
    if found is None and name == "structureRef":  # names a type of some other system
        return
    if found is None:
        what = either(sorted(right)[:2]) if len(right) <= 2 else _("element")  # noqa: PLR2004 (else too many to name)
        model.reader.error(
            element,
            "dangling-reference",
            _("%(name)s: there is no %(what)s %(value)r in this file", name=name, what=what, value=value),
        )
    elif tag(found) not in right:
        expected = listed(sorted(right)) if len(right) <= 3 else _("another kind of element")  # noqa: PLR2004
        message = _(
            "%(name)s leads to %(kind)s %(value)r; it must lead to %(expected)s",
            name=name,
            kind=tag(found),
            value=value,
            expected=expected,
        )
        model.reader.error(element, "reference-kind", message)


def _elsewhere(model: Model, element: Element, value: str) -> bool:
    """Whether a reference leads out of the file: its prefix is of another namespace."""
    prefix, colon, _ = value.rpartition(":")
    namespace = element.nsmap.get(prefix) if colon else None
    return namespace is not None and namespace not in (model.root.get("targetNamespace"), words.BPMN)
