"""Checks of `parameter("…")` in a model: each names a parameter that there is."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from tongban.engines.rules import tree
from tongban.engines.rules.errors import Finding
from tongban.engines.rules.model import Model
from tongban.engines.rules.outside import calls
from tongban.engines.rules.places import Place, places
from tongban.engines.rules.saying import say

NAME = "parameter"


def check_names(model: Model, known: Collection[str]) -> Iterator[Finding]:
    """An error for each name that is not known, a warning for one that is not written out."""
    for place in places(model):
        for call in calls(place.text.node):
            if isinstance(call.function, tree.Name) and call.function.name == NAME:
                yield from _one(call, place, known)


def _one(call: tree.Call, place: Place, known: Collection[str]) -> Iterator[Finding]:
    given = [*call.arguments[:1], *(value for name, value in call.named if name == "name")]
    name = given[0].value if given and isinstance(given[0], tree.Literal) else None
    if not isinstance(name, str):
        message = say("name-of-this-parameter-is-not")
        yield place.finding(message, say("write-file-table", name=NAME), "warning")
    elif name not in known:
        near = difflib.get_close_matches(name, sorted(known), 1)
        hint = (
            say("did-you-mean", name=near[0])
            if near
            else say("known", names=", ".join(sorted(known)[:8]) or say("none"))
        )
        yield place.finding(say("unknown-parameter", name=name), hint)
