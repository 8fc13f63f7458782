"""What every event of a case says."""

from __future__ import annotations

from typing import Any

from tongban.services.cases.models import Case


def about(case: Case) -> dict[str, Any]:
    """The common fields of the events of a case."""
    return {
        "number": case.number,
        "offer": case.offer,
        "offer_version": case.offer_version,
        "title": {"zh": case.title_zh, "en": case.title_en},
        "person": case.person,
        "credit_code": case.credit_code,
        "unit": case.unit,
        "division": case.number.split("-", 1)[0],
    }
