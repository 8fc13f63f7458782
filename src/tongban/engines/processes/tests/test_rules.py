"""Every rule of BPMN by a model that breaks it: refused, and by that rule."""

from pathlib import Path

import pytest

from tongban.engines.processes import soundness, xml
from tongban.engines.processes.tests.building import ERROR, MESSAGE, TERMINATE, flows, model, node, straight, timer

ENDS = node("start", "s") + node("end", "e")
SIGNAL = '<signalEventDefinition signalRef="q-g"/>'
CANCEL = "<cancelEventDefinition/>"
COMPENSATE = "<compensateEventDefinition/>"
ESCALATE = '<escalationEventDefinition escalationRef="q-e"/>'
CONDITION = "<conditionalEventDefinition><condition>a > 1</condition></conditionalEventDefinition>"
NAMED = '<signal id="q-g" name="go"/><escalation id="q-e" escalationCode="late"/>'
INNER = node("start", "s2") + node("end", "e2") + flows("s2>e2")


def link(name: str) -> str:
    return f'<linkEventDefinition name="{name}"/>'


def around(element: str, *more: str) -> str:
    return "".join((ENDS, element, *more, flows("s>t", "t>e")))


def at(trigger: str, **attributes: str) -> str:
    """A boundary event on a task, with a way to an end of its own."""
    return around(node("user", "t"), node("boundary", "w", trigger, attachedToRef="t", **attributes), node("end", "e9"), flows("w>e9"))  # fmt: skip


def guarded(start: str, **attributes: str) -> str:
    """A process with an event sub-process."""
    inner = node("start", "s2", start, **attributes) + node("end", "e2") + flows("s2>e2")
    return around(node("user", "t"), node("sub", "g", inner, triggeredByEvent="true"))


def pools(*messages: str) -> str:
    """A collaboration of this process and a pool without one."""
    lines = "".join(
        f'<messageFlow id="m{i}" sourceRef="{a}" targetRef="{b}"/>' for i, (a, _, b) in enumerate(m.partition(">") for m in messages)
    )  # fmt: skip
    return f'<collaboration><participant id="P" processRef="p"/><participant id="Q"/>{lines}</collaboration>'


WAITS = node("event", "g") + node("catch", "a", MESSAGE) + node("catch", "b", timer("P1D"))
CHOICE = node("xor", "g", default="g-e") + node("end", "e2")
IO = '<dataInput id="d1"/><inputSet><dataInputRefs>d1</dataInputRefs></inputSet><outputSet/>'

