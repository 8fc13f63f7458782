"""What a BPMN file pictures: every element that has a shape or a line, whether an engine understands it or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tongban.engines.processes.graph import Diagram
from tongban.kernel.declarations.api import Text

POOLS = frozenset({"participant", "lane"})
SUBS = frozenset({"subProcess", "transaction", "adHocSubProcess"})
STEPS = SUBS | frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask",
     "callActivity"}
)  # fmt: skip
GATES = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
DATA = frozenset({"dataObject", "dataObjectReference", "dataStoreReference", "dataInput", "dataOutput"})
FLOW_NODES = STEPS | GATES | EVENTS
THROWING = frozenset({"endEvent", "intermediateThrowEvent"})


@dataclass(frozen=True, slots=True)
class Shape:
    """An element with an area. `parent` holds it: a sub-process, a process, a pool, a lane. `events` are the kinds of
    an event's definitions; `loop` is parallel, sequential or standard; `members` the nodes of a lane.
    """

    id: str
    kind: str
    name: Text
    line: int = 0
    parent: str = ""
    events: tuple[str, ...] = ()
    every: bool = False
    interrupting: bool = True
    attached_to: str = ""
    loop: str = ""
    compensating: bool = False
    triggered: bool = False
    instantiating: bool = False
    collection: bool = False
    default: str = ""
    process: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """An element drawn as a line. `heads` says at which ends an association has an arrow: none, one or both."""

    id: str
    kind: str
    source: str
    target: str
    name: Text
    parent: str = ""
    conditional: bool = False
    heads: str = "none"


@dataclass(frozen=True)
class Scene:
    """A file's elements by id. `diagram` is its own interchange, None when it has none."""

    key: str
    name: Text
    shapes: Mapping[str, Shape]
    ways: Mapping[str, Way]
    diagram: Diagram | None = None
    whole: str = ""

    @cached_property
    def children(self) -> Mapping[str, tuple[Shape, ...]]:
        """The flow nodes of each process and sub-process."""
        found: dict[str, list[Shape]] = {}
        for shape in self.shapes.values():
            if shape.kind in FLOW_NODES:
                found.setdefault(shape.parent, []).append(shape)
        return {parent: tuple(shapes) for parent, shapes in found.items()}

    @cached_property
    def leaving(self) -> Mapping[str, tuple[Way, ...]]:
        """Sequence flows by their source."""
        return self._by("source")

    @cached_property
    def coming(self) -> Mapping[str, tuple[Way, ...]]:
        """Sequence flows by their target."""
        return self._by("target")

    def _by(self, end: str) -> dict[str, tuple[Way, ...]]:
        found: dict[str, list[Way]] = {}
        for way in self.ways.values():
            if way.kind == "sequenceFlow":
                found.setdefault(getattr(way, end), []).append(way)
        return {name: tuple(ways) for name, ways in found.items()}

    @cached_property
    def boundaries(self) -> Mapping[str, tuple[Shape, ...]]:
        """Boundary events by the activity that bears them."""
        found: dict[str, list[Shape]] = {}
        for shape in self.shapes.values():
            if shape.kind == "boundaryEvent":
                found.setdefault(shape.attached_to, []).append(shape)
        return {name: tuple(shapes) for name, shapes in found.items()}

    @cached_property
    def lanes(self) -> tuple[Shape, ...]:
        return tuple(shape for shape in self.shapes.values() if shape.kind == "lane")

    @cached_property
    def pools(self) -> tuple[Shape, ...]:
        return tuple(shape for shape in self.shapes.values() if shape.kind == "participant")


@dataclass(frozen=True, slots=True)
class Mark:
    """Something said of one element on its picture: `text` in a badge (short), `kind` a class that the sheet knows.

    Kinds: added, removed, changed (a difference), heat-1 … heat-5 (cold to hot), note. `title` is the whole sentence
    for those who cannot see the badge.
    """

    text: str = ""
    kind: str = "note"
    title: str = ""
