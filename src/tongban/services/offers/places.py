"""The order of a life event's parts: which wait for which, and what becomes of the others when one falls away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Others = Literal["go_on", "waiting", "all"]


@dataclass(frozen=True)
class Place:
    """The place of a part: its time begins when all of `after` are settled. `refused` and `withdrawn` say what becomes
    of the others: they go on, those that wait for it fall away, or all that is open does; an empty `withdrawn` means
    that the part cannot be taken back by itself.
    """

    part: str
    after: tuple[str, ...] = ()
    refused: Others = "go_on"
    withdrawn: Others | Literal[""] = ""


def waiting_for(order: Sequence[Place], part: str) -> frozenset[str]:
    """The parts that wait for this one, by way of others too."""
    found: set[str] = {part}
    while more := {one.part for one in order if found & set(one.after)} - found:
        found |= more
    return frozenset(found - {part})


def falling(order: Sequence[Place], part: str, event: Literal["refused", "withdrawn"]) -> frozenset[str] | None:
    """The parts that fall away with one that is refused or withdrawn; None where all that is open does."""
    place = next((one for one in order if one.part == part), Place(part))
    what = getattr(place, event)
    return None if what == "all" else waiting_for(order, part) if what == "waiting" else frozenset()


def places(order: Sequence[Place], parts: Sequence[str]) -> Mapping[str, Place]:
    """The place of every part: one that is not named begins with the whole."""
    named = {one.part: one for one in order}
    return {part: named.get(part, Place(part)) for part in parts}
