"""Elements that only got another id: of the same type, with the same name, between the same neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from tongban.engines.processes import api as processes

REFERRING = frozenset({"default", "members"})


class Named(Protocol):
    """What an element is and what it is called."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


Elements = Mapping[str, Named]
Sign = tuple[str, str, tuple[str, ...]]


def renamed(old: Elements, new: Elements, one: processes.Scene, other: processes.Scene) -> dict[str, str]:
    """The ids of the old text that the new one has under another id: by the old id the new.

    Only what is meant beyond doubt: one element on either side. Neighbours that were renamed too are found in turn.
    """
    found: dict[str, str] = {}
    while True:
        gone = [name for name in old if name not in new and name not in found]
        taken = set(found.values())
        come = [name for name in new if name not in old and name not in taken]
        called = {name: name for name in old.keys() & new.keys()}
        before = _alone(gone, old, one, called | found)
        after = _alone(come, new, other, called | {name: name for name in taken})
        pairs = {before[sign]: after[sign] for sign in before.keys() & after.keys()}
        if not pairs:
            return found
        found |= pairs


def _alone(names: list[str], elements: Elements, scene: processes.Scene, called: Mapping[str, str]) -> dict[Sign, str]:
    """Those that nothing else looks like."""
    signs: dict[Sign, list[str]] = {}
    for name in names:
        near = tuple(sorted(f"{way} {_word(beside, elements, called)}" for way, beside in _beside(name, scene)))
        signs.setdefault((elements[name].kind, elements[name].name, near), []).append(name)
    return {sign: alike[0] for sign, alike in signs.items() if len(alike) == 1}


def _word(name: str, elements: Elements, called: Mapping[str, str]) -> str:
    if name in called or name not in elements:
        return called.get(name, name)
    return f"{elements[name].kind} {elements[name].name}"


def _beside(name: str, scene: processes.Scene) -> Iterator[tuple[str, str]]:
    """What an element is tied to, and how."""
    shape, way = scene.shapes.get(name), scene.ways.get(name)
    if shape is not None:
        yield "in", shape.parent
        yield "at", shape.attached_to
        yield from (("to", one.target) for one in scene.leaving.get(name, ()))
        yield from (("from", one.source) for one in scene.coming.get(name, ()))
    if way is not None:
        yield from (("in", way.parent), ("from", way.source), ("to", way.target))


def followed(traits: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """What is said of an old element, with the new ids where it refers to others."""
    return {name: _followed(name, value, found) for name, value in traits.items()}


def _followed(name: str, value: str, found: Mapping[str, str]) -> str:
    last = name.rpartition(" ")[2]
    if not last.endswith("Ref") and last not in REFERRING:
        return value
    return ", ".join(found.get(one, one) for one in value.split(", "))
