"""Pledges (告知承诺) and tolerated gaps (容缺受理) of a case: begun, void, what they keep from being granted, shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import clocks, colleagues, history, telling
from tongban.services.cases.errors import Conflict
from tongban.services.cases.events import ObligationMoved
from tongban.services.cases.models import Case, Obligation
from tongban.services.cases.models.obligations import LIVE
from tongban.services.offers.api import Limit
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject


@dataclass(frozen=True)
class ObligationView:
    """What is owed. `state`: chosen (runs from acceptance), open, supplied, fulfilled, breached, void; `due` is the
    last day in time while it is open; `settled`: revoked or kept after a breach.
    """

    id: int
    kind: str
    evidence: str
    title: Text
    statement: str
    basis: LegalBasis
    bar_months: int
    state: str
    due: dt.date | None
    provisional: bool
    late: bool
    files: tuple[str, ...]
    note: str
    barred_until: dt.date | None
    settled: str


def of(case: Case, at: dt.datetime) -> tuple[ObligationView, ...]:
    """The obligations of a case in order."""
    rows = sorted(case.obligations.select_related("clock"), key=lambda row: row.sequence)
    return tuple(
        ObligationView(
            row.pk, row.kind, row.evidence, row.title, row.statement, clocks.basis_from(row.basis), row.bar_months,
            row.state, row.clock.due_on if row.clock else None, bool(row.clock and row.clock.provisional),
            bool(row.clock and row.state == "open" and at >= row.clock.due_at), tuple(row.attachments), row.note,
            row.barred_until, row.settled,
        )
        for row in rows
    )  # fmt: skip


def begin(case: Case, *, at: dt.datetime) -> None:
    """Acceptance: what was chosen is owed from now on."""
    for row in Obligation.objects.filter(case=case, state="chosen").order_by("sequence"):
        run(case, row, at=at)
        moved(case, row, "open", by=SYSTEM, at=at)


def clock_of(row: Obligation) -> str:
    """The kind of the clock of an obligation."""
    return f"{clocks.DUTY}-{row.sequence}"


def run(case: Case, row: Obligation, *, at: dt.datetime) -> None:
    """Gives it its time, from the day after."""
    limit = Limit(row.limit["amount"], row.limit["unit"], clocks.basis_from(row.basis))
    row.clock = clocks.start(case=case, kind=clock_of(row), limit=limit, at=at, yellow=row.remind)


def moved(case: Case, row: Obligation, state: str, *, by: Subject, at: dt.datetime, step: str = "") -> None:
    """Saves an obligation in a state, with history and news; `step` where it is not called as the state."""
    row.state = state
    row.save()
    step = step or state
    history.write(case, f"obligation-{step}", by=by, at=at, what=row.title)
    told = colleagues.persons_of((authority.unit_ref(case.unit),), at) if step in ("supplied", "breached") else ()
    outbox.publish(
        ObligationMoved(
            **telling.about(case), step=step, kind=row.kind, sequence=row.sequence,
            evidence={"zh": row.title_zh, "en": row.title_en}, due=row.clock.due_on if row.clock else None,
            note=row.note, persons=told,
        ),
        at=at,
    )  # fmt: skip


def lacking(case: Case) -> None:
    """Raises Conflict while something is lacking without which nothing is granted."""
    row = Obligation.objects.filter(case=case, kind="gap", state__in=LIVE).order_by("sequence").first()
    if row is not None:
        raise Conflict(_("It cannot be granted before this is here and checked: {what}"), what=row.title)
