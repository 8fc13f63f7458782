"""What differs between the kinds of text that are changed on the node: declared once by the block that knows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.kernel.declarations.api import Text
from tongban.trust.authority import api as authority

if TYPE_CHECKING:
    from tongban.governance.drafts.reading import DraftView


@dataclass(frozen=True)
class Trial:
    """What is too slow to be done while a draft is locked. `run` tries a draft out, before the transaction, raises
    DraftError for one that fails, and gives the mark of everything for which the outcome holds; `mark` gives that of
    now, quickly: inside the transaction the two are the same, or nothing is submitted or published.
    """

    run: Callable[[DraftView, dt.datetime], str]
    mark: Callable[[DraftView, dt.datetime], str]


@dataclass(frozen=True)
class Draftable:
    """A kind of text that is changed here.

    `code` begins its permissions and ledger actions; `object` is what the ledger calls one. `offices` gives the codes
    of the units that answer for a key: their people change it, anybody with the permission when there are none.
    `accept` raises DraftError for a text that cannot be kept, `judge` for a draft that cannot be submitted or
    published (that it changes something at all is seen to already), `trial` what of that is slow. `beside` tells
    whether something that is kept beside the text of a draft (by its id) changed with it. `begin` writes the first text
    of a new key, None where such texts come with packages only. `carry` is told the ids of the draft published last and
    of a new one.
    """

    kind: str
    code: str
    object: str
    may_change: Text
    may_publish: Text
    offices: Callable[[str], Collection[str]]
    accept: Callable[[str, str], None]
    judge: Callable[[DraftView, dt.datetime], None]
    trial: Trial | None = None
    beside: Callable[[int], bool] | None = None
    begin: Callable[[str, Text], str] | None = None
    carry: Callable[[int, int], None] | None = None

    @property
    def edit(self) -> str:
        return f"{self.code}.edit"

    @property
    def publish(self) -> str:
        return f"{self.code}.publish"


_DRAFTABLES: dict[str, Draftable] = {}


def register(one: Draftable) -> None:
    """Adds a kind with its two permissions; called in a block's `apps.py`."""
    _DRAFTABLES[one.kind] = one
    authority.declare_permission(one.edit, one.may_change)
    authority.declare_permission(one.publish, one.may_publish)


def draftable(kind: str) -> Draftable:
    """Raises KeyError for a kind that nobody registered."""
    return _DRAFTABLES[kind]
