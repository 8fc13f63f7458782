"""The letters as the officer sees them, and what can be done about one. Never what they carry: that is for those who
work on it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.exchange.letters.errors import LetterError, said
from tongban.exchange.letters.models import Incoming, Outgoing
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject

Way = Literal["out", "in"]
MODELS: dict[Way, type[Outgoing | Incoming]] = {"out": Outgoing, "in": Incoming}
STATES: dict[Way, tuple[str, ...]] = {
    "out": ("waiting", "delivered", "refused", "dismissed"),
    "in": ("waiting", "taken", "dismissed"),
}


@dataclass(frozen=True)
class Row:
    """A letter without what it carries. `other`: where it came from here, or who went on with it; `receipt`: whether
    the partner's signed receipt is kept.
    """

    id: int
    way: Way
    number: str
    partner: str
    name: str
    correlation: str
    at: dt.datetime
    state: str
    attempts: int
    due: dt.datetime
    stuck: bool
    error: str
    settled: dt.datetime | None
    settled_by: str
    reason: str
    other: str
    element: str = ""
    receipt: dict[str, Any] | None = None

    @property
    def fault(self) -> str:
        """The last fault in words."""
        return said(self.error)

    @property
    def open(self) -> bool:
        return self.state in ("waiting", "refused")


@dataclass(frozen=True)
class Page:
    """Part of a list, the newest first; `next` is the key of the next part."""

    rows: tuple[Row, ...]
    next: int | None


def _row(way: Way, row: Any) -> Row:
    own: dict[str, Any] = {"other": row.taken_by} if way == "in" else {"other": row.origin}
    if way == "out":
        own |= {"element": row.element, "receipt": row.receipt}
    return Row(
        row.pk, way, row.number, row.partner, row.name, row.correlation, row.at, row.state, row.attempts, row.due,
        row.stuck, row.error, row.settled, row.settled_by, row.reason, **own,
    )  # fmt: skip


def letters(*, way: Way, state: str = "", partner: str = "", after: int | None = None, limit: int = 50) -> Page:
    """Letters of one way; `state` is one of STATES, or "stuck" for what needs a person. One query."""
    found = MODELS[way].objects.order_by("-pk").defer("data")
    if state:
        found = found.filter(stuck=True) if state == "stuck" else found.filter(state=state)
    if partner:
        found = found.filter(partner=partner)
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = [_row(way, one) for one in found[: limit + 1]]
    return Page(tuple(rows[:limit]), rows[limit - 1].id if len(rows) > limit else None)


def letter(*, way: Way, id: int) -> Row:  # noqa: A002 (the row's own word)
    """One letter. Raises LookupError."""
    row = MODELS[way].objects.filter(pk=id).defer("data").first()
    if row is None:
        raise LookupError(f"no letter {way} {id}")
    return _row(way, row)


def stuck() -> int:
    """How many letters need a person. Two queries."""
    return sum(model.objects.filter(stuck=True).count() for model in MODELS.values())


def retry(*, way: Way, id: int, by: Subject, at: dt.datetime) -> None:  # noqa: A002
    """Tries an open letter again at once. Raises LookupError, LetterError when it is settled."""
    _change(way, id, by, at, "retry", {"state": "waiting", "due": at, "stuck": False, "attempts": 0})


def dismiss(*, way: Way, id: int, reason: str, by: Subject, at: dt.datetime) -> None:  # noqa: A002
    """Gives an open letter up, for a reason that is kept. Raises LookupError, LetterError."""
    text = " ".join(reason.split())
    if not 5 <= len(text) <= 500:  # noqa: PLR2004 (as in models)
        raise LetterError(_("Give a reason of 5 to 500 characters."), "reason")
    who = f"person:{by.person}"[:160]
    changes = {"state": "dismissed", "settled": at, "settled_by": who, "stuck": False, "reason": text}
    _change(way, id, by, at, "dismiss", changes)


def _change(  # noqa: PLR0917 (who changes what of which letter)
    way: Way, number: int, by: Subject, at: dt.datetime, verb: str, changes: dict[str, Any]
) -> None:
    with transaction.atomic():
        row = MODELS[way].objects.select_for_update().filter(pk=number).defer("data").first()
        if row is None:
            raise LookupError(f"no letter {way} {number}")
        if row.state not in ("waiting", "refused"):
            raise LetterError(_("This letter was settled in the meantime."))
        MODELS[way].objects.filter(pk=number).update(**changes)
        audit.record(at=at, by=by, action=f"letters.{verb}", object=f"letter:{row.number}", detail={"way": way})
