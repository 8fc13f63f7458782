"""What the clock decides because the law or an accepted statement says so: nobody's task, the same records."""

from __future__ import annotations

import datetime as dt

from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import LegalBasis
from tongban.kernel.outbox import api as outbox
from tongban.services.cases import access, clocks, deciding, history, holding, telling
from tongban.services.cases.events import MatterDecided
from tongban.services.cases.models import Case, Decision, Matter
from tongban.trust.authority.api import SYSTEM


def decide(
    case: Case, matter: Matter, outcome: str, basis: LegalBasis, *, line: str, at: dt.datetime, reasons: str = ""
) -> None:
    """Decides a matter without a task; `line` names the sentence of the history. The case is locked."""
    Decision.objects.create(
        matter=matter, round=deciding.round_of(matter), outcome=outcome, reasons=reasons,
        basis=clocks.basis_of(basis), by=SYSTEM.person, unit=matter.unit, at=at,
    )  # fmt: skip
    matter.state, matter.outcome, matter.decided_at = "decided", outcome, at
    matter.save(update_fields=["state", "outcome", "decided_at"])
    history.write(case, line, by=SYSTEM, at=at, part=matter.title)
    access.note(case, line, by=SYSTEM, at=at, article=basis.article)
    outbox.publish(
        MatterDecided(
            **telling.about(case), part=matter.offer, part_title={"zh": matter.title_zh, "en": matter.title_en},
            part_unit=matter.unit, outcome=outcome, in_time=outcome == "refused" and at < case.due_at,
        ),
        at=at,
    )  # fmt: skip


def end(case: Case, *, at: dt.datetime, reason: str) -> None:
    """Closes the decided case and ends its process, however far that is."""
    deciding.all_decided(case, at=at)
    holding.finish(case, "closed", at=at)
    processes.cancel(business_key=case.number, by=SYSTEM.person, at=at, reason=reason)
