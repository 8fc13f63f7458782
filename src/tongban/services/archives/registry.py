"""What blocks above tell the archive: what keeps a case, and how they forget one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Keeping = Callable[[Sequence[str]], frozenset[str]]
Forgetting = Callable[[str], None]


@dataclass(frozen=True)
class Keeper:
    """Why cases are kept, in words, and what finds those of some receipt numbers to which it applies."""

    text: str | Promise
    find: Keeping


_KEEPERS: dict[str, Keeper] = {}
_FORGETTERS: dict[str, Forgetting] = {}
WORDS: dict[str, str | Promise] = {
    "hold": _("a legal hold is on it"),
    "open": _("it is open"),
    "reopening": _("somebody proposed to take it up again"),
    "obligation": _("something is still owed or barred after a breach"),
    "supervision": _("a supervised item is not settled"),
    "hearing": _("a hearing is under way"),
    "payment": _("a bill is open"),
    "contested": _("its decision is contested in another case"),
    "dropped": _("the list was given up"),
}


def declare_keeper(code: str, text: str | Promise, find: Keeping) -> None:
    """Names something that keeps cases from being destroyed; for `apps.py`."""
    _KEEPERS[code] = Keeper(text, find)


def declare_forgetter(name: str, forget: Forgetting) -> None:
    """Names what takes personal text of a case out of a block; called in the transaction that destroys the case."""
    _FORGETTERS[name] = forget


def words(code: str) -> str:
    """A reason by its code in words; words as they are."""
    return str(_KEEPERS[code].text if code in _KEEPERS else WORDS.get(code, code))


def kept(numbers: Sequence[str]) -> dict[str, str]:
    """By case, what a block above says keeps it."""
    found: dict[str, str] = {}
    for code, keeper in _KEEPERS.items():
        found |= dict.fromkeys(keeper.find(numbers), code)
    return found


def forget(number: str, at: dt.datetime) -> None:
    """Every block above forgets a case."""
    del at
    for one in _FORGETTERS.values():
        one(number)
