"""The decision on a reconsideration, and what it does to the one contested: both in one transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, clocks, history, holding, remedies, telling
from tongban.services.cases.api import reopening
from tongban.services.cases.api.acceptance import article_of
from tongban.services.cases.api.decisions import settle
from tongban.services.cases.api.examination import bounded
from tongban.services.cases.errors import Conflict, Incomplete, NotFound
from tongban.services.cases.events import CaseReconsidered
from tongban.services.cases.models import Case, Matter, Reconsideration, Reopening
from tongban.services.cases.models.reconsideration import DECIDED
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject

GAINED = frozenset({"varied", "revoked", "unlawful"})  # the applicant got something: for the process, granted
OPEN = _("The contested case still runs. Once it is closed its decision can be revoked.")
LONGEST = 2000


@dataclass(frozen=True)
class Again:
    """What revoking would do: the steps at which the contested case can begin again; with none, it is decided anew in a
    case of its own. `hindrance` says why it cannot be revoked now; `outputs`: whether certificates go with it.
    """

    contested: str
    steps: tuple[tuple[str, Text], ...]
    outputs: bool
    hindrance: str


def again(*, number: str, by: Subject, at: dt.datetime) -> Again:
    """What revoking the decision that a case contests would do. Raises NotFound."""
    row = _row(access.at_desk(number, by=by, at=at))
    contested = row.contested
    steps = _steps(contested)
    return Again(contested.number, steps, contested.outputs.exists(), str(OPEN) if contested.open else "")


def _steps(contested: Case) -> tuple[tuple[str, Text], ...]:
    if not reopening.reopenable(contested) or contested.matters.count() != 1:
        return ()
    return reopening.steps_again(number=contested.number)


def _row(case: Case) -> Reconsideration:
    found = Reconsideration.objects.filter(case=case).select_related("decision__matter", "contested").first()
    if found is None:
        raise NotFound
    return found


def reconsider(
    *, task: int, outcome: str, article: int, reasons: str, by: Subject, at: dt.datetime, to: str = ""
) -> None:
    """Decides a reconsideration: upheld, varied, revoked, unlawful or rejected, always with reasons.

    Revoked: what came out of the contested decision is revoked and its case begins again at the step `to`, one of
    `again`, its time afresh. Unlawful: what came out stays. Raises Incomplete (outcome, reasons, to, article),
    Conflict, NotFound, Denied, CaseError for four eyes.
    """
    with access.working(task, ("decide",), by=by, at=at) as (case, work):
        row = _row(case)
        if outcome not in DECIDED:
            raise Incomplete("outcome", _("Pick what becomes of the decision."))
        if not reasons.strip():
            raise Incomplete("reasons", _("Give the reasons: both sides read them."))
        why, basis = bounded("reasons", reasons), str(article_of(case, work.matter, article))
        with holding.locked(row.contested.number, at=at) as contested:
            row.outcome, row.settled_at = outcome, at
            row.save(update_fields=["outcome", "settled_at"])
            history.write(contested, f"reconsidered-{outcome}", by=by, at=at, unit=work.unit, number=case.number)
            access.note(contested, "reconsidered", by=by, at=at, reconsideration=case.number, outcome=outcome)
            if outcome == "revoked":
                _revoke(contested, row, to, why[:LONGEST], basis, by=by, at=at)
            _tell(contested, row, why, at)
        settle(
            case,
            work,
            "granted" if outcome in GAINED else "refused",
            article,
            why,
            by=by,
            at=at,
            line=f"reconsidered-{outcome}",
        )


def _revoke(
    contested: Case, row: Reconsideration, to: str, why: str, basis: str, *, by: Subject, at: dt.datetime
) -> None:
    matter = row.decision.matter
    if contested.open:
        raise Conflict(OPEN if not _anew(matter) else _("The decision was set aside meanwhile: nothing is to revoke."))
    steps = _steps(contested)
    if steps and to not in {element for element, _name in steps}:
        raise Incomplete("to", _("Pick the step at which it begins again."))
    reopening.revoke(contested, reason=why, basis=basis, by=SYSTEM, at=at, matter=matter)  # on the word noted above
    if steps:
        made = Reopening.objects.create(
            case=contested, decision=row.decision, element=to, reason=why, basis=basis[: reopening.LONGEST],
            reconsideration=row, state="confirmed", by=by.person, by_name=by.name, at=at, settled_by=by.person,
            settled_by_name=by.name, settled_at=at,
        )  # fmt: skip
        history.write(contested, "reopened", by=by, at=at, unit=contested.unit)
        reopening.again(contested, made, by=by, at=at)


def _anew(matter: Matter) -> bool:
    return Matter.objects.get(pk=matter.pk).state == "open"


def _tell(contested: Case, row: Reconsideration, why: str, at: dt.datetime) -> None:
    units = {one.code: one for one in authority.units()}
    ways = remedies.Remedies(units, clocks.calendar()).of(row.case.unit, at, at=at, reviewed=True)
    news = CaseReconsidered(
        **telling.about(contested),
        reconsideration=row.case.number,
        outcome=row.outcome,
        reasons=why,
        until=ways[0].until if ways else None,
        persons=(row.decision.by,) if row.decision.task else (),
    )
    outbox.publish(news, at=at)
