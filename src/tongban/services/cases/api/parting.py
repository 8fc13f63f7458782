"""The applicant takes one part of a life event back; what that does to the others is told before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.services.cases import access, falling, history, holding, wholes
from tongban.services.cases.errors import Conflict, NotFound
from tongban.services.cases.models import Case, Matter
from tongban.trust.authority.api import Subject


@dataclass(frozen=True)
class Parting:
    """A part that can be taken back, and the parts that fall away with it; `last`: nothing would be left."""

    part: str
    title: Text
    fall: tuple[Text, ...]
    last: bool


def parting(*, number: str, part: str, by: Subject) -> Parting:
    """What taking a part back would do now. Raises NotFound."""
    case = access.own(number, by=by)
    matter = _matter(case, part)
    along = falling.others(case, matter, "withdrawn")
    return Parting(part, matter.title, tuple(one.title for one in along), _last(case, matter, along))


def may_part(case: Case, matter: Matter) -> bool:
    """Whether the life event lets its applicant take this part back now."""
    place = wholes.order_of(case).get(matter.offer)
    return bool(place and place.withdrawn) and case.state == "accepted" and matter.state == "open"


def withdraw_part(*, number: str, part: str, by: Subject, at: dt.datetime) -> None:
    """Takes one part back, with those that fall away with it; the others go on. Again: changes nothing.

    Raises Conflict where the life event does not allow it, the part is settled, or nothing would be left; NotFound.
    """
    access.own(number, by=by)
    with holding.locked(number, at=at) as case:
        matter = _matter(case, part)
        if matter.state == "dropped" and matter.leg.fell == "withdrawn":
            return
        if not may_part(case, matter):
            raise Conflict(_("This part can no longer be taken back by itself."))
        if _last(case, matter, falling.others(case, matter, "withdrawn")):
            raise Conflict(_("Nothing would be left. Withdraw the whole application instead."))
        history.write(case, "part-withdrawn", by=by, at=at, part=matter.title)
        access.note(case, "withdraw-part", by=by, at=at, purpose=access.OWN, part=part)
        falling.withdrawn(case, matter, at=at)


def _matter(case: Case, part: str) -> Matter:
    found = Matter.objects.select_related("leg").filter(case=case, offer=part, leg__isnull=False).first()
    if found is None:
        raise NotFound
    return found


def _last(case: Case, matter: Matter, along: list[Matter]) -> bool:
    left = Matter.objects.filter(case=case).exclude(state="dropped")
    return not left.exclude(pk__in=[matter.pk, *(one.pk for one in along)]).exists()
