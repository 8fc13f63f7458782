"""A package is published when every scenario of it is green."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db import transaction

from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Package, Problem
from tongban.services.cases.scenarios import playing
from tongban.services.cases.scenarios.covering import Seen
from tongban.services.cases.scenarios.declarations import Scenario
from tongban.services.cases.scenarios.moments import zoned

KIND = "scenarios"
EARLIER = dt.timedelta(days=2)


@dataclass(frozen=True)
class Rehearsal:
    """What came of one scenario: no problem, or each with file, step, what was expected and what was found."""

    key: str
    title: declarations.Text
    problems: tuple[Problem, ...]

    @property
    def green(self) -> bool:
        return not self.problems


def rehearse(package: Package, *, at: dt.datetime, only: str = "", seen: Seen | None = None) -> tuple[Rehearsal, ...]:
    """Runs the scenarios of a package (or the one with the key `only`) against the package as if it were published.

    Nothing of it remains, but what `seen` notes of what the trips came past. Raises DeclarationError when
    `declarations.check` finds an error.
    """
    with transaction.atomic():
        declarations.publish(package, at=at)
        found = played(package, at=at, only=only, seen=seen)
        transaction.set_rollback(True)
    return found


def publish_package(package: Package, *, at: dt.datetime, replace: Collection[str] = ()) -> int:
    """Checks a package, runs its scenarios and publishes it, all or nothing; returns how many texts are new or changed.

    `replace` names ("kind/key") what was amended on this node and is to give way. Raises DeclarationError with each
    error and each red scenario: then nothing is published.
    """
    with transaction.atomic():
        changed = declarations.publish(package, at=at, replace=replace)
        if changed:
            red = [problem for one in played(package, at=at) for problem in one.problems]
            if red:
                raise declarations.DeclarationError(red)
    return changed


def played(package: Package, *, at: dt.datetime, only: str = "", seen: Seen | None = None) -> tuple[Rehearsal, ...]:
    """Plays the scenarios of a package with the texts that are in force; nothing of it remains."""
    wanted = [item for item in package.of(KIND) if only in ("", item.key)]
    if not wanted:
        return ()
    with transaction.atomic():
        first = min(zoned(item.value.at) for item in wanted)
        grant_earlier(package, min(first, at) - EARLIER)
        found = tuple(_one(item, seen) for item in wanted)
        transaction.set_rollback(True)
    return found


def _one(item: Item, seen: Seen | None) -> Rehearsal:
    scenario: Scenario = item.value
    return Rehearsal(item.key, scenario.title, playing.play(item, seen))


def grant_earlier(package: Package, at: dt.datetime) -> None:
    """Scenarios are dated; the posts of the node act in them though their grants may be younger: all grants declared by
    packages end and are given again as of a day before, in the transaction that is taken back.
    """
    kind = next(one for one in declarations.kinds() if one.folder == "roles")
    roles = [item for item in declarations.current_all("roles") if item.key != package.system.id]
    roles += list(package.of("roles"))
    if not roles or kind.publish is None:
        return
    nothing = tuple(replace(item, value=kind.read("", item.source)) for item in roles)
    units = tuple(package.of("units"))
    kind.publish(replace(package, items=(*units, *nothing)), nothing[0], at)
    kind.publish(replace(package, items=(*units, *roles)), roles[0], at)
