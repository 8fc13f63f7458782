"""Rules of data: what tasks take and give, sets of inputs and outputs, associations (BPMN 2.0, 10.4)."""

from __future__ import annotations

from tongban.engines.processes.bpmn.model import Model
from tongban.engines.processes.reading import Element, children, content, flag, tag
from tongban.engines.processes.saying import say as _

DATA = ("dataObject", "dataInput", "dataOutput", "property", "dataStore")
HOLDS_NONE = frozenset({"subProcess", "transaction", "adHocSubProcess"})


def check(model: Model) -> None:
    """Every data element, specification and association of the file."""
    for name in DATA:
        for element in model.every(name):
            _collection(model, element)
    for specification in model.every("ioSpecification"):
        _specification(model, specification)
    for name in ("dataInputAssociation", "dataOutputAssociation"):
        for association in model.every(name):
            _association(model, association)


def item(model: Model, element: Element | None) -> Element | None:
    """The item definition of a data element; of a reference that of what it refers to."""
    if element is None:
        return None
    own = model.find(element.get("itemSubjectRef"))
    if own is not None:
        return own
    meant = model.find(element.get("dataObjectRef") or element.get("dataStoreRef"))
    return item(model, meant) if meant is not None else None


def structure(definition: Element) -> str:
    """What says whether two items are the same: their structure, else the definition itself."""
    return definition.get("structureRef") or f"#{definition.get('id')}"


def _collection(model: Model, element: Element) -> None:
    definition = item(model, element)
    given = element.get("isCollection")
    if (
        definition is not None
        and given is not None
        and flag(element, "isCollection") != flag(definition, "isCollection")
    ):
        message = _("isCollection is not that of the item definition %(id)r (10.4.1)", id=definition.get("id"))
        model.reader.strict(element, "item-collection", message)


def _specification(model: Model, specification: Element) -> None:
    holder = specification.getparent()
    if holder is not None and tag(holder) in HOLDS_NONE:
        model.reader.error(specification, "io-in-subprocess", _("a sub-process has no ioSpecification (10.4.1)"))
    for one, other in (("Input", "Output"), ("Output", "Input")):
        _sets(model, specification, one, other)


def _sets(model: Model, specification: Element, one: str, other: str) -> None:
    sets = children(specification, f"{one.lower()}Set")
    named: set[str] = set()
    for each in sets:
        listed = _texts(each, f"data{one}Refs")
        named |= listed
        for kind in ("optional", "whileExecuting"):
            for reference in _texts(each, f"{kind}{one}Refs") - listed:
                message = _(
                    "%(reference)r is %(kind)s, but not listed in data%(one)sRefs (10.4.1)",
                    reference=reference,
                    kind=kind,
                    one=one,
                )
                model.reader.error(each, "set-subset", message)
        _pairs(model, each, one, other)
    for data in children(specification, f"data{one}"):
        if data.get("id") not in named:
            model.reader.error(data, "set-missing", _("stands in no %(set)sSet (10.4.1)", set=one.lower()))


def _pairs(model: Model, each: Element, one: str, other: str) -> None:
    """Sets that name each other do so in both directions."""
    for reference in _texts(each, f"{other.lower()}SetRefs"):
        partner = model.find(reference)
        if partner is not None and each.get("id") not in _texts(partner, f"{one.lower()}SetRefs"):
            model.reader.error(
                each,
                "set-pair",
                _("names the set %(reference)r, which does not name it back (10.4.1)", reference=reference),
            )


def _texts(element: Element, name: str) -> set[str]:
    return {content(child).rpartition(":")[2] for child in children(element, name)}


def _association(model: Model, association: Element) -> None:
    sources = [model.find(content(child)) for child in children(association, "sourceRef")]
    targets = [model.find(content(child)) for child in children(association, "targetRef")]
    transformation = children(association, "transformation")
    for part in transformation:
        if not content(part):
            model.reader.error(part, "empty-expression", _("the transformation is empty (10.4.2)"))
    inward = tag(association) == "dataInputAssociation"
    for end in (*sources, *targets):
        if end is not None and tag(end) == ("dataOutput" if inward else "dataInput"):
            message = _(
                "a %(kind)s may not lead to or from the %(end)s %(id)r (10.4.2)",
                kind=tag(association),
                end=tag(end),
                id=end.get("id"),
            )
            model.reader.error(association, "association-direction", message)
    if transformation:
        return
    if len(sources) > 1:
        model.reader.strict(association, "association-sources", _("several sources need a transformation (10.4.2)"))
    one, other = item(model, sources[0] if sources else None), item(model, targets[0] if targets else None)
    assigned = children(association, "assignment")
    if one is not None and other is not None and not assigned and structure(one) != structure(other):
        message = _("its source and target are of different items; it needs a transformation (10.4.2)")
        model.reader.strict(association, "association-items", message)
