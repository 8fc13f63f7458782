"""The part of BPMN 2.0 that is understood: elements, attributes, children. Anything else is refused by name."""

from __future__ import annotations

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
TONGBAN = "https://tongban.dev/bpmn"
FEEL_LANGUAGES = frozenset(
    {
        "feel",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
        "https://www.omg.org/spec/DMN/20180521/FEEL/",
        "http://www.omg.org/spec/FEEL/20140401",
    }
)

_ACTIVITY = {"default", "isForCompensation", "startQuantity", "completionQuantity"}
_TASK = {"documentation", "extensionElements", "incoming", "outgoing", "multiInstanceLoopCharacteristics"}
_EVENT = {
    "documentation",
    "extensionElements",
    "incoming",
    "outgoing",
    "timerEventDefinition",
    "messageEventDefinition",
}
_GATEWAY = {"documentation", "extensionElements", "incoming", "outgoing"}
_TEXTS = {"documentation", "extensionElements"}
_NODES = {
    "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "userTask",
    "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask", "exclusiveGateway",
    "parallelGateway", "inclusiveGateway", "eventBasedGateway", "subProcess", "callActivity",
}  # fmt: skip
_ARTIFACTS = {"textAnnotation", "association"}

# Attributes besides id and name, and children, of each element.
ELEMENTS: dict[str, tuple[set[str], set[str]]] = {
    "definitions": (
        {"targetNamespace", "expressionLanguage", "typeLanguage", "exporter", "exporterVersion"},
        {*_TEXTS, "process", "collaboration", "message", "error"},
    ),
    "collaboration": ({"isClosed"}, {*_TEXTS, "participant", "messageFlow", *_ARTIFACTS}),
    "participant": ({"processRef"}, _TEXTS),
    "messageFlow": ({"sourceRef", "targetRef", "messageRef"}, _TEXTS),
    "process": (
        {"isExecutable", "processType", "isClosed"},
        {*_TEXTS, *_NODES, *_ARTIFACTS, "sequenceFlow", "laneSet"},
    ),
    "message": (set(), _TEXTS),
    "error": ({"errorCode"}, _TEXTS),
    "laneSet": (set(), {*_TEXTS, "lane"}),
    "childLaneSet": (set(), {*_TEXTS, "lane"}),
    "lane": (set(), {*_TEXTS, "flowNodeRef", "childLaneSet"}),
    "sequenceFlow": ({"sourceRef", "targetRef", "isImmediate"}, {*_TEXTS, "conditionExpression"}),
    "textAnnotation": ({"textFormat"}, {*_TEXTS, "text"}),
    "association": ({"sourceRef", "targetRef", "associationDirection"}, _TEXTS),
    "startEvent": ({"isInterrupting", "parallelMultiple"}, _EVENT),
    "endEvent": (
        set(),
        {*_TEXTS, "incoming", "messageEventDefinition", "errorEventDefinition", "terminateEventDefinition"},
    ),
    "intermediateCatchEvent": ({"parallelMultiple"}, _EVENT),
    "intermediateThrowEvent": (set(), {*_GATEWAY, "messageEventDefinition"}),
    "boundaryEvent": ({"attachedToRef", "cancelActivity", "parallelMultiple"}, {*_EVENT, "errorEventDefinition"}),
    "userTask": ({*_ACTIVITY, "implementation"}, _TASK),
    "manualTask": (_ACTIVITY, _TASK),
    "serviceTask": ({*_ACTIVITY, "implementation"}, _TASK),
    "scriptTask": ({*_ACTIVITY, "scriptFormat"}, {*_TASK, "script"}),
    "businessRuleTask": ({*_ACTIVITY, "implementation"}, _TASK),
    "sendTask": ({*_ACTIVITY, "implementation", "messageRef"}, _TASK),
    "receiveTask": ({*_ACTIVITY, "implementation", "messageRef", "instantiate"}, _TASK),
    "exclusiveGateway": ({"default", "gatewayDirection"}, _GATEWAY),
    "parallelGateway": ({"gatewayDirection"}, _GATEWAY),
    "inclusiveGateway": ({"default", "gatewayDirection"}, _GATEWAY),
    "eventBasedGateway": ({"gatewayDirection", "instantiate", "eventGatewayType"}, _GATEWAY),
    "subProcess": ({*_ACTIVITY, "triggeredByEvent"}, {*_TASK, *_NODES, *_ARTIFACTS, "sequenceFlow", "laneSet"}),
    "callActivity": ({*_ACTIVITY, "calledElement"}, _TASK),
    "multiInstanceLoopCharacteristics": (
        {"isSequential"},
        {*_TEXTS, "loopCardinality", "loopDataInputRef", "inputDataItem", "completionCondition"},
    ),
    "inputDataItem": (set(), set()),
    "timerEventDefinition": (set(), {*_TEXTS, "timeDate", "timeDuration", "timeCycle"}),
    "messageEventDefinition": ({"messageRef"}, _TEXTS),
    "errorEventDefinition": ({"errorRef"}, _TEXTS),
    "terminateEventDefinition": (set(), _TEXTS),
}
EXPRESSIONS = frozenset(
    {"conditionExpression", "loopCardinality", "completionCondition", "timeDate", "timeDuration", "timeCycle"}
)
TEXT_ONLY = frozenset({"documentation", "incoming", "outgoing", "flowNodeRef", "text", "script", "loopDataInputRef"})
# Attributes that BPMN has but that are understood with these values only.
ONLY: dict[str, frozenset[str]] = {
    "isForCompensation": frozenset({"false"}),
    "startQuantity": frozenset({"1"}),
    "completionQuantity": frozenset({"1"}),
    "parallelMultiple": frozenset({"false"}),
    "triggeredByEvent": frozenset({"false"}),
    "instantiate": frozenset({"false"}),
    "eventGatewayType": frozenset({"Exclusive"}),
    "scriptFormat": FEEL_LANGUAGES | {"FEEL", "text/feel"},
    "expressionLanguage": FEEL_LANGUAGES,
    "isExecutable": frozenset({"true", "false"}),
    "isSequential": frozenset({"true", "false"}),
    "isInterrupting": frozenset({"true"}),
    "cancelActivity": frozenset({"true", "false"}),
}