# Rule: the body of a process that breaks it, and what stands beside the process.
BROKEN: dict[str, tuple[str, str, str]] = {
    "duplicate id": ("duplicate-id", node("user", "s") + ENDS + flows("s>e"), ""),
    "id with a space": ("bad-id", around(node("user", "t", "<documentation id='a b'/>")), ""),
    "unknown attribute": ("unknown-attribute", around(node("user", "t", asignee="x")), ""),
    "unknown element": ("unknown-element", around(node("user", "t"), "<usertask id='u'/>"), ""),
    "misplaced element": ("misplaced", around(node("user", "t", "<laneSet/>")), ""),
    "missing attribute": ("missing-attribute", around(node("user", "t"), '<sequenceFlow id="f" sourceRef="t"/>'), ""),
    "word of another kind": ("bad-value", around(node("user", "t", isForCompensation="maybe")), ""),
    "number that is none": ("bad-value", around(node("user", "t", startQuantity="many")), ""),
    "two loops": ("too-many", around(node("user", "t", "<standardLoopCharacteristics/><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>")), ""),
    "flow to nowhere": ("dangling-flow", around(node("user", "t"), flows("t>nowhere")), ""),
    "flow to an artifact": ("flow-ends", around(node("user", "t"), '<textAnnotation id="n"/>', flows("t>n")), ""),
    "flow across a sub-process": ("flow-crosses-scope", around(node("sub", "t", INNER), flows("t>e2")), ""),
    "flow across pools": ("flow-crosses-pool", around(node("user", "t"), flows("t>x")), '<process id="q"><task id="x"/></process>'),
    "flow behind an end": ("end-outgoing", around(node("user", "t"), flows("e>t")), ""),
    "flow to a start": ("start-incoming", around(node("user", "t"), flows("t>s")), ""),
    "flow to a boundary event": ("boundary-incoming", at(timer("P1D")) + flows("t>w"), ""),
    "flow to an event sub-process": ("event-subprocess-flow", guarded(MESSAGE) + flows("t>g"), ""),
    "flow to a compensation activity": ("compensation-flow", around(node("user", "t"), node("user", "u", isForCompensation="true"), flows("t>u")), ""),
    "foreign default": ("default-flow", around(node("user", "t", default="s-t")), ""),
    "the only flow has a condition": ("only-conditional", ENDS + node("user", "t") + flows("s>t", "t>e: a"), ""),
    "condition behind an event gateway": ("event-gateway-condition", ENDS + WAITS + flows("s>g", "g>a: x", "g>b", "a>e", "b>e"), ""),
    "start by an error": ("start-trigger", straight("a")[0].replace("</startEvent>", ERROR + "</startEvent>") + "".join(straight("a")[1:]), ""),
    "triggered start of a sub-process": ("start-trigger", around(node("sub", "t", node("start", "s2", MESSAGE) + node("end", "e2") + flows("s2>e2"))), ""),
    "event sub-process without trigger": ("event-subprocess-start", guarded(""), ""),
    "event sub-process with two starts": ("event-subprocess-start", around(node("user", "t"), node("sub", "g", node("start", "s2", MESSAGE) + node("start", "s3", SIGNAL) + node("end", "e2") + flows("s2>e2", "s3>e2"), triggeredByEvent="true")), NAMED),
    "error start that does not interrupt": ("always-interrupts", guarded(ERROR, isInterrupting="false"), ""),
    "error boundary that does not interrupt": ("always-interrupts", at(ERROR, cancelActivity="false"), ""),
    "start without a flow": ("start-outgoing", ENDS + node("start", "s2") + flows("s>e"), ""),
    "end without a flow": ("end-incoming", ENDS + node("end", "e2") + flows("s>e"), ""),
    "end by a timer": ("event-trigger", ENDS.replace("</endEvent>", timer("P1D") + "</endEvent>") + flows("s>e"), ""),
    "catch of nothing": ("event-trigger", around(node("catch", "t")), ""),
    "catch of an error": ("event-trigger", around(node("catch", "t", ERROR)), ""),
    "throw of a timer": ("event-trigger", around(node("throw", "t", timer("P1D"))), ""),
    "throw of an error": ("event-trigger", around(node("throw", "t", ERROR)), ""),
    "boundary of nothing": ("event-trigger", at(""), ""),
    "boundary of a termination": ("event-trigger", at(TERMINATE), ""),
    "boundary at a gateway": ("boundary-host", at(timer("P1D")).replace("userTask", "parallelGateway"), ""),
    "boundary at nothing": ("dangling-reference", at(timer("P1D")).replace('attachedToRef="t"', 'attachedToRef="zz"'), ""),
    "cancel at a task": ("cancel-place", at(CANCEL), ""),
    "cancel end outside a transaction": ("cancel-place", ENDS.replace("</endEvent>", CANCEL + "</endEvent>") + flows("s>e"), ""),
    "catch that nothing leads to": ("intermediate-incoming", ENDS + node("catch", "c", MESSAGE) + flows("s>e", "c>e"), ""),
    "throw that nothing follows": ("intermediate-outgoing", ENDS + node("and", "t") + node("throw", "c", MESSAGE) + flows("s>t", "t>e", "t>c"), ""),
    "link without target": ("link-pair", ENDS + node("and", "t") + node("throw", "c", link("x")) + flows("s>t", "t>e", "t>c"), ""),
    "link with a flow behind it": ("link-flow", around(node("throw", "t", link("x"))), ""),
    "compensation with a flow": ("compensation-outgoing", at(COMPENSATE), ""),
    "compensation without a handler": ("compensation-handler", around(node("user", "t"), node("boundary", "w", COMPENSATE, attachedToRef="t")), ""),
    "handler that does not compensate": ("compensation-handler", around(node("user", "t"), node("user", "h"), node("boundary", "w", COMPENSATE, attachedToRef="t"), '<association id="l" sourceRef="w" targetRef="h"/>'), ""),
    "gateway that neither splits nor joins": ("gateway-degree", around(node("xor", "t")), ""),
    "converging gateway that splits": ("gateway-direction", ENDS + CHOICE.replace("<exclusive", "<exclusive").replace('id="g"', 'id="g" gatewayDirection="Converging"') + flows("s>g", "g>e", "g>e2: a"), ""),
    "diverging gateway that joins": ("gateway-direction", ENDS + node("and", "f") + node("xor", "g", gatewayDirection="Diverging") + flows("s>f", "f>g", "f>g", "g>e").replace('id="f-g"', 'id="f-g2"', 1), ""),
    "event gateway with one way": ("event-gateway-ways", ENDS + node("event", "g") + node("catch", "a", MESSAGE) + flows("s>g", "g>a", "a>e"), ""),
    "event gateway to a user task": ("event-gateway-target", ENDS + WAITS + node("user", "u") + flows("s>g", "g>a", "g>b", "g>u", "a>e", "b>e", "u>e"), ""),
    "event gateway whose event has another way": ("event-gateway-target", ENDS + node("and", "f") + WAITS + flows("s>f", "f>g", "f>a", "g>a", "g>b", "a>e", "b>e"), ""),
    "event gateway with message and receive task": ("event-gateway-mixed", ENDS + node("event", "g") + node("catch", "a", MESSAGE) + node("receive", "b", messageRef="r-n") + flows("s>g", "g>a", "g>b", "a>e", "b>e"), ""),
    "event gateway before a task with a boundary": ("event-gateway-boundary", ENDS + node("event", "g") + node("receive", "a", messageRef="r-m") + node("receive", "b", messageRef="r-n") + node("boundary", "w", timer("P1D"), attachedToRef="a") + flows("s>g", "g>a", "g>b", "a>e", "b>e", "w>e"), ""),
    "parallel event gateway that begins nothing": ("event-gateway-parallel", ENDS + WAITS.replace('id="g"', 'id="g" eventGatewayType="Parallel"') + flows("s>g", "g>a", "g>b", "a>e", "b>e"), ""),
    "instantiating receive task with a flow": ("instantiate-incoming", around(node("receive", "t", messageRef="r-m", instantiate="true")), ""),
    "end without start": ("no-start", node("user", "t") + node("end", "e") + flows("t>e"), ""),
    "activity that nothing leads to": ("loose-start", ENDS + node("user", "t") + flows("s>e", "t>e"), ""),
    "activity that nothing follows": ("loose-end", ENDS + node("and", "g") + node("user", "t") + flows("s>g", "g>e", "g>t"), ""),
    "quantity of none": ("quantity", around(node("user", "t", startQuantity="0")), ""),
    "several without a number": ("loop-number", around(node("user", "t", "<multiInstanceLoopCharacteristics/>")), ""),
    "timer of two times": ("timer-parts", around(node("catch", "t", timer("P1D").replace("</timerEvent", "<timeDate>2026-11-23</timeDate></timerEvent"))), ""),
    "timer that is no time": ("timer-text", around(node("catch", "t", timer("INVALID"))), ""),
    "timer of a number": ("timer-text", around(node("catch", "t", timer("17"))), ""),
    "empty condition": ("empty-condition", around(node("catch", "t", CONDITION.replace("a > 1", ""))), ""),
    "message that is none": ("reference-kind", around(node("receive", "t", messageRef="r-x")), ""),
    "message nowhere": ("dangling-reference", around(node("receive", "t", messageRef="zz")), ""),
    "message event without message": ("no-message", around(node("catch", "t", "<messageEventDefinition/>")), ""),
    "escalation without code": ("no-escalation-code", around(node("throw", "t", "<escalationEventDefinition/>")), ""),
    "message within a pool": ("message-flow-pool", around(node("user", "t"), node("user", "u"), flows("t>u", "u>e")), pools("t>u")),
    "message from a start": ("message-flow-source", around(node("user", "t")), pools("s>Q")),
    "message to an end": ("message-flow-target", around(node("user", "t")), pools("Q>e")),
    "message from an end without message": ("message-flow-event", around(node("user", "t")), pools("e>Q")),
    "message to a start without message": ("message-flow-event", around(node("user", "t")), pools("Q>s")),
    "definition of a throwing event used elsewhere": ("shared-definition", ENDS.replace("</startEvent>", "<eventDefinitionRef>d</eventDefinitionRef></startEvent>") + node("throw", "t", '<messageEventDefinition id="d" messageRef="r-m"/>') + flows("s>t", "t>e"), ""),
    "call of a process that nobody starts": ("called-start", around(node("call", "t", calledElement="q")), f'<process id="q"><startEvent id="s9">{MESSAGE}</startEvent><endEvent id="e9"/><sequenceFlow id="f9" sourceRef="s9" targetRef="e9"/></process>'),
    "input in no set": ("set-missing", around(node("user", "t", "<ioSpecification><dataInput id='d1'/><inputSet/><outputSet/></ioSpecification>")), ""),
    "optional input that is no input": ("set-subset", around(node("user", "t", "<ioSpecification><dataInput id='d1'/><dataInput id='d2'/><inputSet><dataInputRefs>d1</dataInputRefs><optionalInputRefs>d2</optionalInputRefs></inputSet><outputSet/></ioSpecification>")), ""),
    "sub-process with inputs": ("io-in-subprocess", around(node("sub", "t", f"<ioSpecification>{IO}</ioSpecification>{INNER}")), ""),
    "two sources without transformation": ("association-sources", around(node("user", "t", f"<ioSpecification>{IO}</ioSpecification><dataInputAssociation><sourceRef>o1</sourceRef><sourceRef>o2</sourceRef><targetRef>d1</targetRef></dataInputAssociation>"), '<dataObject id="o1"/><dataObject id="o2"/>'), ""),
    "event with more data than triggers": ("event-data", ENDS.replace("</endEvent>", '<dataInput id="d1"/></endEvent>') + flows("s>e"), ""),
    "text of no format": ("text-format", around(node("user", "t", "<documentation textFormat='plain'/>")), ""),
    "public and executable": ("public-executable", around(node("user", "t")), '<process id="q" processType="Public" isExecutable="true"/>'),
    "pool of none": ("multiplicity", around(node("user", "t")), '<collaboration><participant id="P"><participantMultiplicity minimum="0" maximum="0"/></participant></collaboration>'),
    "ad-hoc sub-process": ("not-executed", around(node("user", "t"), '<adHocSubProcess id="h"><task id="h1"/></adHocSubProcess>'), ""),
    "complex gateway": ("not-executed", around('<complexGateway id="t"/>'), ""),
}  # fmt: skip


