"""The tie between a decision and the case that contests it, as both pages show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.declarations.api import Text
from tongban.services.cases import remedies
from tongban.services.cases.models import Case, Decision, Reconsideration
from tongban.services.cases.models.reconsideration import ENDED
from tongban.trust.authority.api import Unit

OUTCOMES = {
    "": "",
    "upheld": _("Decision upheld"),
    "varied": _("Varied"),
    "revoked": _("Revoked, to be decided anew"),
    "unlawful": _("Confirmed unlawful"),
    "rejected": _("Application rejected"),
    "inadmissible": _("Not accepted"),
    "withdrawn": _("Withdrawn"),
    "terminated": _("Terminated"),
}


@dataclass(frozen=True)
class Tie:
    """A reconsideration: its number, the contested case and decision, and what came of it. `remedies`: what is left
    against that, with its last day.
    """

    number: str
    contested: str
    title: Text
    part: str
    unit: Text
    decided_at: dt.datetime
    filed_at: dt.datetime
    until: dt.date | None
    late: bool
    excuse: str
    outcome: str
    outcome_text: str
    settled_at: dt.datetime | None
    reasons: str
    remedies: tuple[remedies.Remedy, ...]

    @property
    def over(self) -> bool:
        """Whether it ended without a word on the decision, which may then be contested again."""
        return self.outcome in ENDED

    @property
    def good(self) -> bool:
        """Whether the applicant got something."""
        return self.outcome in ("varied", "revoked", "unlawful")


def ties(
    case: Case, *, at: dt.datetime, units: Mapping[str, Unit], days: deadlines.Calendar
) -> tuple[Tie, ...]:  # fmt: skip
    """The reconsiderations of the decisions of a case, or the one that it is itself; the newest first. Two queries at
    most, and those for the parameters of remedies.
    """
    if not getattr(case, "tied", True):
        return ()
    rows = Reconsideration.objects.filter(Q(case=case) | Q(contested=case)).order_by("-pk")
    found = list(rows.select_related("case", "contested", "decision__matter"))
    made = Decision.objects.filter(matter__case__in=[row.case_id for row in found if row.outcome])
    reasons = {row.matter.case_id: row.reasons for row in made.select_related("matter")} if found else {}
    ways = remedies.Remedies(units, days)
    return tuple(_tie(row, reasons.get(row.case_id, ""), ways, at) for row in found)


def called(case: Case, tied: tuple[Tie, ...]) -> str:
    """What the outcome of a case is called if it is a reconsideration, empty for any other."""
    return next((one.outcome_text for one in tied if one.number == case.number), "") if case.outcome else ""


def _tie(row: Reconsideration, reasons: str, ways: remedies.Remedies, at: dt.datetime) -> Tie:
    unit = ways.units.get(row.decision.unit)
    decided = bool(reasons) and row.settled_at is not None
    return Tie(
        number=row.case.number,
        contested=row.contested.number,
        title=row.contested.title,
        part=row.decision.matter.offer,
        unit=unit.name if unit else Text(row.decision.unit),
        decided_at=row.decision.at,
        filed_at=row.case.opened_at,
        until=row.until,
        late=row.late,
        excuse=row.excuse,
        outcome=row.outcome,
        outcome_text=str(OUTCOMES[row.outcome]),
        settled_at=row.settled_at,
        reasons=reasons,
        remedies=ways.of(row.case.unit, row.settled_at, at=at, reviewed=True) if decided and row.settled_at else (),
    )
