"""Why rules decided as they did in a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tongban.services.cases import access, facts
from tongban.services.cases.models import Case, Routing
from tongban.services.decisions import api as decisions
from tongban.services.offers import api as offers
from tongban.trust.authority.api import Subject


def reasons(*, number: str, by: Subject, at: dt.datetime) -> tuple[decisions.Explanation, ...]:
    """What rules decided in the subject's own case, each explained in the language of the page; not which post does
    the work. Raises NotFound.
    """
    case = access.own(number, by=by)
    with access.reading(by, number=number, at=at, purpose=access.OWN):
        entries = decisions.of_case(case=number)
        if not entries:
            return ()
        return explained(entries, Routing.objects.filter(case=case), labels(case))


def explained(
    entries: Iterable[decisions.Entry], routed: Iterable[Routing], names: dict[str, str]
) -> tuple[decisions.Explanation, ...]:
    """The entries that are no choice of a post."""
    apart = {one.entry for one in routed}
    return tuple(decisions.explain(entry, labels=names) for entry in entries if entry.id not in apart)


def labels(case: Case) -> dict[str, str]:
    """What the form calls its fields, and the offer the decision on its fee."""
    fees = [part.fee for part in offers.parts(case.offer, case.offer_version) if part.fee and part.fee.decision]
    named = {fee.decision: str(fee.item or fee.text) for fee in fees}
    return named | {field.name: str(field.label) for field in facts.form_of(case).fields()}
