"""Models in a few words, a player of the pure game, and a host that remembers what it was asked."""

from __future__ import annotations

import datetime as dt
from html import escape
from itertools import pairwise

from tongban.engines.processes import api, xml
from tongban.engines.processes.game import Game, begun
from tongban.engines.processes.marking import Armed, Ended, Marking, Note, Opened, Thrown

AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:tongban="https://tongban.dev/bpmn" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="x">'
)
ROOTS = (
    '<message id="r-m" name="news"/><message id="r-n" name="other"/><error id="r-x" errorCode="broken"/><error id="r-y" errorCode="odd"/>'
    '<signal id="r-s" name="alarm"/><signal id="r-t" name="bell"/>'
    '<escalation id="r-e" name="up" escalationCode="up"/>'
)
SHORT = {
    "start": "startEvent", "end": "endEvent", "user": "userTask", "manual": "manualTask", "service": "serviceTask",
    "script": "scriptTask", "rule": "businessRuleTask", "send": "sendTask", "receive": "receiveTask",
    "xor": "exclusiveGateway", "and": "parallelGateway", "or": "inclusiveGateway", "event": "eventBasedGateway",
    "catch": "intermediateCatchEvent", "throw": "intermediateThrowEvent", "call": "callActivity", "sub": "subProcess",
    "boundary": "boundaryEvent", "task": "task", "transaction": "transaction",
}  # fmt: skip
MESSAGE = '<messageEventDefinition messageRef="r-m"/>'
ERROR = '<errorEventDefinition errorRef="r-x"/>'
TERMINATE = "<terminateEventDefinition/>"
SIGNAL = '<signalEventDefinition signalRef="r-s"/>'
BELL = '<signalEventDefinition signalRef="r-t"/>'
UP = '<escalationEventDefinition escalationRef="r-e"/>'
UNDO = "<compensateEventDefinition/>"
CANCEL = "<cancelEventDefinition/>"


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"


def when(text: str) -> str:
    return f"<conditionalEventDefinition><condition>{escape(text)}</condition></conditionalEventDefinition>"


def undo(activity: str, *, wait: bool = True) -> str:
    return f'<compensateEventDefinition activityRef="{activity}" waitForCompletion="{str(wait).lower()}"/>'


def undone_by(handler: str, activity: str) -> str:
    """A compensation boundary event, its association, and the user task that compensates."""
    return (
        f'<boundaryEvent id="c-{activity}" attachedToRef="{activity}">{UNDO}</boundaryEvent>'
        f'<association id="l-{activity}" associationDirection="One" sourceRef="c-{activity}" targetRef="{handler}"/>'
        f'<userTask id="{handler}" name="{handler}" isForCompensation="true"/>'
    )


def around(trigger: str, name: str, *, interrupting: bool = True, inside: str = "") -> str:
    """An event sub-process: its start event, one user task named after it (or what stands inside), its end."""
    flag = "" if interrupting else 'isInterrupting="false"'
    body = inside or f'<userTask id="{name}-t" name="{name}-t"/>' + flows(f"{name}-s>{name}-t", f"{name}-t>{name}-e")
    start = f'<startEvent id="{name}-s" {flag}>{trigger}</startEvent>'
    return f'<subProcess id="{name}" name="{name}" triggeredByEvent="true">{start}{body}<endEvent id="{name}-e"/></subProcess>'


def node(kind: str, name: str, inner: str = "", **attributes: str) -> str:
    """One element; `tongban_x` becomes `tongban:x`."""
    words = " ".join(
        f'{key.replace("tongban_", "tongban:").rstrip("_")}="{escape(value)}"' for key, value in attributes.items()
    )
    title = (
        ""
        if kind in ("xor", "and", "or", "event", "start", "end")
        else f'name="步{name}" tongban:name-en="Step {name}"'
    )
    return f'<{SHORT[kind]} id="{name}" {title} {words}>{inner}</{SHORT[kind]}>'


def flows(*lines: str) -> str:
    """`a>b` or `a>b: condition`; the id is `a-b`."""
    found = []
    for line in lines:
        way, _, condition = line.partition(":")
        source, _, target = way.strip().partition(">")
        inner = f"<conditionExpression>{escape(condition.strip())}</conditionExpression>" if condition else ""
        found.append(
            f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )
    return "".join(found)


def model(*parts: str, key: str = "p") -> str:
    return f'{HEAD}{ROOTS}<process id="{key}" name="流程" tongban:name-en="Process" isExecutable="true">{"".join(parts)}</process></definitions>'


def graph(*parts: str, key: str = "p") -> api.Graph:
    return xml.read(model(*parts, key=key), f"{key}.bpmn")


