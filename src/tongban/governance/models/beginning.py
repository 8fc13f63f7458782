"""The first text of a wholly new process: a start, one step of a person, an end, drawn."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from tongban.kernel.declarations.api import Text

TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
 xmlns:tongban="https://tongban.dev/bpmn" id="{key}-file" targetNamespace="https://tongban.dev/node">
  <process id="{key}" name={zh} tongban:name-en={en} isExecutable="true">
    <startEvent id="begin" name="开始" tongban:name-en="Start"/>
    <sequenceFlow id="to-first" sourceRef="begin" targetRef="first"/>
    <userTask id="first" name="第一步" tongban:name-en="First step" tongban:act="do" tongban:post="clerk"/>
    <sequenceFlow id="to-end" sourceRef="first" targetRef="end"/>
    <endEvent id="end" name="结束" tongban:name-en="End"/>
  </process>
  <bpmndi:BPMNDiagram id="{key}-diagram"><bpmndi:BPMNPlane id="{key}-plane" bpmnElement="{key}">
    <bpmndi:BPMNShape id="begin-shape" bpmnElement="begin">
      <dc:Bounds x="160" y="102" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="first-shape" bpmnElement="first">
      <dc:Bounds x="260" y="80" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="end-shape" bpmnElement="end">
      <dc:Bounds x="424" y="102" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="to-first-edge" bpmnElement="to-first">
      <di:waypoint x="196" y="120"/><di:waypoint x="260" y="120"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="to-end-edge" bpmnElement="to-end">
      <di:waypoint x="360" y="120"/><di:waypoint x="424" y="120"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>
"""


def begin(key: str, name: Text) -> str:
    """A process that can be drawn on. `key` holds letters, digits and hyphens only."""
    return TEXT.format(key=key, zh=quoteattr(name.zh), en=quoteattr(name.en))