def document(body: str, beside: str):
    text = model(body).replace("</definitions>", f"{beside}</definitions>")
    return xml.load(text, "p.bpmn")


@pytest.mark.parametrize("case", BROKEN)
def test_it_is_refused_by_its_rule(case: str):
    code, body, beside = BROKEN[case]
    found = document(body, beside)
    assert code in {one.code for one in found.problems if one.severity == "error"}, found.problems
    assert not found.accepted


TRANSACTION = INNER.replace("</endEvent>", CANCEL + "</endEvent>")
GOOD: dict[str, tuple[str, str]] = {
    "every boundary event": (
        "".join((ENDS, node("user", "t"), *(node("boundary", f"w{i}", trigger, attachedToRef="t") + flows(f"w{i}>e")
        for i, trigger in enumerate((MESSAGE, timer("P1D"), SIGNAL, CONDITION, ERROR, ESCALATE))), flows("s>t", "t>e"))), NAMED),
    "multiple": (around(node("catch", "t", MESSAGE + SIGNAL, parallelMultiple="true")), NAMED),
    "definition by reference": (around(node("catch", "t", "<eventDefinitionRef>d</eventDefinitionRef>")), '<timerEventDefinition id="d"><timeDuration>PT1H</timeDuration></timerEventDefinition>'),
    "transaction": (around('<transaction id="t">' + TRANSACTION + "</transaction>", node("boundary", "w", CANCEL, attachedToRef="t"), flows("w>e")), ""),
    "compensation": (around(node("user", "t"), node("user", "h", isForCompensation="true"), node("boundary", "w", COMPENSATE, attachedToRef="t"), '<association id="l" sourceRef="w" targetRef="h"/>'), ""),
    "link": (ENDS + node("throw", "a", link("x")) + node("catch", "b", link("x")) + flows("s>a", "b>e"), ""),
    "event sub-processes": (guarded(MESSAGE, isInterrupting="false"), ""),
    "implicit start and end": (node("user", "a") + node("user", "b") + flows("a>b"), ""),
    "instantiating event gateway": (node("event", "g", instantiate="true") + node("catch", "a", MESSAGE) + node("catch", "b", '<messageEventDefinition messageRef="r-n"/>') + node("end", "e") + flows("g>a", "g>b", "a>e", "b>e"), ""),
    "times": (around(node("catch", "t", timer("R3/2026-11-23T00:00:00Z/PT1H", "timeCycle")), node("user", "u"), node("boundary", "w", timer("PT1H", "timeCycle"), attachedToRef="u"), node("boundary", "v", timer("PT0.5S"), attachedToRef="u"), flows("t>u", "u>e", "w>e", "v>e")), ""),
    "quantities": (around(node("user", "t", startQuantity="2", completionQuantity="3")), ""),
    "flows without ids": (around(node("user", "t")).replace(' id="s-t"', ""), ""),
    "data": (around(node("user", "t"), '<dataObject id="o" name="form"/><dataObjectReference id="q" dataObjectRef="o"/>'), '<dataStore id="ds" name="files"/>'),
    "roles, resources, groups, categories": (around(node("user", "t", "<potentialOwner><resourceRef>R</resourceRef></potentialOwner>"), '<group id="G" categoryValueRef="V"/>'), '<resource id="R" name="clerk"/><category id="C"><categoryValue id="V" value="x"/></category>'),
    "interfaces and items": (around(node("user", "t")), '<itemDefinition id="I" structureRef="x"/><interface id="F" name="f"><operation id="O" name="o"><inMessageRef>r-m</inMessageRef></operation></interface>'),
    "conversation": (around(node("user", "t")), '<collaboration><participant id="P"/><participant id="Q"/><conversation id="C"><participantRef>P</participantRef></conversation></collaboration>'),
    "global task": (around(node("call", "t", calledElement="gt")), '<globalUserTask id="gt" name="x"/>'),
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD)
def test_what_bpmn_allows_is_accepted_and_executable(case: str):
    found = document(*GOOD[case])
    assert found.accepted, found.problems
    assert found.executable


