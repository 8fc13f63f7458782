"""Who takes part in a case: what blocks above ask before they show or keep something of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tongban.kernel.declarations.api import Text
from tongban.services.cases import access
from tongban.services.cases.errors import NotFound
from tongban.services.cases.models import Case, Involvement
from tongban.trust.authority.api import Subject


@dataclass(frozen=True)
class About:
    """A case in a few words: whose it is (`person`, or the company `credit_code`; `tag` is the blind index of the
    person), which unit leads it, and since when it is closed.
    """

    number: str
    offer: str
    offer_version: str
    title: Text
    person: str
    credit_code: str
    tag: str
    name: str
    unit: str
    unit_path: str
    level: int
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    destroyed: bool = False


def about(*, number: str, by: Subject, at: dt.datetime, permission: str = "cases.read") -> About:
    """A case for its applicant, for an official who holds `permission` in a unit that takes part in it, or for the
    system. Raises NotFound for everybody else. Reads no personal data but the applicant's name.
    """
    if by.kind == "system":
        case = Case.objects.filter(number=number).first()
    elif by.official:
        case = Case.objects.filter(number=number).first()
        if case and not access.visible(by, at=at, permission=permission).filter(case=case).exists():
            case = None
    else:
        case = access.own(number, by=by)
    if case is None:
        raise NotFound
    return About(
        case.number, case.offer, case.offer_version, case.title, case.person, case.credit_code, case.tag, case.name,
        case.unit, case.unit_path, case.level, case.opened_at, case.closed_at, case.destroyed_at is not None,
    )  # fmt: skip


def unread(*, number: str, yes: bool) -> None:
    """Says whether the desk has something of the applicant's to read in a case: what the inbox filters by."""
    Involvement.objects.filter(case__number=number).exclude(unread=yes).update(unread=yes)
