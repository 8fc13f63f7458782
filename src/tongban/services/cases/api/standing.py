"""Processes that stand still by order and go on; the clocks of the law run all the while (`suspend` stops those)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import api as processes
from tongban.services.cases import access, history, remarks
from tongban.services.cases.api.handing import refusing
from tongban.services.cases.errors import Conflict
from tongban.trust.authority.api import Subject

HALT = "cases.halt"


def halt(*, number: str, reason: str, by: Subject, at: dt.datetime) -> None:
    """Has the process of a case stand still: no step can be completed, no timer fires. The clocks run on.

    Raises Incomplete (reason), Conflict when it stands still already, NotFound, Denied.
    """
    with access.desk(number, HALT, by=by, at=at) as case:
        why = remarks.given(reason)
        with refusing():
            stopped = processes.suspend(business_key=number, reason="see the case", by=by.person, at=at)
        if not stopped:
            raise Conflict(_("The process stands still already."))
        history.write(case, "halted", by=by, at=at, unit=case.unit, public=False)
        remarks.write(case, "halted", why, by=by, at=at)
        access.note(case, "halt", by=by, at=at)


def go_on(*, number: str, by: Subject, at: dt.datetime) -> None:
    """Lets the process of a case go on; timers that fell due meanwhile fire now.

    Raises Conflict when it does not stand still, NotFound, Denied.
    """
    with access.desk(number, HALT, by=by, at=at) as case:
        with refusing():
            resumed = processes.resume(business_key=number, by=by.person, at=at)
        if not resumed:
            raise Conflict(_("The process does not stand still."))
        history.write(case, "continued", by=by, at=at, unit=case.unit, public=False)
        access.note(case, "go-on", by=by, at=at)
