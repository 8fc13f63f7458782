"""The calls in the texts of a model."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.engines.rules import tree
from tongban.engines.rules.builtins import TABLE
from tongban.engines.rules.free import children
from tongban.engines.rules.model import Model
from tongban.engines.rules.places import places


def calls(node: tree.Node) -> Iterator[tree.Call]:
    """Every call in a tree, by whatever name."""
    if isinstance(node, tree.Call):
        yield node
    for child in children(node):
        yield from calls(child)


def called_outside(model: Model) -> frozenset[str]:
    """The names of functions that neither FEEL nor the model has."""
    names = {
        call.function.name
        for place in places(model)
        for call in calls(place.text.node)
        if isinstance(call.function, tree.Name)
    }
    return frozenset(names - TABLE.keys() - model.knowledge.keys() - model.services.keys())
