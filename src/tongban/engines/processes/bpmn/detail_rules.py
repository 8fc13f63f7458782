"""Rules of single attributes and of what is named beside processes (BPMN 2.0, chapters 8 to 11)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from tongban.engines.processes.bpmn.model import Model
from tongban.engines.processes.bpmn.triggers import DEFINITIONS
from tongban.engines.processes.reading import Element, children, content, flag, must_execute, tag, vendor
from tongban.engines.processes.saying import say as _

_FORMAT = re.compile(r"[\w.+-]+/[\w.+-]+(?:\s*;.*)?")
_NO_URI = re.compile(r"%(?![0-9A-Fa-f]{2})|[\s<>\"{}|\\^`]")
_NUMBER = re.compile(r"\s*[+-]?\d+(?:\.\d+)?\s*")
EXPRESSIONS = ("conditionExpression", "messagePath", "dataPath", "condition", "loopCondition", "completionCondition")
THROWING = frozenset({"endEvent", "intermediateThrowEvent"})


def check(model: Model) -> None:
    """Formats, languages, definitions that are shared, and what executable processes need."""
    for rule, names in RULES:
        for name in names:
            for element in model.every(name):
                rule(model, element)


def _format(model: Model, element: Element) -> None:
    given = element.get("textFormat")
    if given is not None and not _FORMAT.fullmatch(given.strip()):
        model.reader.error(element, "text-format", _("textFormat=%(given)r is no MIME type (8.2.1)", given=given[:40]))


def _expression(model: Model, element: Element) -> None:
    language = element.get("language")
    if language is not None and _NO_URI.search(language):
        model.reader.error(element, "bad-value", _("language=%(language)r is no URI (8.3.7)", language=language[:40]))
    if tag(element) == "completionCondition" and _NUMBER.fullmatch(content(element)):
        model.reader.error(element, "condition-type", _("is a number; a condition is true or false (10.3.8)"))
    if tag(element) in ("messagePath", "dataPath") and not content(element):
        model.reader.error(element, "empty-expression", _("the expression is empty (8.3.7)"))


def _shared(model: Model, reference: Element) -> None:
    """A definition inside a throwing event belongs to it alone."""
    meant = model.find(content(reference))
    holder = meant.getparent() if meant is not None else None
    if holder is not None and tag(holder) in THROWING:
        message = _(
            "the definition %(name)r belongs to the event %(event)r that throws it (10.5)",
            name=content(reference),
            event=holder.get("id"),
        )
        model.reader.error(reference, "shared-definition", message)


def _definition(model: Model, definition: Element) -> None:
    """What an executable process cannot do without."""
    event = definition.getparent()
    if event is None or not must_execute(event) or vendor(event):
        return
    if tag(definition) == "messageEventDefinition" and not definition.get("messageRef"):
        model.reader.error(definition, "no-message", _("which message? messageRef is missing (10.5.5)"))
    if tag(definition) == "escalationEventDefinition" and tag(event) in THROWING:
        meant = model.find(definition.get("escalationRef"))
        if meant is None or not meant.get("escalationCode"):
            model.reader.error(
                definition, "no-escalation-code", _("which escalation? it needs an escalationCode (10.5.5)")
            )


def _role(model: Model, element: Element) -> None:
    referred = bool(children(element, "resourceRef"))
    if referred and children(element, "resourceAssignmentExpression"):
        model.reader.error(element, "role-both", _("has both resourceRef and resourceAssignmentExpression (10.3.1)"))
    if not referred and children(element, "resourceParameterBinding"):
        model.reader.error(element, "role-binding", _("binds parameters without a resourceRef (10.3.1)"))


def _process(model: Model, process: Element) -> None:
    if process.get("processType") == "Public" and flag(process, "isExecutable"):
        model.reader.error(process, "public-executable", _("a public process is not executable (10.2)"))


def _flow(model: Model, flow: Element) -> None:
    if flow.get("isImmediate") is not None and not flag(flow, "isImmediate"):
        model.reader.strict(flow, "not-immediate", _("isImmediate may not be false in an executable process (8.3.13)"))


def _script(model: Model, task: Element) -> None:
    if children(task, "script") and not task.get("scriptFormat"):
        model.reader.warn(task, "script-format", _("scriptFormat is missing, so its script is taken for FEEL"))


RULES: tuple[tuple[Callable[[Model, Element], None], Iterable[str]], ...] = (
    (_format, ("documentation", "textAnnotation")),
    (_expression, EXPRESSIONS),
    (_process, ("process",)),
    (_flow, ("sequenceFlow",)),
    (_shared, ("eventDefinitionRef",)),
    (_definition, DEFINITIONS),
    (_script, ("scriptTask",)),
    (_role, ("performer", "humanPerformer", "potentialOwner", "resourceRole")),
)
