"""What is wrong with a text, and where: the faults that a package with it would have, by element and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Kind, Package, Problem, System, Text

KIND = "processes"
LINE = re.compile(r"line (\d+)")
NAMED = re.compile(r"\w+ '([^']+)': ")


@dataclass(frozen=True)
class Fault:
    """`element` and `name` are empty for what concerns the whole file; `line` is 0 where there is none."""

    severity: str
    message: str
    suggestion: str
    element: str = ""
    name: str = ""
    line: int = 0


@dataclass(frozen=True)
class Review:
    """A text looked through. `graph` is None when it cannot be executed, `scene` when it is no XML."""

    graph: processes.Graph | None
    scene: processes.Scene | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(one for one in self.faults if one.severity == "error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(one for one in self.faults if one.severity == "warning")


def review(text: str, process: str) -> Review:
    """Compiles a text of a process and checks it as its package would be. Never raises for what the text holds."""
    kind = next(one for one in declarations.kinds() if one.folder == KIND)
    source = f"{KIND}/{process}.bpmn"
    try:
        scene = processes.scene(text)
    except declarations.DeclarationError as error:
        return Review(None, None, tuple(_fault(one, None) for one in error.problems))
    found = [_told(one, scene) for one in processes.load(text, source).problems]
    try:
        graph = kind.read(text, source)
    except declarations.DeclarationError as error:
        # What keeps a foreign model from running is a warning of the reader and an error here: it is said once.
        said = {(one.line, one.message): one for one in (*found, *(_fault(one, scene) for one in error.problems))}
        return Review(None, scene, tuple(sorted(said.values(), key=_rank)))
    found += [_fault(one, scene) for one in _checked(kind, text, process, graph)]
    return Review(graph, scene, tuple(sorted(dict.fromkeys(found), key=_rank)))


def _rank(fault: Fault) -> tuple[str, int]:
    return fault.severity, fault.line


def _told(finding: processes.Finding, scene: processes.Scene) -> Fault:
    shape = scene.shapes.get(finding.element)
    name = str(shape.name) if shape else ""
    return Fault(finding.severity, *processes.said(finding.message), finding.element, name, finding.line)


def _checked(kind: Kind, text: str, process: str, graph: processes.Graph) -> Iterator[Problem]:
    """What the rules of packages say, as if the package of the process were loaded with this text."""
    if kind.check is None:
        return
    item = Item(KIND, process, declarations.version_of(text), f"{KIND}/{process}.bpmn", text, graph)
    offers = (one for one in declarations.current_all("offers") if one.value.process == process)
    called = (one for one in declarations.current_all(KIND) if one.key != process)
    yield from kind.check(Package(System(process, "draft", Text("", "")), Path(), (item, *offers, *called)), item)


def _fault(problem: Problem, scene: processes.Scene | None) -> Fault:
    place = LINE.match(problem.path)
    line = int(place[1]) if place else 0
    named = NAMED.match(problem.message)
    element = named[1] if named else _at(scene, line)
    shape = scene.shapes.get(element) if scene is not None else None
    message, hint = processes.said(problem.message)
    told = message.removeprefix(named[0] if named else "")
    suggestion = hint or processes.said(problem.suggestion)[0]
    return Fault(problem.severity, told, suggestion, element, str(shape.name) if shape else "", line)


def _at(scene: processes.Scene | None, line: int) -> str:
    """The element that stands on a line."""
    shapes = scene.shapes.values() if scene is not None and line else ()
    return next((shape.id for shape in shapes if shape.line == line), "")
