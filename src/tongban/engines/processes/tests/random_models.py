"""Random block-structured models with everything that BPMN has, written as texts.

A block is a leaf (a word) or a tuple of a word and its parts. Every message, signal, error and escalation has a name
of its own; those that begin with `own` are thrown and caught inside the model, the others come from outside.
"""

from __future__ import annotations

from itertools import count, pairwise
from typing import Any

from hypothesis import strategies as st

from tongban.engines.processes import api
from tongban.engines.processes.tests.building import HEAD, flows, many, node, timer
from tongban.engines.processes.xml import read

Piece = tuple[list[str], list[str], str, str]  # elements, flows, first and last element
PLAIN = ("user", "manual", "script")
EVENTFUL = ("service", "receive", "risky", "wait", "call", "again")
OCCUR = ("message", "timer", "signal", "escalation")


def _many() -> st.SearchStrategy[Any]:
    return st.tuples(st.just("many"), st.tuples(st.booleans(), st.integers(0, 3), st.booleans()))


def _blocks(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(st.tuples(st.sampled_from(["seq", "xor", "and", "or", "sub", "loop"]), some), _many())


def _eventful(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    thrown = st.tuples(st.sampled_from(["signal", "news"]), st.lists(inner, min_size=2, max_size=2))
    return st.one_of(_repeatable(inner), thrown)


def _repeatable(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What can be begun again: nothing in it waits for an event that the model itself throws once."""
    some, kind, yes = st.lists(inner, min_size=1, max_size=2), st.sampled_from(OCCUR), st.booleans()
    return st.one_of(
        _blocks(inner),
        st.tuples(st.just("choice"), st.lists(inner, min_size=2, max_size=2)),
        st.tuples(st.just("condition"), st.lists(inner, min_size=2, max_size=2)),
        st.tuples(st.sampled_from(["undo", "transaction", "link", "raise", "eachsub"]), some),
        st.tuples(st.sampled_from(["guard", "watch"]), st.tuples(kind, yes, some)),
    )


def _top(leaf: st.SearchStrategy[Any], compound: Any, leaves: int) -> st.SearchStrategy[Any]:
    return st.tuples(st.just("seq"), st.lists(st.recursive(leaf, compound, max_leaves=leaves), min_size=2, max_size=4))


BLOCKS = _top(st.sampled_from(PLAIN), _blocks, 8)
REPEATABLE = _top(st.sampled_from(PLAIN + EVENTFUL), _repeatable, 7)
EVENTS = _top(st.sampled_from(PLAIN + EVENTFUL), _eventful, 7)


class Builder:
    """Writes a block as elements and flows; `conditions` are the variables that decide."""

    def __init__(self) -> None:
        self.number = count()
        self.conditions: list[str] = []
        self.roots: dict[str, str] = {}

    def name(self, kind: str) -> str:
        return f"{kind}{next(self.number)}"

    def condition(self) -> str:
        self.conditions.append(self.name("c"))
        return self.conditions[-1]

    def definition(self, kind: str, name: str) -> str:
        """An event definition of a kind, for something of that name."""
        if kind == "timer":
            return timer("P1D")
        if kind == "conditional":
            return f"<conditionalEventDefinition><condition>{name}</condition></conditionalEventDefinition>"
        if kind in ("message", "signal", "error", "escalation"):
            code = f' {kind}Code="{name}"' if kind in ("error", "escalation") else ""
            self.roots[f"r{kind}-{name}"] = f'<{kind} id="r{kind}-{name}" name="{name}"{code}/>'
            return f'<{kind}EventDefinition {kind}Ref="r{kind}-{name}"/>'
        return f"<{kind}EventDefinition/>"

    def block(self, block: Any) -> Piece:
        """Elements, flows, first and last element."""
        if isinstance(block, str):
            return getattr(self, f"_{block}")(self.name(block))
        kind, inner = block
        if kind in ("xor", "and", "or"):
            return self.fork(kind, [self.block(one) for one in inner])
        return getattr(self, f"_{kind}")(inner)

    # Leaves

    def _user(self, name: str) -> Piece:
        return [node("user", name)], [], name, name

    def _manual(self, name: str) -> Piece:
        return [node("manual", name)], [], name, name

    def _script(self, name: str) -> Piece:
        return [node("script", name, "<script>{}</script>")], [], name, name

    def _service(self, name: str) -> Piece:
        return [node("service", name, tongban_operation="o")], [], name, name

    def _receive(self, name: str) -> Piece:
        self.definition("message", name)
        return [node("receive", name, messageRef=f"rmessage-{name}")], [], name, name

    def _wait(self, name: str) -> Piece:
        return [node("catch", name, self.definition("timer", name))], [], name, name

    def _call(self, name: str) -> Piece:
        return [node("call", name, calledElement="inner")], [], name, name

    def _again(self, name: str) -> Piece:
        condition = f"<loopCondition>{name}_rounds &lt; 2</loopCondition>"
        return (
            [node("user", name, f"<standardLoopCharacteristics>{condition}</standardLoopCharacteristics>")],
            [],
            name,
            name,
        )

    def _risky(self, name: str) -> Piece:
        boundary, mend, merge = f"w{name}", f"user{name}", f"x{name}"
        parts = [
            node("user", name), node("user", mend), node("xor", merge),
            node("boundary", boundary, self.definition("error", f"e{name}"), attachedToRef=name),
        ]  # fmt: skip
        return parts, [f"{name}>{merge}", f"{boundary}>{mend}", f"{mend}>{merge}"], name, merge

    # Structures

    def _many(self, inner: tuple[bool, int, bool]) -> Piece:
        name, (sequential, times, enough) = self.name("user"), inner
        done = "numberOfCompletedInstances >= 2" if enough else ""
        return [node("user", name, many(times=str(times), sequential=sequential, done=done))], [], name, name

    def _seq(self, inner: list[Any]) -> Piece:
        parts = [self.block(one) for one in inner]
        lines = [f"{one[3]}>{other[2]}" for one, other in pairwise(parts)]
        return [e for p in parts for e in p[0]], lines + [f for p in parts for f in p[1]], parts[0][2], parts[-1][3]

    def body(self, piece: Piece, *more: str) -> str:
        """A piece between a start and an end of its own."""
        elements, lines, first, last = piece
        start, end = self.name("start"), self.name("end")
        return "".join(
            [
                node("start", start),
                node("end", end),
                *elements,
                flows(*lines, f"{start}>{first}", f"{last}>{end}"),
                *more,
            ]
        )

    def _sub(self, inner: list[Any]) -> Piece:
        name = self.name("sub")
        return [node("sub", name, self.body(self._seq(inner)))], [], name, name

    def _eachsub(self, inner: list[Any]) -> Piece:
        name = self.name("sub")
        return [node("sub", name, many(times="2") + self.body(self._seq(inner)))], [], name, name

    def _loop(self, inner: list[Any]) -> Piece:
        elements, lines, first, last = self._seq([*inner, "user"])
        head, tail = self.name("xor"), self.name("xor")
        gates = [node("xor", head), node("xor", tail, default=f"{tail}-{head}"), node("manual", f"out{tail}")]
        lines += [f"{head}>{first}", f"{last}>{tail}", f"{tail}>{head}", f"{tail}>out{tail}: {last}_rounds > 1"]
        return elements + gates, lines, head, f"out{tail}"

    def fork(self, kind: str, parts: list[Piece]) -> Piece:
        split, join, extra = self.name(kind), self.name(kind), self.name("manual")
        lines = [f"{split}>{extra}", f"{extra}>{join}"]
        for part in parts:
            name = self.condition() if kind != "and" else ""
            lines += [f"{split}>{part[2]}" + (f": {name}" if name else ""), f"{part[3]}>{join}"]
        default = {"default": f"{split}-{extra}"} if kind != "and" else {}
        gates = [node(kind, split, **default), node(kind, join), node("manual", extra)]
        return [e for p in parts for e in p[0]] + gates, lines + [f for p in parts for f in p[1]], split, join

    # Events

    def _choice(self, inner: list[Any]) -> Piece:
        gate, merge = self.name("event"), self.name("xor")
        elements, lines = [node("event", gate), node("xor", merge)], []
        for kind, one in zip(("message", "timer"), inner, strict=True):
            catch, part = self.name("catch"), self.block(one)
            elements += [node("catch", catch, self.definition(kind, catch)), *part[0]]
            lines += [*part[1], f"{gate}>{catch}", f"{catch}>{part[2]}", f"{part[3]}>{merge}"]
        return elements, lines, gate, merge

    def _pair(self, kind: str, inner: list[Any]) -> Piece:
        """One branch ends with what the other waits for."""
        name, thrown, caught = self.name("own"), self.name("throw"), self.name("catch")
        one, other = self.block(inner[0]), self.block(inner[1])
        definition = self.definition(kind, name)
        throwing = (
            node("script", thrown, f"<script>{{{name}: true}}</script>")
            if kind == "conditional"
            else node("throw", thrown, definition)
        )
        left = [*one[0], throwing], [*one[1], f"{one[3]}>{thrown}"], one[2], thrown
        right = [*other[0], node("catch", caught, definition)], [*other[1], f"{caught}>{other[2]}"], caught, other[3]
        return self.fork("and", [left, right])

    def _signal(self, inner: list[Any]) -> Piece:
        return self._pair("signal", inner)

    def _news(self, inner: list[Any]) -> Piece:
        return self._pair("message", inner)

    def _condition(self, inner: list[Any]) -> Piece:
        return self._pair("conditional", inner)

    def _link(self, inner: list[Any]) -> Piece:
        elements, lines, first, last = self._seq(inner)
        name, thrown, caught = self.name("link"), self.name("throw"), self.name("catch")
        definition = f'<linkEventDefinition name="{name}"/>'
        ends = [node("throw", thrown, definition), node("catch", caught, definition)]
        return [*elements, *ends], [*lines, f"{caught}>{first}"], thrown, last

    def _handled(self, name: str) -> list[str]:
        """A user task that a handler undoes."""
        handler, boundary = f"undo{name}", f"w{name}"
        link = f'<association id="as{name}" sourceRef="{boundary}" targetRef="{handler}" associationDirection="One"/>'
        event = node("boundary", boundary, self.definition("compensate", ""), attachedToRef=name)
        return [node("user", name), event, node("user", handler, isForCompensation="true"), link]

    def _undo(self, inner: list[Any]) -> Piece:
        elements, lines, first, last = self._seq(inner)
        done, throw, name = self.name("user"), self.name("throw"), self.name("sub")
        own = [*self._handled(done), node("throw", throw, self.definition("compensate", ""))]
        body = self.body(([*elements, *own], [*lines, f"{done}>{first}", f"{last}>{throw}"], done, throw))
        return [node("sub", name, body)], [], name, name

    def _ending(self, inner: list[Any], definition: str, before: list[str], first: str) -> str:
        """A body that by a condition ends with an event."""
        elements, lines, begin, last = self._seq(inner)
        gate, end, start, plain = self.name("xor"), self.name("end"), self.name("start"), self.name("end")
        gates = [
            node("xor", gate, default=f"{gate}-{plain}"),
            node("end", end, definition),
            node("end", plain),
            node("start", start),
        ]
        lines += [f"{start}>{first or begin}", f"{last}>{gate}", f"{gate}>{plain}", f"{gate}>{end}: {self.condition()}"]
        lines += [f"{first}>{begin}"] if first else []
        return "".join([*elements, *before, *gates, flows(*lines)])

    def _beside(self, host: str, element: str, definition: str, *, interrupting: bool = True) -> Piece:
        """A boundary event with a task behind it, that comes back to the main way or ends beside it."""
        boundary, mend, after = self.name("w"), self.name("user"), self.name("xor" if interrupting else "end")
        stays = {} if interrupting else {"cancelActivity": "false"}
        parts = [element, node("boundary", boundary, definition, attachedToRef=host, **stays), node("user", mend)]
        lines = [f"{boundary}>{mend}", f"{mend}>{after}"]
        if interrupting:
            return [*parts, node("xor", after)], [*lines, f"{host}>{after}"], host, after
        return [*parts, node("end", after)], lines, host, host

    def _raise(self, inner: list[Any]) -> Piece:
        name, kind = self.name("sub"), "error" if next(self.number) % 2 else "escalation"
        definition = self.definition(kind, self.name("own"))
        body = self._ending(inner, definition, [], "")
        return self._beside(name, node("sub", name, body), definition, interrupting=kind == "error")

    def _transaction(self, inner: list[Any]) -> Piece:
        name, done = self.name("transaction"), self.name("user")
        body = self._ending(inner, self.definition("cancel", ""), self._handled(done), done)
        return self._beside(
            name, f'<transaction id="{name}" name="{name}">{body}</transaction>', self.definition("cancel", "")
        )

    def _guard(self, inner: tuple[str, bool, list[Any]]) -> Piece:
        kind, interrupting, some = inner
        name = self.name("sub")
        definition = self.definition(kind, self.name("from"))
        return self._beside(name, node("sub", name, self.body(self._seq(some))), definition, interrupting=interrupting)

    def _watch(self, inner: tuple[str, bool, list[Any]]) -> Piece:
        kind, interrupting, some = inner
        name, event, start, end, act = (self.name(one) for one in ("sub", "watch", "start", "end", "user"))
        definition = self.definition(kind, self.name("from"))
        begin = node("start", start, definition, isInterrupting=str(interrupting).lower())
        parts = [begin, node("end", end), node("user", act), flows(f"{start}>{act}", f"{act}>{end}")]
        watcher = node("sub", event, "".join(parts), triggeredByEvent="true")
        return [node("sub", name, self.body(self._seq(some), watcher))], [], name, name


def text_of(block: Any) -> tuple[str, list[str]]:
    """The model of a block as a text, and the names of the variables that decide in it."""
    builder = Builder()
    elements, lines, first, last = builder.block(block)
    body = "".join([*elements, node("start", "s"), node("end", "e"), flows(*lines, f"s>{first}", f"{last}>e")])
    roots = "".join(builder.roots.values())
    return (
        f'{HEAD}{roots}<process id="p" name="p" isExecutable="true">{body}</process></definitions>',
        builder.conditions,
    )


def build(block: Any) -> tuple[api.Graph, list[str]]:
    """The graph of a block, and the names of the variables that decide in it."""
    text, conditions = text_of(block)
    return read(text, "p.bpmn"), conditions
