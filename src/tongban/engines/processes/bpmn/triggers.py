"""What events wait for or throw, from the definitions inside them or those that they refer to."""

from __future__ import annotations

from collections.abc import Mapping

from tongban.engines.processes.bpmn import expressions, moments
from tongban.engines.processes.bpmn.roots import Roots
from tongban.engines.processes.graph import Formula, Timer, Trigger, TriggerKind
from tongban.engines.processes.reading import Element, Reader, children, content, flag, line_of, own, tag
from tongban.engines.processes.saying import say as _

DEFINITIONS: Mapping[str, TriggerKind] = {
    "messageEventDefinition": "message",
    "timerEventDefinition": "timer",
    "signalEventDefinition": "signal",
    "conditionalEventDefinition": "conditional",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "terminateEventDefinition": "terminate",
    "linkEventDefinition": "link",
    "compensateEventDefinition": "compensation",
    "cancelEventDefinition": "cancel",
}
REFERS: Mapping[str, str] = {
    "message": "messageRef",
    "signal": "signalRef",
    "error": "errorRef",
    "escalation": "escalationRef",
}
MESSAGING = frozenset({"receiveTask", "sendTask"})
PLACES: Mapping[str, str] = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


def definitions(reader: Reader, event: Element) -> list[Element]:
    """The definitions of an event in the order of the file; those of a reference are where it leads."""
    found = []
    for child in event:
        if tag(child) in DEFINITIONS:
            found.append(child)
        elif tag(child) == "eventDefinitionRef":
            meant = reader.ids.get(reader.local(content(child)))
            if meant is not None and tag(meant) in DEFINITIONS:
                found.append(meant)
    return found


def triggers(reader: Reader, event: Element, roots: Roots) -> tuple[Trigger, ...]:
    """The triggers of an event, or the message of a task that receives or sends one."""
    if tag(event) == "sendTask" and not event.get("messageRef"):
        return ()
    if tag(event) in MESSAGING:
        name = roots.name("message", reader.local(event.get("messageRef")))
        return (Trigger("message", name or event.get("id") or "", correlation=_correlation(reader, event)),)
    return tuple(_trigger(reader, event, one, roots) for one in definitions(reader, event))


def _trigger(reader: Reader, event: Element, definition: Element, roots: Roots) -> Trigger:
    kind = DEFINITIONS[tag(definition)]
    if kind in REFERS:
        name = roots.name(kind, reader.local(definition.get(REFERS[kind])))
        if kind == "message":
            return Trigger(kind, name or event.get("id") or "", correlation=_correlation(reader, event))
        return Trigger(kind, name or ((event.get("id") or "") if kind == "signal" else ""))
    if kind in ("timer", "conditional"):
        timer = _timer(reader, event, definition) if kind == "timer" else None
        return Trigger(kind, timer=timer, condition=_condition(reader, definition))
    if kind == "link":
        return Trigger(kind, (definition.get("name") or "").strip())
    if kind == "compensation":
        wait = flag(definition, "waitForCompletion", default=True)
        return Trigger(kind, reader.local(definition.get("activityRef")), wait=wait)
    return Trigger(kind)


def _correlation(reader: Reader, holder: Element) -> Formula | None:
    text = own(holder, "correlation")
    return reader.formula(holder, text, language="") if text else None


def _condition(reader: Reader, definition: Element) -> Formula | None:
    part = reader.child(definition, "condition")
    if part is None:
        return None
    formula = reader.formula(part, content(part))
    if formula is None:
        reader.lacks(part, "empty-condition", _("a conditional event needs an expression (10.5.5)"))
    return formula


def _timer(reader: Reader, event: Element, definition: Element) -> Timer | None:
    limit = own(definition, "limit") or own(event, "limit")
    line = line_of(definition)
    found = [part for name in PLACES for part in children(definition, name)]
    if limit and not found:
        return Timer("limit", limit, line)
    if len(found) != 1 or limit:
        note = reader.error if found else reader.lacks
        note(
            definition,
            "timer-parts",
            _("needs exactly one of timeDate, timeDuration, timeCycle, tongban:limit (10.5.5)"),
        )
        return None
    return _time(reader, found[0])


def _time(reader: Reader, part: Element) -> Timer:
    place, text = PLACES[tag(part)], content(part).removeprefix("=").strip()
    kind, why = moments.kind(place, text)
    language = reader.language_of(part)
    if kind == "wrong":
        note = reader.error if text else reader.lacks
        note(part, "timer-text", why)
    elif kind == "cron":
        reader.foreign(
            part, "cron", _("the cron timer %(text)r is of another engine", text=text), _("write a cycle such as R/P1D")
        )
    elif kind == "foreign" or (kind == "feel" and language and not expressions.is_feel(language)):
        reader.foreign(
            part,
            "foreign-expression",
            _("%(text)r: %(why)s", text=text[:60], why=why or _("an expression of another engine")),
        )
    return Timer(place, text, line_of(part))  # type: ignore[arg-type]  # one of the three places
