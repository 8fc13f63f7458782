"""Clocks of handling that are computed anew, and the new due day of the case that is told."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.outbox import api as outbox
from tongban.services.cases import clocks, telling, wholes
from tongban.services.cases.events import DueDateChanged
from tongban.services.cases.models import Case, Clock


def handling(case: Case) -> list[Clock]:
    """The running clocks of handling: the promise and the law, of the case and of its parts."""
    return list(Clock.objects.filter(case=case, stopped_at=None, kind__in=("handling", "statutory")))


def moved(case: Case, running: list[Clock], cause: str, *, at: dt.datetime, reason: str = "") -> bool:
    """Computes clocks anew; tells the new due day of the case when it moved, and why: of the whole where it has one."""
    moved = [clock for clock in running if clocks.resettle(clock, at=at)]
    if clocks.running(case, clocks.WHOLE) is not None:
        whole = wholes.settle(case, at=at, cause=cause, reason=reason)
        for clock in running if whole else ():
            if clock.kind == clocks.WHOLE:
                clock.refresh_from_db()
        return bool(moved) or whole
    main = next((clock for clock in moved if clock.matter_id is None and clock.kind == "handling"), None)
    main = main or next((clock for clock in moved if clock.kind in ("handling", "acceptance")), None)
    if main is not None:
        news = DueDateChanged(
            **telling.about(case), due=main.due_on, provisional=main.provisional, cause=cause, reason=reason
        )
        outbox.publish(news, at=at)
    return bool(moved)
