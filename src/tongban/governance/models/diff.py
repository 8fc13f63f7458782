"""What changed between two texts of a process, element by element; where it is drawn counts apart. An element that only
got another id is one that changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from tongban.engines.processes import api as processes
from tongban.governance.models.renaming import followed, renamed
from tongban.kernel.web.api import safe_xml

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DRAWING = "{http://www.omg.org/spec/BPMN/20100524/DI}"
LARGEST = 2_000_000
SPOKEN = frozenset({"message", "error", "signal", "escalation", "process", "collaboration", "dataObject"})
SILENT = frozenset({"incoming", "outgoing"})

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class Trait:
    """One thing said of an element: its name in the file, before and after; empty where it is not said."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class ElementChange:
    """An element that differs. `element` is its kind, `name` what it is called (before, when it is gone); `was` its id
    before, where that was another.
    """

    id: str
    kind: Kind
    element: str
    name: str
    traits: tuple[Trait, ...]
    was: str = ""


@dataclass(frozen=True)
class Comparison:
    """`moved` counts elements that are the same and drawn elsewhere."""

    changes: tuple[ElementChange, ...]
    moved: int
    before: processes.Scene
    after: processes.Scene

    def of(self, kind: Kind) -> tuple[ElementChange, ...]:
        return tuple(one for one in self.changes if one.kind == kind)

    @property
    def same(self) -> bool:
        return not self.changes and not self.moved


@dataclass(frozen=True)
class _Element:
    kind: str
    name: str
    traits: Mapping[str, str]


def compare(before: str, after: str) -> Comparison:
    """Compares two texts. Raises DeclarationError for what is no XML."""
    one, other = processes.scene(before), processes.scene(after)
    old, new = _elements(before, one), _elements(after, other)
    found = renamed(old, new, one, other)
    kept = {
        found.get(name, name): _Element(seen.kind, seen.name, followed(seen.traits, found))
        for name, seen in old.items()
    }
    was = {now: before for before, now in found.items()}
    names = [*new, *(name for name in kept if name not in new)]
    changes = [change for name in names for change in _change(name, kept, new, was.get(name, ""))]
    return Comparison(tuple(changes), _moved(one, other, found), one, other)


def _change(name: str, old: Mapping[str, _Element], new: Mapping[str, _Element], other: str) -> Iterator[ElementChange]:
    was, now = old.get(name), new.get(name)
    shown = now or was
    assert shown is not None  # noqa: S101 (the name comes from one of them)
    before, after = was.traits if was else {}, now.traits if now else {}
    traits = tuple(
        Trait(key, before.get(key, ""), after.get(key, ""))
        for key in {**before, **after}
        if before.get(key, "") != after.get(key, "")
    )
    if was is None or now is None:
        yield ElementChange(name, "added" if was is None else "removed", shown.kind, shown.name or name, traits)
    elif traits or other:
        ids = (Trait("id", other, name),) if other else ()
        yield ElementChange(name, "changed", now.kind, now.name or was.name or name, ids + traits, other)


def _elements(text: str, scene: processes.Scene) -> dict[str, _Element]:
    root = safe_xml(processes.encoded(text), max_bytes=LARGEST)
    spoken = {*scene.shapes, *scene.ways}
    found = {}
    for one in root.iter():
        if not isinstance(one.tag, str) or one.tag.startswith(DRAWING):
            continue
        kind, name = etree.QName(one).localname, one.get("id")
        if name and (name in spoken or kind in SPOKEN):
            known = scene.shapes.get(name) or scene.ways.get(name)
            title = str(known.name) if known is not None else one.get("name") or ""
            found[name] = _Element(kind, title, dict(_traits(one, spoken)))
    return found


def _traits(one: etree._Element, spoken: set[str], path: str = "") -> Iterator[tuple[str, str]]:
    """What is said of an element, in itself and in what belongs to it."""
    if not path:
        yield "kind", etree.QName(one).localname
        members = sorted(
            "".join(map(str, child.itertext())).strip() for child in one if child.tag == f"{BPMN}flowNodeRef"
        )
        yield "members", ", ".join(members)
    for name, value in one.attrib.items():
        if name != "id":
            yield _joined(path, etree.QName(str(name)).localname), str(value)
    words = " ".join((one.text or "").split())
    if path and words:
        yield path, words
    count: dict[str, int] = {}
    for child in one:
        kind = etree.QName(child).localname if isinstance(child.tag, str) else ""
        apart = child.get("id") in spoken or kind in SPOKEN
        if not kind or apart or kind in SILENT or kind == "flowNodeRef":
            continue
        count[kind] = count.get(kind, 0) + 1
        place = _joined(path, kind) + (f" {count[kind]}" if count[kind] > 1 else "")
        if not len(child) and not child.attrib and not (child.text or "").strip():
            yield place, "✓"
        yield from _traits(child, spoken, place)


def _joined(path: str, name: str) -> str:
    return f"{path} {name}".strip() if path != "extensionElements" else name


def _moved(one: processes.Scene, other: processes.Scene, found: Mapping[str, str]) -> int:
    if one.diagram is None or other.diagram is None:
        return 0
    shapes = {found.get(name, name): box for name, box in one.diagram.shapes.items()}
    lines = {found.get(name, name): line for name, line in one.diagram.lines.items()}
    new = other.diagram
    boxes = sum(shapes[name] != new.shapes[name] for name in shapes.keys() & new.shapes.keys())
    return boxes + sum(lines[name].points != new.lines[name].points for name in lines.keys() & new.lines.keys())
