"""Routing by rule: what an offer's table may name, checked before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tongban.engines.rules import api as rules
from tongban.services.offers.limits import OF_CASE, PRIVATE

OF_TASK = frozenset({"act", "step", "workload"})  # the task's act, its element, open tasks by post


def named(value: Any) -> tuple[str, ...] | None:
    """The posts that a routing decision gave, in order; None when it is no name and no list of names."""
    found = value if isinstance(value, list) else [value]
    flat = [post for one in found for post in (one if isinstance(one, list) else [one])]
    return tuple(dict.fromkeys(flat)) if all(isinstance(one, str) and one for one in flat) else None


def spellings(unit: str, post: str) -> tuple[str, ...]:
    """The codes that a post's name may stand for in a unit."""
    return (f"{unit}.{post}", f"{unit}-{post}", post)


def faults(
    model: rules.Model, decision: str, *, unit: str, posts: frozenset[str], fields: dict[str, str]
) -> Iterator[str]:
    """What is wrong with a decision that routes: `posts` are the codes of the unit's own, `fields` the form's kinds."""
    try:
        target = model.decision(decision)
    except LookupError:
        yield f"the rule has no decision {decision!r}"
        return
    if not target.tables():
        yield f"{decision!r} is no decision table: the desk shows its rows"
    known = OF_CASE | OF_TASK | {name for name, kind in fields.items() if kind not in PRIVATE}
    for link in target.links:
        if link.kind != "input":
            yield f"{decision!r} requires {link.variable!r}: a table that routes rests on facts alone"
        elif link.variable not in known:
            private = "identifies people" if link.variable in fields else "is no field of the form"
            yield f"{link.variable!r} {private}: no table routes by it"
    for table in target.tables():
        for rule in table.rules:
            yield from _row(rule.index, [one.text for one in rule.outputs], unit, posts)


def _row(index: int, outputs: list[str], unit: str, posts: frozenset[str]) -> Iterator[str]:
    written = rules.evaluate(outputs[0], {}) if len(outputs) == 1 else None
    found = named(written)
    if not found:
        yield f"row {index} does not name a post outright"
    for post in found or ():
        if not posts.intersection(spellings(unit, post)):
            yield f"row {index}: {unit} has no post {post!r}"
