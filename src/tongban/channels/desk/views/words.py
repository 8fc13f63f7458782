"""States and causes in the desk's words."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tongban.engines.deadlines import api as deadlines
from tongban.services.cases import api as cases
from tongban.trust.authority.api import Subject

STATES = {
    "submitted": _("to accept"),
    "supplement": _("with the applicant"),
    "accepted": _("in progress"),
    "decided": _("decided"),
    "closed": _("closed"),
    "withdrawn": _("withdrawn"),
    "not_accepted": _("not accepted"),
}
CAUSES = ("hearing", "inspection", "test", "expert_review", "third_party", "payment", "force_majeure")


def causes() -> list[tuple[str, str]]:
    """What may stop the clock (Administrative Licensing Law, article 45), in words."""
    return [(code, deadlines.cause(code)) for code in CAUSES]


def paused(view: cases.DeskView, *, by: Subject, at: dt.datetime) -> list[tuple[str, str]]:
    """The causes for which clocks of this case stand still, when this official may let them run again.

    A pause begins with the day after it was ordered, so the ledger of tomorrow is asked.
    """
    if not any(act.code == "suspend" and act.allowed for act in view.acts):
        return []
    if all(clock.due or clock.stopped for clock in view.clocks):
        return []
    tomorrow = timezone.localtime(at).date() + dt.timedelta(days=1)
    clocks = cases.why(number=view.number, by=by, at=at + dt.timedelta(days=1))
    lines = [line for clock in clocks if not clock.stopped for line in clock.ledger]
    found = dict.fromkeys(one.rule.partition("paused: ")[2] for one in lines if one.first <= tomorrow <= one.last)
    return [(code, deadlines.cause(code)) for code in found if code in CAUSES]
