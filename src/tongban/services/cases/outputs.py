"""What came out of cases, for statistics: results by kind, without numbers that lead to a holder."""

from __future__ import annotations

from collections.abc import Sequence

from tongban.services.cases.models import Output


def results_of(numbers: Sequence[str]) -> dict[str, list[tuple[int, str]]]:
    """Of each case by receipt number: (row, the offer's result). One query."""
    found: dict[str, list[tuple[int, str]]] = {}
    rows = Output.objects.filter(case__number__in=numbers).order_by("id")
    for number, row, result in rows.values_list("case__number", "id", "result"):
        found.setdefault(number, []).append((row, result))
    return found