WARNED: dict[str, tuple[str, str, bool]] = {
    "no end": ("no-end", ENDS.replace('<endEvent id="e"  ></endEvent>', "") + node("user", "e") + flows("s>e"), True),
    "boundary without a flow": ("boundary-outgoing", at(timer("P1D")).replace('sourceRef="w"', 'sourceRef="t"'), True),
    "exclusive without condition": ("no-condition", ENDS + node("xor", "t") + node("end", "e2") + flows("s>t", "t>e: a", "t>e2"), True),
    "message without name": ("message-without-name", around(node("receive", "t", messageRef="r-q")), True),
    "error without code": ("error-without-name", at('<errorEventDefinition errorRef="r-z"/>'), True),
    "vendor attribute": ("vendor-attribute", around(node("user", "t").replace(">", ' camunda:assignee="x">', 1)), False),
    "vendor element": ("vendor-element", around(node("user", "t", "<extensionElements><camunda:formData/></extensionElements>")), False),
    "Groovy": ("foreign-script", around(node("script", "t", "<script>println 1</script>", scriptFormat="groovy")), False),
    "JUEL": ("foreign-expression", ENDS + CHOICE + flows("s>g", "g>e", "g>e2: ${a > 1}"), False),
    "XPath": ("foreign-expression", ENDS + CHOICE + flows("s>g", "g>e", "g>e2: a").replace("<conditionExpression>", '<conditionExpression language="http://www.w3.org/1999/XPath">'), False),
    "cron": ("cron", around(node("catch", "t", timer("0 0 8 ? * MON-FRI", "timeCycle"))), False),
    "a duration in part of a day": ("foreign-expression", around(node("catch", "t", timer("P0.5D"))), False),
    "a cycle with its end": ("foreign-expression", around(node("catch", "t", timer("R3/PT1H/2026-11-23T00:00:00Z", "timeCycle"))), False),
    "condition on the default flow": ("default-condition", ENDS + CHOICE + flows("s>g", "g>e: a", "g>e2: b"), True),
    "condition behind a split": ("condition-ignored", ENDS + node("and", "g") + node("end", "e2") + flows("s>g", "g>e: a", "g>e2"), True),
    "service without operation": ("no-operation", around(node("service", "t")), True),
    "script without text": ("no-script", around(node("script", "t")), True),
}  # fmt: skip


@pytest.mark.parametrize("case", WARNED)
def test_what_another_engine_would_take_is_a_warning(case: str):
    code, body, executable = WARNED[case]
    found = document(body, '<message id="r-q"/><error id="r-z"/>')
    assert [one.severity for one in found.problems if one.code == code] == ["warning"], found.problems
    assert (found.accepted, found.executable) == (True, executable)


def test_every_code_stands_in_the_reference():
    page = (Path(__file__).parents[5] / "docs" / "reference" / "bpmn.md").read_text(encoding="utf-8")
    codes = {code for code, *_ in (*BROKEN.values(), *WARNED.values())} | soundness.BLOCKING
    assert [code for code in sorted(codes) if f"`{code}`" not in page] == []
