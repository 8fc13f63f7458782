"""Nobody reviews what they decided themselves: who took part in a decision, or belongs to the unit that made it, does
nothing in the case that contests it.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tongban.services.cases.models import Case, HistoryLine, Reconsideration
from tongban.trust.authority.api import Subject

OF_UNIT = _("Your department made the decision that is contested: another one reviews it.")
TOOK_PART = _("You took part in the case whose decision is contested: a colleague reviews it.")


def partial(case: Case, by: Subject) -> Promise | None:
    """Why this official may not touch the case; None when nothing is against it. At most two queries."""
    if not by.official:
        return None
    row = Reconsideration.objects.filter(case=case).select_related("decision").first()
    if row is None:
        return None
    if row.decision.unit in {post.unit for post in by.posts}:
        return OF_UNIT
    took_part = row.decision.by == by.person
    return TOOK_PART if took_part or HistoryLine.objects.filter(case=row.contested_id, by=by.person).exists() else None
