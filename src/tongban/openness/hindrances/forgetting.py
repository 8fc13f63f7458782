"""What the archive asks: which cases have an open report, and that closed reports lose their words."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.openness.hindrances.models import Hindrance

GONE = "—"


def open_ones(cases: Sequence[str]) -> frozenset[str]:
    """Those of the cases with a report that is not closed."""
    rows = Hindrance.objects.filter(case__in=cases).exclude(state="closed")
    return frozenset(rows.values_list("case", flat=True))


def forget(case: str) -> None:
    """Takes person and words off the reports about a case; that they were made and how they ended stays counted."""
    for row in Hindrance.objects.filter(case=case):
        row.person, row.credit_code, row.key, row.text, row.question, row.answer, row.reply = (
            "", "", f"gone-{row.pk}", "", "", "", GONE,
        )  # fmt: skip
        row.save()
