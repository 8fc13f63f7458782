"""Namespaces of BPMN files, names of FEEL, and what of BPMN 2.0 is not executed."""

from __future__ import annotations

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
TONGBAN = "https://tongban.dev/bpmn"
# Pictures and tools: extensions that change nothing in what is executed.
HARMLESS = frozenset(
    {
        XSI,
        BPMNDI,
        DC,
        DI,
        "http://www.w3.org/2001/XMLSchema",
        "http://www.w3.org/XML/1998/namespace",
        "http://bpmn.io/schema/bpmn/biocolor/1.0",
        "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
        "http://camunda.org/schema/modeler/1.0",
    }
)
# In lower case.
FEEL_LANGUAGES = frozenset(
    {
        "feel",
        "text/feel",
        "application/feel",
        "https://www.omg.org/spec/dmn/20191111/feel/",
        "https://www.omg.org/spec/dmn/20211108/feel/",
        "https://www.omg.org/spec/dmn/20230324/feel/",
        "http://www.omg.org/spec/dmn/20180521/feel/",
        "https://www.omg.org/spec/dmn/20180521/feel/",
        "http://www.omg.org/spec/feel/20140401",
    }
)
# Flow nodes of BPMN 2.0 that would have to be executed and are not.
NOT_EXECUTED = frozenset(
    {
        "adHocSubProcess",
        "complexGateway",
        "implicitThrowEvent",
        "choreographyTask",
        "subChoreography",
        "callChoreography",
    }
)
# Elements that are a step of a process or a way between two: what a vendor says of them is said on them.
STEPS = frozenset(
    {
        "sequenceFlow", "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
        "task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask",
        "callActivity", "dataObject",
    }
)  # fmt: skip
