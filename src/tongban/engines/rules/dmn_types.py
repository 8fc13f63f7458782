"""Item definitions in DMN XML to declared types."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tongban.engines.rules.dmn_reader import Reader, attribute, child, children, text_of
from tongban.engines.rules.expressions import Cell
from tongban.engines.rules.items import Declared, ItemType
from tongban.engines.rules.kinds import ANY
from tongban.engines.rules.tree import Type


def read_types(reader: Reader, root: etree._Element, imported: list[Declared]) -> Declared:
    """The types of a model with those of its imports. Definitions may stand in any order."""
    plain = {name: kind for one in imported for name, kind in one.plain.items()}
    items = {name: item for one in imported for name, item in one.items.items()}
    nodes = {attribute(node, "name"): node for node in children(root, "itemDefinition")}
    reader.declared = Declared(plain | dict.fromkeys(nodes, ANY), items)  # names first: definitions refer to later ones
    found = {item.name: item for name, node in nodes.items() for item in _item(reader, node, name)}
    items |= found
    return Declared(plain | {name: item.type for name, item in found.items()}, items)


def _item(reader: Reader, node: etree._Element, name: str) -> Iterator[ItemType]:
    """A definition, after those of its components that have constraints of their own."""
    parts = children(node, "itemComponent")
    kind = ANY
    if parts:
        members = []
        for part in parts:
            own = f"{name}/{attribute(part, 'name')}"
            below = list(_item(reader, part, own))
            yield from below[:-1]
            last = below[-1]
            if last.allowed or last.constraint:
                yield last
            members.append((attribute(part, "name"), Type(own) if last.allowed or last.constraint else last.type))
        kind = Type("context", (), tuple(members))
    elif child(node, "functionItem") is not None:
        kind = _function(reader, child(node, "functionItem"))
    elif (reference := child(node, "typeRef")) is not None:
        kind = reader.kind(reference, text_of(reference))
    if attribute(node, "isCollection") == "true":
        kind = Type("list", (kind,))
    yield ItemType(name, kind, _cell(reader, node, "allowedValues", name), _cell(reader, node, "typeConstraint", name))


def _function(reader: Reader, node: etree._Element | None) -> Type:
    """The type of a function; what is not said of it is anything."""
    if node is None:
        return Type("function")
    parameters = tuple(reader.type(one) for one in children(node, "parameters"))
    return Type("function", (*parameters, reader.kind(node, attribute(node, "outputTypeRef"))))


def _cell(reader: Reader, node: etree._Element, element: str, name: str) -> Cell | None:
    inner = child(node, element)
    if inner is None or not text_of(inner):
        return None
    return reader.cell(inner, frozenset(), f"type {name!r}")
