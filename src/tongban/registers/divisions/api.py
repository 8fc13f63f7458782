"""The front door of the division register: what a code meant on a date, what is below it, how it came about.

Codes are those of the Ministry of Civil Affairs (GB/T 2260): six digits down to counties, nine for townships. Dates of
changes are known to the year: a change of 1988 is taken to hold from 1 January 1988, so an answer close to a change
may be off by months, and `valid_from` is None for what was there before the history begins (1981).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q

from tongban.kernel.declarations.api import Text
from tongban.registers.divisions.loading import load
from tongban.registers.divisions.models import Change as ChangeRow
from tongban.registers.divisions.models import Division as Row

__all__ = ["Change", "Division", "UnknownDivision", "changes", "children", "division", "load", "path", "used"]

Level = Literal["province", "prefecture", "county", "township"]


class UnknownDivision(LookupError):  # noqa: N818 (a fact about the register)
    """The register knows no such code on the date."""


@dataclass(frozen=True)
class Division:
    """A division on a date. `valid_to` is the first day on which it was no longer so."""

    code: str
    name: Text
    level: Level
    parent: str
    valid_from: dt.date | None
    valid_to: dt.date | None


@dataclass(frozen=True)
class Change:
    """A change of a division. `kind` is the official Chinese word; `document` the approval, where it is known."""

    year: int
    kind: str
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    document: str


def _on(on: dt.date) -> Q:
    started = Q(valid_from=None) | Q(valid_from__lte=on)
    return started & (Q(valid_to=None) | Q(valid_to__gt=on))


def _division(row: Row) -> Division:
    return Division(
        row.code, Text(row.name, row.name_en), row.level, row.parent, row.valid_from, row.valid_to  # type: ignore[arg-type]
    )  # fmt: skip


def division(*, code: str, on: dt.date) -> Division:
    """The division of this code on a date. Raises UnknownDivision."""
    row = Row.objects.filter(_on(on), code=code).first()
    if row is None:
        raise UnknownDivision(f"no division {code} on {on}")
    return _division(row)


def children(*, code: str, on: dt.date) -> tuple[Division, ...]:
    """The divisions directly below on a date, by code; of the whole country for an empty code."""
    return tuple(_division(row) for row in Row.objects.filter(_on(on), parent=code).order_by("code"))


def path(*, code: str, on: dt.date) -> tuple[Division, ...]:
    """The division and all above it on a date, the highest first: at most four queries. Raises UnknownDivision."""
    found = [division(code=code, on=on)]
    while found[0].parent:
        found.insert(0, division(code=found[0].parent, on=on))
    return tuple(found)


def changes(*, code: str) -> tuple[Change, ...]:
    """The changes in which a code appears, oldest first."""
    rows = ChangeRow.objects.filter(Q(old_code=code) | Q(new_code=code)).order_by("year", "id")
    return tuple(
        Change(r.year, r.kind, r.old_code, r.old_name, r.new_code, r.new_name, r.document) for r in rows
    )  # fmt: skip


def used(*, code: str, since: dt.date, until: dt.date) -> bool | None:
    """Whether a code was in use at any time between two dates; None while the register is empty: nobody can say."""
    started = Q(valid_from=None) | Q(valid_from__lte=until)
    if Row.objects.filter(started & (Q(valid_to=None) | Q(valid_to__gt=since)), code=code).exists():
        return True
    return False if Row.objects.exists() else None
