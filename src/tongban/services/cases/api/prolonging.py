"""More time for a case: how much the law and the offer leave, granted by somebody who may, with a reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.services.cases import access, clocks, history, limits, moves
from tongban.services.cases.errors import Conflict, Incomplete
from tongban.services.cases.limits import More
from tongban.services.cases.models import Case, Clock, Extension
from tongban.trust.authority.api import Subject

EXTEND, AGAIN = "cases.extend", "cases.extend-again"
MOST_REASON = 500


@dataclass(frozen=True)
class Granted:
    """An extension of a clock: by how much, by whom in which post, why, by which law. `name` is for the desk alone."""

    sequence: int
    amount: int
    unit: str
    reason: str
    post: Text
    name: str
    basis: LegalBasis | None
    at: dt.datetime


def granted(row: Extension, *, names: bool) -> Granted:
    """A row as value; with `names`, who it was."""
    return Granted(
        row.sequence, row.amount, row.unit, row.reason, Text(row.post_zh, row.post_en), row.by_name if names else "",
        clocks.basis_from(row.basis) if row.basis else None, row.at,
    )  # fmt: skip


def more_time(*, number: str, by: Subject, at: dt.datetime) -> More:
    """How the time of a case may still be prolonged. Raises NotFound."""
    case = access.at_desk(number, by=by, at=at)
    with access.reading(by, number=number, at=at, purpose=access.HANDLING):
        return limits.more(case, at=at)


def extend(*, number: str, amount: int, reason: str, by: Subject, at: dt.datetime) -> None:
    """Prolongs the running clocks of handling, by working days (Administrative Licensing Law, art. 42) or as the
    offer's own law says.

    Needs `cases.extend`, and where the offer asks for the level above, from the second on `cases.extend-again` and
    another person. A clock that ran out is not prolonged. Raises Incomplete (amount, reason), Conflict, NotFound,
    Denied.
    """
    higher = limits.higher(access.at_desk(number, by=by, at=at))
    with access.desk(number, AGAIN if higher else EXTEND, by=by, at=at) as case:
        if higher != limits.higher(case):
            raise Conflict(_("A colleague has just prolonged the time. Load the case again."))
        left = limits.more(case, at=at)
        _fits(case, left, amount, reason, by)
        running = [one for one in moves.handling(case) if one.unit != "hours" and at < one.due_at]
        if not running:
            raise Conflict(_("No clock runs that could be prolonged: time that is over is over."))
        _grant(case, running, left, amount, reason.strip(), by=by, at=at)
        moves.moved(case, running, "extension", at=at, reason=reason.strip())
        history.write(case, "extended", by=by, at=at, unit=case.unit, amount=amount, sequence=left.granted + 1)
        access.note(case, "extend", by=by, at=at, amount=amount, sequence=left.granted + 1)


def _fits(case: Case, left: More, amount: int, reason: str, by: Subject) -> None:
    if not left.most:
        raise Conflict(_("By the rule of this service its time is not prolonged in this case."))
    if not left.times:
        raise Conflict(_("The time was prolonged as often as the law allows: {count}."), count=left.granted)
    if not left.days:
        raise Conflict(_("The time was prolonged by all that the law allows: {most} days."), most=left.most)
    if not 0 < amount <= left.days:
        raise Incomplete("amount", _("From 1 to {most} days."), most=left.days)
    if not reason.strip():
        raise Incomplete("reason", _("Say why more time is needed."))
    if len(reason.strip()) > MOST_REASON:
        raise Incomplete("reason", _("Say it in at most {most} characters."), most=MOST_REASON)
    if left.higher and Extension.objects.filter(clock__case=case, by=by.person).exists():
        raise Conflict(_("You approved an extension of this case: the next one is for somebody else."))


def _grant(
    case: Case, running: list[Clock], left: More, amount: int, reason: str, *, by: Subject, at: dt.datetime
) -> None:
    post = history.post_in(by, case.unit)
    Extension.objects.bulk_create(
        Extension(
            clock=clock, amount=amount, unit=left.unit, sequence=left.granted + 1, reason=reason, by=by.person,
            by_name=by.name, post_zh=post.title.zh if post else "", post_en=post.title.en if post else "",
            basis=clocks.basis_of(left.basis), at=at,
        )
        for clock in running
    )  # fmt: skip
