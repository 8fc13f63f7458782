"""When a case as a whole is decided: when its last matter is, or when its process ends and leaves the rest out."""

from __future__ import annotations

import datetime as dt

from tongban.kernel.outbox import api as outbox
from tongban.services.cases import clocks, telling
from tongban.services.cases.events import CaseDecided
from tongban.services.cases.models import Case, Clock, Decision, Matter, Reconsideration


def round_of(matter: Matter) -> int:
    """Which decision on a matter comes next: the first, or one more than there are."""
    return Decision.objects.filter(matter=matter).count() + 1


def _begun(case: Case) -> dt.datetime:
    """Since when the case is handled: since it was last taken up again, or since it was opened."""
    last = (
        case.reopenings.filter(state="confirmed").order_by("-settled_at").values_list("settled_at", flat=True).first()
    )
    return last or case.opened_at


def all_decided(case: Case, *, at: dt.datetime) -> None:
    """No matter is open any more: the case is decided, and its clocks stop. Without a decision nothing happens."""
    parts = list(Matter.objects.filter(case=case, state="decided").order_by("position"))
    if not parts or case.state != "accepted":
        return
    missed = clocks.of_case(Clock.objects.filter(case=case, result="missed", started_at__gte=_begun(case)))
    in_time = at < case.due_at and not missed.exists()
    outcomes = {part.outcome for part in parts}
    case.state, case.decided_at = "decided", at
    case.outcome = outcomes.pop() if len(outcomes) == 1 else "partly"
    clocks.stop(case, at=at)
    news = CaseDecided(
        **telling.about(case),
        outcome=case.outcome,
        parts=tuple({"offer": part.offer, "unit": part.unit, "outcome": part.outcome} for part in parts),
        in_time=in_time,
        days=(clocks.day_of(at) - clocks.day_of(case.opened_at)).days,
        round=Decision.objects.filter(matter=parts[0]).count(),
        contests=Reconsideration.objects.filter(case=case).exists(),
    )
    outbox.publish(news, at=at)
