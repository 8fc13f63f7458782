"""Rules of tasks that exchange messages, of called elements and of events that carry data (BPMN 2.0, 10.3 and 10.4)."""

from __future__ import annotations

from tongban.engines.processes.bpmn.item_rules import item, structure
from tongban.engines.processes.bpmn.model import Model
from tongban.engines.processes.bpmn.triggers import REFERS, definitions
from tongban.engines.processes.graph import EVENTS
from tongban.engines.processes.reading import Element, Reader, children, content, flag, tag
from tongban.engines.processes.saying import say as _

GIVES = {"endEvent": "dataInput", "intermediateThrowEvent": "dataInput"}


def check(model: Model) -> None:
    """Operations, messages and data of tasks, loops, callable elements and events."""
    for task in model.every("serviceTask"):
        _service(model, task)
    for task in model.every("sendTask"):
        _message(model, task, "dataInput", "inputSet")
    for task in model.every("receiveTask"):
        _message(model, task, "dataOutput", "outputSet")
    for many in model.every("multiInstanceLoopCharacteristics"):
        _loop(model, many)
    for call in model.every("callActivity"):
        _call(model, call)
    for name in ("process", "globalTask", "globalUserTask", "globalScriptTask", "globalManualTask"):
        for element in model.every(name):
            _bindings(model, element)
    for kind in sorted(EVENTS):
        for event in model.every(kind):
            _event(model, event)


def _inside(element: Element, name: str) -> list[Element]:
    return [one for specification in children(element, "ioSpecification") for one in children(specification, name)]


def _service(model: Model, task: Element) -> None:
    operation = model.find(task.get("operationRef"))
    if operation is None:
        return
    if len(_inside(task, "inputSet")) != 1:
        model.reader.strict(task, "operation-sets", _("a task with an operation has exactly one inputSet (10.3.3)"))
    if len(_inside(task, "outputSet")) > 1:
        model.reader.strict(task, "operation-sets", _("a task with an operation has at most one outputSet (10.3.3)"))
    for name, reference in (("dataInput", "inMessageRef"), ("dataOutput", "outMessageRef")):
        message = next((model.find(content(one)) for one in children(operation, reference)), None)
        _same(
            model,
            task,
            _inside(task, name),
            message,
            _("its %(name)s is not what the operation's %(reference)s carries", name=name, reference=reference),
        )


def _message(model: Model, task: Element, data: str, group: str) -> None:
    message = model.find(task.get("messageRef"))
    if message is None:
        return
    found = _inside(task, data)
    if len(_inside(task, group)) > 1 or len(found) > 1:
        model.reader.strict(
            task,
            "message-sets",
            _("a task with a message has at most one %(group)s and %(data)s (10.3.3)", group=group, data=data),
        )
    _same(model, task, found, message, _("its %(data)s is not what the message carries", data=data))


def _same(model: Model, task: Element, found: list[Element], message: Element | None, text: str) -> None:
    carried = model.find(message.get("itemRef")) if message is not None else None
    if carried is None or not found:
        return
    given = {structure(one) for one in (item(model, each) for each in found) if one is not None}
    if structure(carried) not in given:
        model.reader.strict(task, "message-item", _("%(text)s (10.3.3)", text=text))


def _loop(model: Model, many: Element) -> None:
    for reference, part, data in (
        ("loopDataInputRef", "inputDataItem", "dataInput"),
        ("loopDataOutputRef", "outputDataItem", "dataOutput"),
    ):
        meant = next((model.find(content(one)) for one in children(many, reference)), None)
        inner = next(iter(children(many, part)), None)
        if meant is not None and tag(meant) == "itemDefinition":
            model.reader.error(
                many,
                "loop-data",
                _("%(reference)s must name a %(data)s of the activity (10.3.8)", reference=reference, data=data),
            )
        whole, single = item(model, meant), item(model, inner)
        if whole is None or single is None:
            continue
        if flag(single, "isCollection") or structure(whole) != structure(single):
            model.reader.strict(
                many,
                "loop-item",
                _("%(part)s is not one item of what %(reference)s holds (10.3.8)", part=part, reference=reference),
            )


def _call(model: Model, call: Element) -> None:
    called = model.find(call.get("calledElement"))
    graph = model.graphs.get(model.reader.local(call.get("calledElement")))
    if called is None or (tag(called) != "process" and not tag(called).startswith("global")):
        return  # of another file
    if graph is not None:
        starts = graph.entries("")
        if starts and all(one.triggers for one in starts):
            message = _(
                "the called process %(process)r needs a start event without trigger (10.3.6)", process=graph.key
            )
            model.reader.error(call, "called-start", message)
    if children(call, "ioSpecification") or children(called, "ioSpecification"):
        _exact(model, call, called)


def _exact(model: Model, call: Element, called: Element) -> None:
    """What a call gives and takes is what the called element asks for and yields."""
    for name in ("dataInput", "dataOutput"):
        ours, theirs = (
            sorted(
                structure(one) if one is not None else "" for one in (item(model, each) for each in _inside(side, name))
            )
            for side in (call, called)
        )
        if len(ours) != len(theirs) or (all(ours) and all(theirs) and ours != theirs):
            message = _("its %(name)s elements are not those of what it calls (10.3.6)", name=name)
            model.reader.strict(call, "called-data", message)


def _bindings(model: Model, element: Element) -> None:
    bindings = children(element, "ioBinding")
    if children(element, "supportedInterfaceRef") and not bindings:
        model.reader.error(element, "io-binding", _("has a supported interface, so it needs an ioBinding (10.4.1)"))
    for binding in bindings:
        operation = model.find(binding.get("operationRef"))
        for data, reference in (("inputDataRef", "inMessageRef"), ("outputDataRef", "outMessageRef")):
            message = next((model.find(content(one)) for one in _children(operation, reference)), None)
            bound = model.find(binding.get(data))
            if message is not None and bound is not None:
                text = _("%(data)s is not what the operation's %(reference)s carries", data=data, reference=reference)
                _same(model, binding, [bound], message, text)


def _children(element: Element | None, name: str) -> list[Element]:
    return children(element, name) if element is not None else []


def _event(model: Model, event: Element) -> None:
    name = GIVES.get(tag(event), "dataOutput")
    data = children(event, name)
    if not data:
        return
    found = definitions(model.reader, event)
    if len(data) != len(found):
        message = _(
            "has %(count)s %(name)s, but %(events)s event definitions (10.4.1)",
            count=len(data),
            name=name,
            events=len(found),
        )
        model.reader.strict(event, "event-data", message)
        return
    for one, definition in zip(data, found, strict=True):
        carried, given = _carried(model.reader, definition), item(model, one)
        if carried is not None and given is not None and structure(carried) != structure(given):
            model.reader.strict(one, "event-item", _("is not the item that its event carries (10.4.1)"))


def _carried(reader: Reader, definition: Element) -> Element | None:
    """The item definition of what an event carries."""
    references = [str(definition.get(one)) for one in REFERS.values() if definition.get(one)]
    meant = reader.ids.get(reader.local(references[0])) if references else None
    if meant is None:
        return None
    return reader.ids.get(reader.local(meant.get("itemRef") or meant.get("structureRef")))
