"""The clock stands still for a cause and runs again: ordered, over, or ended by the law's cap."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.declarations.api import LegalBasis
from tongban.services.cases import access, clocks, history, moves, pauses
from tongban.services.cases.api import hearing
from tongban.services.cases.errors import Conflict, Incomplete
from tongban.services.cases.models import Case, Clock, Pause
from tongban.services.offers import api as offers
from tongban.trust.authority.api import SYSTEM, Subject


@dataclass(frozen=True)
class Stood:
    """A pause of a clock, of days: from the first that does not count to the one that counts again, none while nobody
    knows. `capped`: it ends then by itself; `open`: nobody has ended it.
    """

    cause: str
    policy: str
    start: dt.date
    end: dt.date | None
    capped: bool
    open: bool
    basis: LegalBasis | None

    @property
    def words(self) -> str:
        """The cause in the language of the page."""
        return deadlines.cause(self.cause)


def stood(row: Pause) -> Stood:
    """A row as value."""
    return Stood(
        row.cause, row.policy, row.start, row.over, row.until is not None, row.end is None,
        clocks.basis_from(row.basis) if row.basis else None,
    )  # fmt: skip


def pause_rules(*, number: str, by: Subject, at: dt.datetime) -> tuple[offers.PauseRule, ...]:
    """For which causes the clock of a case may be stopped by an official, and how. Raises NotFound."""
    found = pauses.rules(access.at_desk(number, by=by, at=at))
    return tuple(found[cause] for cause in history.CAUSES if cause in found)


def suspend(*, number: str, cause: str, by: Subject, at: dt.datetime) -> None:
    """Stops the clocks of handling for a cause that the law (Administrative Licensing Law, art. 45) or the offer names.

    Needs `cases.suspend`. Raises Incomplete, Conflict when the clock stands for this cause already, on its last day,
    beyond the cap of the law, or when the condition of the offer does not hold; NotFound, Denied.
    """
    with access.desk(number, "cases.suspend", by=by, at=at) as case:
        if cause not in history.CAUSES:
            raise Incomplete("cause", _("Pick the cause for which the clock stands still."))
        running = moves.handling(case)
        if not running:
            raise Conflict(_("No clock runs in this case."))
        _end_capped(running, at=at)
        if Pause.objects.filter(clock__in=running, cause=cause, end=None).exists():
            raise Conflict(_("The clock stands still for this cause already."))
        if not pauses.stand(case, running, pauses.rule_for(case, cause), at=at, by=by.person):
            raise Conflict(pauses.TOO_LATE)
        moves.moved(case, running, f"pause:{cause}", at=at)
        history.write(case, "suspended", by=by, at=at, unit=case.unit, cause=cause)
        access.note(case, "suspend", by=by, at=at, cause=cause)


def resume(*, number: str, cause: str, by: Subject, at: dt.datetime) -> None:
    """Lets the clocks run again; the day itself counts. Raises Conflict, NotFound, Denied."""
    with access.desk(number, "cases.suspend", by=by, at=at) as case:
        if cause == hearing.CAUSE and hearing.live(case) is not None:
            raise Conflict(_("A hearing is under way: the clock runs again when it is over."))
        running = moves.handling(case)
        resumed = [pauses.go_on(clock, cause=cause, at=at) for clock in running]
        if not any(resumed):
            raise Conflict(_("The clock does not stand still for this cause."))
        moves.moved(case, running, f"resume:{cause}", at=at)
        _written(case, running, cause, by=by, at=at)


def run_out(case: Case, at: dt.datetime) -> int:
    """The clock of the node: the law lets a pause last no longer. The due day was computed with that end all along."""
    running = moves.handling(case)
    ended = _end_capped(running, at=at)
    for cause in ended:
        _written(case, running, cause, by=SYSTEM, at=at)
    return len(ended)


def _end_capped(running: list[Clock], *, at: dt.datetime) -> list[str]:
    rows = list(Pause.objects.filter(clock__in=running, end=None, until__lte=clocks.day_of(at)).order_by("pk"))
    for row in rows:
        row.end = row.until
        row.save(update_fields=["end"])
    return list(dict.fromkeys(row.cause for row in rows))


def _written(case: Case, running: list[Clock], cause: str, *, by: Subject, at: dt.datetime) -> None:
    """With two causes at once the clock runs again only when both are over."""
    code = "pause-over" if Pause.objects.filter(clock__in=running, end=None).exists() else "resumed"
    history.write(case, code, by=by, at=at, unit=case.unit, cause=cause)
    access.note(case, "resume", by=by, at=at, cause=cause)
