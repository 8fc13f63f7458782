"""What an applicant sees before applying for reconsideration: which decision, where, until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.services.cases import access
from tongban.services.cases.api.reconsidering.filing import competent, pointed, unsettled
from tongban.services.cases.errors import CaseError, Conflict, NotFound
from tongban.services.cases.models import Matter
from tongban.services.offers import api as offers
from tongban.services.offers.api import Offer
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject


@dataclass(frozen=True)
class Contestable:
    """A decision and the service that reviews it. `reference` stands for it in that service's form."""

    offer: Offer
    reference: str
    part: Text
    unit: Text
    office: Text
    until: dt.date | None
    late: bool

    @property
    def field(self) -> str:
        """The field of the form that takes the reference."""
        return self.offer.contests.decision if self.offer.contests else ""


def contestable(*, number: str, part: str, by: Subject, at: dt.datetime) -> Contestable:
    """How the decision on a part of one's own case can be contested. Raises NotFound, Conflict (under way, or done),
    CaseError, which says why not here.
    """
    case = access.own(number, by=by)
    matters = list(Matter.objects.filter(case=case).order_by("position"))
    matter = next((one for one in matters if one.offer == part), None)
    if matter is None:
        raise NotFound
    reference = f"{number}/{matter.position + 1}" if len(matters) > 1 else number
    offer = _offer(matter.unit)
    found = pointed(reference, offer=offer, by=by, at=at)
    unsettled(found.decision)
    names = {one.code: one.name for one in authority.units()}
    return Contestable(
        offer, reference, matter.title, names.get(found.decision.unit, Text(found.decision.unit)),
        names.get(offer.authority, Text(offer.authority)), found.until, found.late,
    )  # fmt: skip


def _offer(unit: str) -> Offer:
    """The service that reviews what a unit decides; the refusal of the last one says why there is none."""
    refused: CaseError = Conflict(_("No service here reviews decisions. The letter of decision says where to go."))
    for one in offers.reviewing():
        try:
            competent(one, unit)
        except CaseError as error:
            refused = error
        else:
            return one
    raise refused
