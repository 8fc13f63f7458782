"""The recorded trips of the services that ask with a form, played with a text of it: red ones block publication."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.governance.formbooks.checking import KIND
from tongban.governance.formbooks.uses import uses
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Text
from tongban.services.cases import api as cases

MOST = 50


@dataclass(frozen=True)
class Trip:
    """What came of one recorded trip; `faults` is empty for a green one."""

    key: str
    title: Text
    faults: tuple[str, ...]


_KNOWN: dict[tuple[object, ...], tuple[Trip, ...]] = {}  # so that submission need not play them again under its lock


def rehearse(*, form: str, text: str, at: dt.datetime) -> tuple[Trip, ...]:
    """Plays every trip of the services that use the form, its clock frozen, registers and payments as it declares them.
    A trip that is red without the draft, too, is left out. Some tenths of a second each; nothing of it is kept.
    """
    key = (form, declarations.version_of(text), _node(), at.date())
    if key not in _KNOWN:
        offers = {one.key for one in uses().get(form, ())}
        done = cases.rehearse_with(kind=KIND, key=form, text=text, at=at, offers=offers)
        while len(_KNOWN) >= MOST:
            del _KNOWN[next(iter(_KNOWN))]
        _KNOWN[key] = tuple(Trip(one.key, one.title, tuple(_said(fault) for fault in one.problems)) for one in done)
    return _KNOWN[key]


def _node() -> str:
    """Every text in force: what came of trips holds for these. A query for each kind of text."""
    found = [f"{kind.folder}/{key}={one.version}" for kind in declarations.kinds()
             for key, one in sorted(declarations.in_force(kind.folder).items())]  # fmt: skip
    return declarations.version_of("\n".join(found))


def _said(fault: object) -> str:
    place, words = getattr(fault, "path", ""), getattr(fault, "message", "")
    return f"{place}: {words}" if place else str(words)
