"""The names that an expression takes from outside: what a check of unknown names and inputs needs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from tongban.engines.rules import tree
from tongban.engines.rules.tree import Node

Found = Iterator[tuple[tree.Name, bool]]
Bound = frozenset[str]
_FIELDS: dict[type[Node], tuple[str, ...]] = {}


def names_in(node: Node, bound: Bound = frozenset(), *, loose: bool = False) -> Found:
    """Each name that is not bound inside, with whether it is loose: it stands in a filter, where it may be a member
    of the item instead.
    """
    if isinstance(node, tree.Name):
        if node.name not in bound:
            yield node, loose
    elif isinstance(node, tree.ContextNode):
        for key, value in node.entries:
            yield from names_in(value, bound, loose=loose)
            bound |= {key}
    elif isinstance(node, tree.FunctionNode):
        yield from names_in(node.body, bound | {name for name, _ in node.parameters}, loose=loose)
    elif isinstance(node, tree.Filter):
        yield from names_in(node.source, bound, loose=loose)
        yield from names_in(node.condition, bound | {"item"}, loose=True)
    elif isinstance(node, tree.For | tree.Quantified):
        yield from _iterated(node, bound, loose=loose)
    else:
        for child in children(node):
            yield from names_in(child, bound, loose=loose)


def _iterated(node: tree.For | tree.Quantified, bound: Bound, *, loose: bool) -> Found:
    for one in node.iterators:
        yield from names_in(one.source, bound, loose=loose)
        if one.end is not None:
            yield from names_in(one.end, bound, loose=loose)
        bound |= {one.name}
    body = node.body if isinstance(node, tree.For) else node.condition
    yield from names_in(body, bound, loose=loose)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below."""
    kind = type(node)
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in dataclasses.fields(kind))
    for name in _FIELDS[kind]:
        yield from _nodes(getattr(node, name))


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
