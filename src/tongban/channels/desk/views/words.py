"""States and causes in the desk's words."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.web.api import day
from tongban.services.cases import api as cases
from tongban.services.offers import api as offers
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


def causes(number: str, *, by: Subject, at: dt.datetime) -> list[tuple[str, str, offers.PauseRule]]:
    """What may stop the clock of a case, in words, with the rule of the law or the offer."""
    return [(one.cause, deadlines.cause(one.cause), one) for one in cases.pause_rules(number=number, by=by, at=at)]


def paused(view: cases.DeskView) -> list[tuple[str, str]]:
    """The causes for which clocks of this case stand still, when this official may let them run again."""
    if not any(act.code == "suspend" and act.allowed for act in view.acts):
        return []
    found = dict.fromkeys(one.cause for clock in view.clocks if not clock.stopped for one in clock.pauses if one.open)
    return [(code, deadlines.cause(code)) for code in found]


def destroyed(gone: cases.Destroyed) -> str:
    """What is said of a case that was destroyed."""
    said = gettext("This case was kept as long as the rules want, and destroyed on %(day)s under list no. %(list)s.")
    return said % {"day": day(timezone.localtime(gone.on)), "list": gone.under}
