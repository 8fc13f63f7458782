"""States and causes in the desk's words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.engines.deadlines import api as deadlines
from tongban.services.cases import api as cases

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


def paused(view: cases.DeskView) -> list[tuple[str, str]]:
    """The causes for which clocks of this case stand still now, when this official may let them run again."""
    if not any(act.code == "suspend" and act.allowed for act in view.acts):
        return []
    lines = [clock.ledger[-1].rule for clock in view.clocks if not clock.stopped and clock.ledger]
    found = dict.fromkeys(rule.partition("paused: ")[2] for rule in lines)
    return [(code, deadlines.cause(code)) for code in found if code in CAUSES]
