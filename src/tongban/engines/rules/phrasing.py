"""A tree of FEEL as text again, with some of its parts replaced: by the values that they had."""

from __future__ import annotations

from collections.abc import Callable

from tongban.engines.rules import tree
from tongban.engines.rules.shown import shown

Put = Callable[[tree.Node], str | None]
RANKS = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6, "**": 7}
COMPARED, ATOM = 3, 9


class Unwritable(Exception):  # noqa: N818 (an answer: the text stays as a whole)
    """A part has no short text of its own."""


def phrase(node: tree.Node, put: Put) -> str:
    """The text of a tree; `put` gives the text of a part, or None for what is written out. Raises Unwritable."""
    return _written(node, put)[0]


def _written(node: tree.Node, put: Put) -> tuple[str, int]:
    """The text, and how closely it binds."""
    said = put(node)
    if said is not None:
        return said, ATOM
    rule = RULES.get(type(node))
    if rule is None:
        raise Unwritable
    return rule(node, put)


def _inside(node: tree.Node, put: Put, rank: int) -> str:
    text, own = _written(node, put)
    return text if own >= rank else f"({text})"


def _literal(node: tree.Literal, _put: Put) -> tuple[str, int]:
    return (f'"{node.value}"' if isinstance(node.value, str) else shown(node.value)), ATOM


def _name(node: tree.Name, _put: Put) -> tuple[str, int]:
    return node.name, ATOM


def _path(node: tree.Path, put: Put) -> tuple[str, int]:
    return f"{_inside(node.source, put, ATOM)}.{node.name}", ATOM


def _negate(node: tree.Negate, put: Put) -> tuple[str, int]:
    return f"-{_inside(node.operand, put, ATOM)}", 6


def _chain(node: tree.Chain, put: Put) -> tuple[str, int]:
    rank = RANKS[node.rest[0][0]]
    parts = [_inside(node.first, put, rank)]
    parts += [f"{sign} {_inside(part, put, rank + 1)}" for sign, part in node.rest]
    return " ".join(parts), rank


def _logic(node: tree.Logic, put: Put) -> tuple[str, int]:
    rank = RANKS[node.operator]
    return f" {node.operator} ".join(_inside(part, put, rank + 1) for part in node.parts), rank


def _compare(node: tree.Compare, put: Put) -> tuple[str, int]:
    return f"{_inside(node.left, put, 5)} {node.operator} {_inside(node.right, put, 5)}", COMPARED


def _between(node: tree.Between, put: Put) -> tuple[str, int]:
    value, low, high = (_inside(one, put, 5) for one in (node.value, node.low, node.high))
    return f"{value} between {low} and {high}", COMPARED


def _call(node: tree.Call, put: Put) -> tuple[str, int]:
    given = [phrase(one, put) for one in node.arguments] + [f"{name}: {phrase(one, put)}" for name, one in node.named]
    name = node.function.name if isinstance(node.function, tree.Name) else _inside(node.function, put, ATOM)
    return f"{name}({', '.join(given)})", ATOM


def _if(node: tree.If, put: Put) -> tuple[str, int]:
    parts = (phrase(one, put) for one in (node.condition, node.then, node.otherwise))
    return "if {} then {} else {}".format(*parts), 0


def _list(node: tree.ListNode, put: Put) -> tuple[str, int]:
    return f"[{', '.join(phrase(one, put) for one in node.items)}]", ATOM


RULES: dict[type[tree.Node], Callable[..., tuple[str, int]]] = {
    tree.Literal: _literal, tree.Name: _name, tree.Path: _path, tree.Negate: _negate, tree.Chain: _chain,
    tree.Logic: _logic, tree.Compare: _compare, tree.Between: _between, tree.Call: _call, tree.If: _if,
    tree.ListNode: _list,
}  # fmt: skip
