"""The syntax tree of FEEL: frozen dataclasses. `at` is the offset of the node in its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Node:
    at: int


@dataclass(frozen=True)
class Literal(Node):
    value: Any


@dataclass(frozen=True)
class Beyond(Node):
    """A literal that no value can hold: null, and why."""

    message: str


@dataclass(frozen=True)
class Name(Node):
    name: str


@dataclass(frozen=True)
class Path(Node):
    source: Node
    name: str


@dataclass(frozen=True)
class Filter(Node):
    source: Node
    condition: Node


@dataclass(frozen=True)
class Negate(Node):
    operand: Node


@dataclass(frozen=True)
class Chain(Node):
    """Operators of one rank, from left to right, flat so that a long sum needs no deep stack."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class Logic(Node):
    """`and` or `or` over two or more parts."""

    operator: str
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Compare(Node):
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Between(Node):
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True)
class In(Node):
    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True)
class Bound(Node):
    """`< 5` standing alone: a test of the input, or a range open to one side."""

    operator: str
    limit: Node


@dataclass(frozen=True)
class RangeNode(Node):
    low: Node
    high: Node
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True)
class ListNode(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True)
class ContextNode(Node):
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True)
class Iterator:
    """`name in source`, or `name in source..end` when `end` is given."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(frozen=True)
class For(Node):
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True)
class Quantified(Node):
    kind: str
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True)
class Type:
    """A FEEL type: `list<number>` is Type("list", (Type("number"),)); a context names its members."""

    name: str
    arguments: tuple[Type, ...] = ()
    members: tuple[tuple[str, Type], ...] = ()


@dataclass(frozen=True)
class FunctionNode(Node):
    parameters: tuple[tuple[str, Type], ...]
    body: Node
    external: bool = False


@dataclass(frozen=True)
class Call(Node):
    function: Node
    arguments: tuple[Node, ...] = ()
    named: tuple[tuple[str, Node], ...] = ()


@dataclass(frozen=True)
class InstanceOf(Node):
    value: Node
    type: Type


@dataclass(frozen=True)
class Tests(Node):
    """A cell of a decision table: any of the tests, or none of them; no tests stand for `-`."""

    tests: tuple[Node, ...]
    negated: bool = False
