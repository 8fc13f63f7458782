"""What the archive asks: which cases have an answer or appeal pending, and that ratings lose their words."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.openness.evaluation.models import Appeal, FollowUp, Occasion, Rating
from tongban.trust.audit import api as audit

GONE = "—"


def pending(cases: Sequence[str]) -> frozenset[str]:
    """Those of the cases with a bad rating that waits for its answer, or an appeal that nobody decided."""
    follow_ups = FollowUp.objects.filter(rating__occasion__case__in=cases, state__in=("open", "replied"))
    appeals = Appeal.objects.filter(rating__occasion__case__in=cases, outcome="")
    found = (rows.values_list("rating__occasion__case", flat=True) for rows in (follow_ups, appeals))
    return frozenset(case for rows in found for case in rows if case)


def forget(case: str) -> None:
    """Takes person and words off what was rated; the stars stay counted."""
    with audit.erasing("evaluation"):
        Occasion.objects.filter(case=case).update(person=GONE, credit_code="", token=None)
        Rating.objects.filter(occasion__case=case).update(comment="", by="")
        Appeal.objects.filter(rating__occasion__case=case).update(reason="", evidence="", reasons="")
    FollowUp.objects.filter(rating__occasion__case=case).update(reply="", repair="", comment="", token=None)