def many(collection: str = "", *, times: str = "", done: str = "", sequential: bool = False, collect: str = "") -> str:
    inner = (
        f"<loopDataInputRef>{escape(collection)}</loopDataInputRef>"
        if collection
        else f"<loopCardinality>{times}</loopCardinality>"
    )
    inner += f"<completionCondition>{escape(done)}</completionCondition>" if done else ""
    name = f' tongban:collect="{collect}"' if collect else ""
    return f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}"{name}>{inner}</multiInstanceLoopCharacteristics>'


def straight(*names: str) -> tuple[str, ...]:
    """start, user tasks one after another, end."""
    chain = ["s", *names, "e"]
    return (
        node("start", "s"), *(node("user", name) for name in names), node("end", "e"),
        flows(*(f"{one}>{other}" for one, other in pairwise(chain))),
    )  # fmt: skip


class Player:
    """Plays a graph in memory; `work` are the open tasks and calls as (element, loop)."""

    def __init__(self, graph: api.Graph, message: str = "", **data: object) -> None:
        self.graph, self.marking = graph, Marking()
        self.notes: list[Note] = []
        self.thrown: list[str] = []
        self.play(lambda game: game.start(begun(graph, message), data))

    def play(self, move) -> None:
        game = Game(self.graph, self.marking, AT)
        move(game)
        self.marking = game.marking
        self.effects = game.effects
        self.notes += [effect for effect in game.effects if isinstance(effect, Note)]
        self.thrown += [effect.name for effect in game.effects if isinstance(effect, Thrown) and not effect.heard]

    def opened(self) -> list[Opened]:
        return [effect for effect in self.effects if isinstance(effect, Opened)]

    def armed(self) -> list[Armed]:
        return [effect for effect in self.effects if isinstance(effect, Armed)]

    @property
    def ended(self) -> str:
        return next((effect.status for effect in self.effects if isinstance(effect, Ended)), "")

    def tokens(self, element: str) -> list[int]:
        return [token.id for token in self.marking.tokens.values() if token.node == element and token.rounds is None]

    @property
    def work(self) -> list[str]:
        kinds = ("userTask", "serviceTask", "businessRuleTask", "sendTask", "callActivity", "receiveTask")
        return sorted(
            token.node for token in self.marking.tokens.values()
            if token.waiting and token.rounds is None and self.graph.nodes[token.node].kind in kinds
        )  # fmt: skip

    def do(self, element: str, index: int = 0, **patch: object) -> Player:
        number = self.tokens(element)[index]
        self.play(lambda game: game.finish(number, patch))
        return self

    def fire(self, element: str, **patch: object) -> Player:
        number = next(token.id for token in self.marking.tokens.values() if element in token.armed)
        self.play(lambda game: game.fire(number, element, patch))
        return self

    def fail(self, element: str, code: str) -> bool:
        number, found = self.tokens(element)[0], []
        self.play(lambda game: found.append(game.fail(number, code)))
        return found[0]


class Host(api.Host):
    """A host with its models at hand; `log` is what it was told."""

    def __init__(self, *graphs: api.Graph) -> None:
        self.graphs = {graph.key: graph for graph in graphs}
        self.log: list[tuple[str, str]] = []
        self.limit = dt.timedelta(days=20)

    def graph(self, key: str, version: str | None) -> tuple[api.Graph, str]:
        return self.graphs[key], version or "v1"

    def task_created(self, task: api.Task, at: dt.datetime) -> tuple[str, ...]:  # noqa: ARG002
        self.log.append(("task", task.element))
        return (task.properties.get("post", "post:clerk"),)

    def task_closed(self, task: api.Task, at: dt.datetime) -> None:  # noqa: ARG002
        self.log.append((task.state, task.element))

    def call_requested(self, call: api.Call, at: dt.datetime) -> None:  # noqa: ARG002
        self.log.append(("call", call.operation))

    def due(self, limit: api.Limit, at: dt.datetime) -> dt.datetime:  # noqa: ARG002
        return at + self.limit

    def ended(self, business_key: str, at: dt.datetime) -> None:  # noqa: ARG002
        self.log.append(("ended", business_key))


def started(*graphs: api.Graph, key: str = "case-1", **data: object) -> tuple[Host, api.Step]:
    """Starts the first graph under a host that knows all of them."""
    host = Host(*graphs)
    api.register_host("test", host)
    step = api.start(
        host="test",
        definition=(graphs[0].key, "v1"),
        graph=graphs[0],
        business_key=key,
        data=data,
        by="person:anna",
        at=AT,
    )
    return host, step


def done(element: str, key: str = "case-1", by: str = "person:bo", index: int = 0, **patch: object) -> api.Step:
    """Completes an open task of that element."""
    open_tasks = [task for task in api.tasks(business_key=key, open_only=True) if task.element == element]
    return api.complete(task=open_tasks[index].id, patch=patch, by=by, at=AT)


def at_work(key: str = "case-1") -> list[str]:
    return sorted(task.element for task in api.tasks(business_key=key, open_only=True))
