"""Rules of collaborations and choreographies, of which nothing is executed (BPMN 2.0, chapters 9 and 11)."""

from __future__ import annotations

from tongban.engines.processes.bpmn.model import Model
from tongban.engines.processes.reading import Element, children, content, flag, tag
from tongban.engines.processes.saying import say as _

EMPTY = frozenset(
    {
        "conversation", "subConversation", "callConversation", "participantAssociation", "messageFlowAssociation",
        "conversationAssociation", "association", "group", "textAnnotation",
    }
)  # fmt: skip


def check(model: Model) -> None:
    """Multiplicities, references between choreographies, global conversations."""
    for multiplicity in model.every("participantMultiplicity"):
        _multiplicity(model, multiplicity)
    for name in ("choreography", "globalConversation"):
        for element in model.every(name):
            if children(element, "choreographyRef"):
                model.reader.error(element, "choreography-ref", _("may not refer to a choreography (9.2)"))
    for element in model.every("globalConversation"):
        for child in element:
            if tag(child) in EMPTY:
                model.reader.error(child, "global-conversation", _("may not stand in a globalConversation (9.5)"))
    for element in model.every("collaboration"):
        _closed(model, element)


def _closed(model: Model, element: Element) -> None:
    for reference in children(element, "choreographyRef"):
        meant = model.find(content(reference))
        if meant is not None and flag(meant, "isClosed") != flag(element, "isClosed"):
            model.reader.error(element, "choreography-closed", _("isClosed is not that of its choreography (9.2)"))


def _multiplicity(model: Model, element: Element) -> None:
    least, most = model.reader.number(element, "minimum", 0), model.reader.number(element, "maximum", 1)
    if least < 0:
        model.reader.error(element, "multiplicity", _("minimum may not be negative (9.2)"))
    if most < 1 or (element.get("maximum") is not None and most < least):
        model.reader.error(element, "multiplicity", _("maximum is at least 1 and not less than minimum (9.2)"))
