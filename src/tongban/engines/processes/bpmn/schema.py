"""The grammar of BPMN as shapes: for each element its attributes and children."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tongban.engines.processes.bpmn.grammar import TYPES

_ITEM = re.compile(r"(?P<name>\w+)(?:=(?P<type>\w+))?(?P<many>[?*+!]?)(?::(?P<kind>\S+))?")


@dataclass(frozen=True, slots=True)
class Attribute:
    """`kind` is "text", "int" or "bool"; `words` are the values allowed, empty for any."""

    required: bool
    kind: str = "text"
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Child:
    """Where a child stands in the sequence of its parent, and how often; `part` is the name in the grammar."""

    part: str
    place: int
    required: bool
    single: bool


@dataclass(frozen=True, slots=True)
class Shape:
    attributes: Mapping[str, Attribute]
    children: Mapping[str, Child]


@dataclass(frozen=True, slots=True)
class _Type:
    base: str
    abstract: bool
    attributes: tuple[str, ...]
    children: tuple[str, ...]


@cache
def shapes() -> Mapping[str, Shape]:
    """The shape of every element by its local name."""
    types = _types()
    heirs: dict[str, set[str]] = {name: set() for name in types}
    for name, one in types.items():
        ancestor = name
        while ancestor:
            if not one.abstract:
                heirs[ancestor].add(name)
            ancestor = types[ancestor].base
    found = {name: _shape(types, heirs, name) for name, one in types.items() if not one.abstract}
    for one in types.values():
        for child in one.children:
            match = _ITEM.fullmatch(child)
            if match and match["type"]:
                kind = "formalExpression" if match["type"] == "expression" else match["type"]
                found[match["name"]] = _shape(types, heirs, kind)
            elif match and match["name"] not in types:
                found.setdefault(match["name"], Shape({}, {}))
    return found


def _types() -> dict[str, _Type]:
    found: dict[str, _Type] = {}
    for line in TYPES.replace("\n  ", " ").strip().splitlines():
        head, attributes, children = (f"{line} | | ").split("|")[:3]
        name, _, base = head.strip().partition(" < ")
        found[name.lstrip("~")] = _Type(base, name[0] == "~", tuple(attributes.split()), tuple(children.split()))
    return found


def _shape(types: Mapping[str, _Type], heirs: Mapping[str, set[str]], name: str) -> Shape:
    line = [name]
    while types[line[-1]].base:
        line.append(types[line[-1]].base)
    attributes: dict[str, Attribute] = {}
    children: dict[str, Child] = {}
    for ancestor in reversed(line):
        for word in types[ancestor].attributes:
            attributes.update(_attribute(word))
        for word in types[ancestor].children:
            match = _ITEM.fullmatch(word)
            if match:
                child = Child(match["name"], len(children), match["many"] in ("", "+"), match["many"] in ("", "?"))
                fitting = {match["name"]} if match["type"] else heirs.get(match["name"], {match["name"]})
                children.update(dict.fromkeys(fitting, child))
    return Shape(attributes, children)


def _attribute(word: str) -> dict[str, Attribute]:
    match = _ITEM.fullmatch(word)
    if not match:
        return {}
    kind = match["kind"] or "text"
    words = () if kind in ("text", "int", "bool") else tuple(kind.split("/"))
    return {match["name"]: Attribute(match["many"] == "!", "text" if words else kind, words)}
