"""What the archive asks: which cases have a finding that is not judged, and that findings lose their words."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.governance.supervision.models import Explanation, Finding, Verdict

GONE = "—"


def unjudged(cases: Sequence[str]) -> frozenset[str]:
    """Those of the cases with a finding that nobody has judged."""
    rows = Finding.objects.filter(case__in=cases, verdict=None)
    return frozenset(rows.values_list("case", flat=True))


def forget(case: str) -> None:
    """Takes the words off what was found in a case; kind, unit and judgement stay counted."""
    Finding.objects.filter(case=case).update(what_zh=GONE, what_en=GONE)
    Explanation.objects.filter(finding__case=case).update(text=GONE)
    Verdict.objects.filter(finding__case=case).update(text=GONE)
