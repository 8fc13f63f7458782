"""Loops of activities: several instances, or the standard loop."""

from __future__ import annotations

from tongban.engines.processes.graph import Formula, Loop, Repeat
from tongban.engines.processes.reading import Element, Reader, content, flag, own, tag
from tongban.engines.processes.saying import say as _

DATA = frozenset({"dataInput", "dataOutput", "dataObject", "dataObjectReference", "property"})


def several(reader: Reader, activity: Element) -> Loop | None:
    """Multi-instance characteristics of an activity."""
    many = reader.child(activity, "multiInstanceLoopCharacteristics")
    if many is None:
        return None
    if many.get("behavior", "All") != "All" or reader.child(many, "complexBehaviorDefinition") is not None:
        reader.error(many, "not-executed", _("events thrown by instances are not among what this engine executes"))
    item = reader.child(many, "inputDataItem")
    return Loop(
        sequential=flag(many, "isSequential"),
        collect=own(many, "collect") or activity.get("id") or "",
        cardinality=_formula(reader, many, "loopCardinality"),
        collection=_collection(reader, many),
        item=((item.get("name") or item.get("id")) if item is not None else "") or "item",
        completion=_formula(reader, many, "completionCondition"),
    )


def repeat(reader: Reader, activity: Element) -> Repeat | None:
    """The standard loop of an activity."""
    loop = reader.child(activity, "standardLoopCharacteristics")
    if loop is None:
        return None
    most = reader.number(loop, "loopMaximum") if loop.get("loopMaximum") is not None else None
    return Repeat(_formula(reader, loop, "loopCondition"), flag(loop, "testBefore"), most)


def _formula(reader: Reader, holder: Element, name: str) -> Formula | None:
    part = reader.child(holder, name)
    if part is None:
        return None
    formula = reader.formula(part, content(part))
    if formula is None:
        reader.foreign(part, "empty-expression", _("the expression is empty"))
    return formula


def _collection(reader: Reader, many: Element) -> Formula | None:
    """A collection is named by the data element that it is, or given as FEEL."""
    part = reader.child(many, "loopDataInputRef")
    if part is None:
        return None
    named = reader.ids.get(reader.local(content(part)))
    if named is not None and tag(named) in DATA:
        return reader.formula(part, variable(reader, named))
    return _formula(reader, many, "loopDataInputRef")


def variable(reader: Reader, data: Element) -> str:
    """The variable that a data element is: its name, else its id; a reference is what it refers to."""
    meant = reader.ids.get(data.get("dataObjectRef") or "")
    if meant is not None and tag(meant) == "dataObject":
        data = meant
    return (data.get("name") or data.get("id") or "").strip()
