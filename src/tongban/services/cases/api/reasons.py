"""Why rules decided as they did in a case: for its applicant, and at the desk."""

from __future__ import annotations

import datetime as dt

from tongban.services.cases import access, facts
from tongban.services.cases.models import Case
from tongban.services.decisions import api as decisions
from tongban.services.offers import api as offers
from tongban.trust.authority.api import Subject


def reasons(*, number: str, by: Subject, at: dt.datetime) -> tuple[decisions.Explanation, ...]:
    """What rules decided in the subject's own case, or in one that an official may see, each explained in the language
    of the page. An official has read the case's facts before, which is noted. Raises NotFound.
    """
    case = access.at_desk(number, by=by, at=at) if by.official else access.own(number, by=by)
    purpose = access.HANDLING if by.official else access.OWN
    with access.reading(by, number=number, at=at, purpose=purpose):
        entries = decisions.of_case(case=number)
        names = labels(case) if entries else {}
        return tuple(decisions.explain(entry, labels=names) for entry in entries)


def labels(case: Case) -> dict[str, str]:
    """What the form calls its fields, and the offer the decision on its fee."""
    fees = [part.fee for part in offers.parts(case.offer, case.offer_version) if part.fee and part.fee.decision]
    named = {fee.decision: str(fee.item or fee.text) for fee in fees}
    return named | {field.name: str(field.label) for field in facts.form_of(case).fields()}
