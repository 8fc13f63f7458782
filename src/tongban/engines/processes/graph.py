"""The compiled graph of a process: immutable, everything that the game asks about it answered beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.processes.scene import Scene

TASKS = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask"}
)
SCOPES = frozenset({"subProcess", "transaction"})
ACTIVITIES = TASKS | SCOPES | {"callActivity"}
CALLS = frozenset({"serviceTask", "businessRuleTask", "sendTask"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})


@dataclass(frozen=True, slots=True)
class Formula:
    """A FEEL expression of the model and the line on which it stands."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Timer:
    """When a timer fires. `limit`: the host computes it from the properties; the others are ISO 8601 or FEEL."""

    kind: Literal["date", "duration", "cycle", "limit"]
    text: str
    line: int


TriggerKind = Literal[
    "none", "message", "timer", "signal", "conditional", "error", "escalation", "terminate", "link", "compensation",
    "cancel",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trigger:
    """What an event waits for or does. `name` is the name of the message, signal or link, the code of the error or
    escalation ("" catches every one), or the id of the activity to compensate ("": all of the scope); `wait`: a thrown
    compensation goes on only when its handlers have completed.
    """

    kind: TriggerKind
    name: str = ""
    timer: Timer | None = None
    correlation: Formula | None = None
    condition: Formula | None = None
    wait: bool = True


NONE = Trigger("none")


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance: each instance has its own data, gathered at the end as a list under the name `collect`."""

    sequential: bool
    collect: str
    cardinality: Formula | None = None
    collection: Formula | None = None
    item: str = "item"
    completion: Formula | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """A standard loop: again while `condition` holds (none: always), asked before each pass or after it; `maximum` is
    the `loopMaximum` of the file, which may be negative (that fails when it is executed).
    """

    condition: Formula | None
    before: bool = False
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One line of an input or output mapping: `target` takes the value of `source`."""

    target: str
    source: Formula


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node. `scope` is the sub-process that holds it ("" for the process itself).

    `kind` is the name of the BPMN element. `triggers` are the event's definitions in the order of the file: empty for
    an event of none; several with `every` (`parallelMultiple`) all must occur, without it one is enough. `interrupting`
    belongs to boundary events and to the start events of event sub-processes. `triggered` marks an event sub-process,
    `compensating` an activity with `isForCompensation`; `handler` of a compensation boundary event is the activity to
    which its association leads. `instantiating` belongs to receive tasks and event-based gateways (`every`: of the
    parallel kind). Quantities are those of the file, 1 where it says nothing. `data` are the variables that data
    objects and properties declare in a sub-process or task: they live and end with it.
    """

    id: str
    kind: str
    name: Text
    line: int
    scope: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str = ""
    triggers: tuple[Trigger, ...] = ()
    every: bool = False
    attached_to: str = ""
    interrupting: bool = True
    boundaries: tuple[str, ...] = ()
    loop: Loop | None = None
    repeat: Repeat | None = None
    triggered: bool = False
    compensating: bool = False
    handler: str = ""
    instantiating: bool = False
    start_quantity: int = 1
    completion_quantity: int = 1
    called: tuple[str, str] = ("", "")
    script: Formula | None = None
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()
    writes: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def trigger(self) -> Trigger:
        """The first of its triggers: the only one but for multiple events."""
        return self.triggers[0] if self.triggers else NONE


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    name: Text
    line: int
    condition: Formula | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: metadata and picture, no behaviour. `parent` is the lane that holds it."""

    id: str
    name: Text
    nodes: tuple[str, ...]
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What is drawn but never executed: pools, message flows between them, annotations and their connectors."""

    id: str
    kind: Literal["participant", "messageFlow", "textAnnotation", "association"]
    name: Text


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the diagram, in its units; `expanded` for sub-processes drawn open."""

    x: float
    y: float
    width: float
    height: float
    horizontal: bool = True
    expanded: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """The way of a flow across the diagram, and where its label stands if the file says so."""

    points: tuple[tuple[float, float], ...]
    label: Box | None = None


@dataclass(frozen=True, slots=True)
class Diagram:
    """Diagram interchange: shapes, labels of shapes, and lines, by element id."""

    shapes: Mapping[str, Box]
    labels: Mapping[str, Box]
    lines: Mapping[str, Line]


@dataclass(frozen=True)
class Graph:
    """A whole process. `source` names the file for messages; `scene` is what the file draws, `data` what it declares,
    `executable` is False when it says that it is only drawn.
    """

    key: str
    name: Text
    source: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    lanes: tuple[Lane, ...] = ()
    notes: tuple[Note, ...] = ()
    diagram: Diagram | None = None
    scene: Scene | None = field(default=None, repr=False, compare=False)
    data: tuple[str, ...] = ()
    executable: bool = True

    @cached_property
    def children(self) -> Mapping[str, tuple[Node, ...]]:
        """The nodes of each scope, in the order of the file."""
        found: dict[str, list[Node]] = {"": []}
        for node in self.nodes.values():
            found.setdefault(node.scope, []).append(node)
        return {scope: tuple(nodes) for scope, nodes in found.items()}

    def entries(self, scope: str) -> tuple[Node, ...]:
        """The start events of a scope."""
        return tuple(node for node in self.children.get(scope, ()) if node.kind == "startEvent")

    def implicit(self, scope: str) -> tuple[Node, ...]:
        """What begins with a scope besides its start events: activities, gateways and throwing events to which no flow
        leads. Not those that wait for a trigger of their own: event sub-processes, compensation, instantiating ones.
        """
        return tuple(node for node in self.children.get(scope, ()) if self._implicit(node))

    def _implicit(self, node: Node) -> bool:
        if node.incoming or node.triggered or node.compensating or node.instantiating:
            return False
        links = node.kind == "intermediateCatchEvent" and node.trigger.kind == "link"
        return node.kind not in ("startEvent", "boundaryEvent", "endEvent") and not links

    def instantiating(self) -> tuple[Node, ...]:
        """Receive tasks and event-based gateways that begin an instance."""
        return tuple(node for node in self.children.get("", ()) if node.instantiating and not node.incoming)

    def targets(self, node: Node) -> tuple[Node, ...]:
        return tuple(self.nodes[self.flows[flow].target] for flow in node.outgoing)

    @cached_property
    def upstream(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """For each inclusive gateway and incoming flow: the nodes whose token may still arrive by that flow."""
        joins = (node for node in self.nodes.values() if node.kind == "inclusiveGateway" and len(node.incoming) > 1)
        return {join.id: {flow: self._reaching(flow, join.id) for flow in join.incoming} for join in joins}

    def _linked(self, node: Node) -> tuple[Node, ...]:
        """The throwing ends of a catching link."""
        if node.kind != "intermediateCatchEvent" or node.trigger.kind != "link":
            return ()
        link = ("link", node.trigger.name)
        return tuple(
            other
            for other in self.children[node.scope]
            if other.kind == "intermediateThrowEvent" and (other.trigger.kind, other.trigger.name) == link
        )

    def _reaching(self, flow: str, join: str) -> frozenset[str]:
        found: set[str] = set()
        todo = [self.flows[flow].source]
        while todo:
            node = self.nodes[todo.pop()]
            if node.id in found or node.id == join:
                continue
            found.add(node.id)
            todo.extend(self.flows[before].source for before in node.incoming)
            if node.attached_to:
                todo.append(node.attached_to)
            todo.extend(other.id for other in self._linked(node))
        return frozenset(found)
