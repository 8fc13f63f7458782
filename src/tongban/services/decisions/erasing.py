"""What rules were told of a case is erased; that they decided, and by which version, stays."""

from __future__ import annotations

from tongban.services.decisions.models import Entry
from tongban.trust.audit import api as audit


def erase(*, case: str) -> None:
    """Empties the inputs and results of every decision by rule in a case. Needs an open access context of privacy."""
    with audit.erasing("decisions"):
        Entry.objects.filter(case=case).update(
            tag="", inputs="{}", result="null", rows="[]", parameters="[]", warnings=[]
        )
