"""The trips of a form played with a text of it, those of packages and those recorded here: red ones block publication.

They are played before anything is locked, each in a transaction of its own that is taken back. What came of them holds
for a mark: the text, every text in force, the recorded trips, the day. Publication only looks whether it is the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.governance.drafts import api as drafts
from tongban.governance.formbooks.checking import KIND, review
from tongban.governance.formbooks.trips.keeping import Kept, kept, unknown
from tongban.governance.formbooks.uses import uses
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Text
from tongban.services.cases.api import trips
from tongban.services.cases.api.trips import Seen

MOST = 50


@dataclass(frozen=True)
class Trip:
    """What came of one trip; `faults` is empty for a green one. `recorded`: it is kept here, not in a package."""

    key: str
    title: Text
    faults: tuple[str, ...]
    recorded: bool


@dataclass(frozen=True)
class Played:
    """What came of all trips of a form, and what they came past."""

    trips: tuple[Trip, ...]
    seen: Seen

    @property
    def red(self) -> int:
        return sum(bool(one.faults) for one in self.trips)


_KNOWN: dict[str, Played] = {}


def mark_of(*, form: str, text: str, at: dt.datetime) -> str:
    """Names everything for which an outcome holds. A query for each kind of text, two for the recorded trips."""
    found = [form, text, str(at.date()), *(f"{one.name}={one.number}" for one in kept(form))]
    found += [f"{kind.folder}/{key}={one.version}" for kind in declarations.kinds()
              for key, one in sorted(declarations.in_force(kind.folder).items())]  # fmt: skip
    return declarations.version_of("\n".join(found))


def known(*, form: str, text: str, at: dt.datetime) -> Played | None:
    """What came of the trips when they were played last, if that still holds."""
    return _KNOWN.get(mark_of(form=form, text=text, at=at))


def rehearse(*, form: str, text: str, at: dt.datetime) -> Played:
    """Plays every trip, its clock frozen, registers and payments as it declares them. A trip of a package that is red
    without the draft, too, is left out. Some tenths of a second each; nothing of it is kept.
    """
    mark = mark_of(form=form, text=text, at=at)
    if mark not in _KNOWN:
        played = _played(form, text, at)
        while len(_KNOWN) >= MOST:
            del _KNOWN[next(iter(_KNOWN))]
        _KNOWN[mark] = played
    return _KNOWN[mark]


def package_trips(form: str) -> tuple[Item, ...]:
    """The trips in force of the services that ask with a form, and of the form alone."""
    return trips.trips_of(offers={one.key for one in uses().get(form, ())}, form=form)


def _played(form: str, text: str, at: dt.datetime) -> Played:
    instead, seen = trips.Instead(KIND, form, text), Seen()
    items = package_trips(form)
    done = trips.rehearse_with(items, instead=instead, at=at, seen=seen)
    red = [item for item, one in zip(items, done, strict=True) if not one.green]
    before = trips.red_without(red, at=at)
    found = [Trip(one.key, one.title, _said(one), recorded=False) for one in done if one.key not in before]
    return Played((*found, *(_one(mine, instead, at, seen) for mine in kept(form) if mine.ready)), seen)


def _one(mine: Kept, instead: trips.Instead, at: dt.datetime, seen: Seen | None) -> Trip:
    faults = mine.faults or (unknown(mine.item, instead.key, instead.text) if mine.item else ())
    if mine.item is None or faults:
        return Trip(mine.name, mine.title, faults, recorded=True)
    (done,) = trips.rehearse_with([mine.item], instead=instead, at=at, seen=seen)
    return Trip(mine.name, mine.title, _said(done), recorded=True)


def play_one(*, form: str, text: str, name: str, at: dt.datetime) -> Trip:
    """Plays one trip, of a package or recorded here. Raises LookupError."""
    instead = trips.Instead(KIND, form, text)
    mine = next((one for one in kept(form) if one.name == name), None)
    if mine is not None:
        return _one(mine, instead, at, None)
    item = next((one for one in package_trips(form) if one.key == name), None)
    if item is None:
        raise LookupError(name)
    (done,) = trips.rehearse_with([item], instead=instead, at=at)
    return Trip(item.key, done.title, _said(done), recorded=False)


def _said(done: trips.Rehearsal) -> tuple[str, ...]:
    return tuple(f"{one.path}: {one.message}" if one.path else one.message for one in done.problems)


def run(draft: drafts.DraftView, at: dt.datetime) -> str:
    """Plays the trips of a draft and gives the mark that the outcome holds for. Raises DraftError when one is red."""
    if review(draft.text, draft.key).errors:
        return ""  # said when the draft is judged
    mark = mark_of(form=draft.key, text=draft.text, at=at)
    red = [str(one.title) for one in rehearse(form=draft.key, text=draft.text, at=at).trips if one.faults]
    if red:
        words = _("These recorded trips do not come through any more: %(names)s.") % {"names": "; ".join(red)}
        raise drafts.DraftError(words, field="trips")
    return mark


def mark(draft: drafts.DraftView, at: dt.datetime) -> str:
    """The mark of a draft as it is now."""
    return mark_of(form=draft.key, text=draft.text, at=at)
