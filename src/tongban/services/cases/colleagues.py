"""To whom work can go: posts and persons of a unit, by the references under which tasks know them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.kernel.web.api import aside, colon, listed
from tongban.services.cases import access
from tongban.services.cases.errors import Incomplete
from tongban.services.cases.impartiality import partial
from tongban.services.cases.models import Case, Examination, Involvement, Work
from tongban.services.offers import api as offers
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import Subject
from tongban.trust.identity import api as identity

PERSON = "person:"


@dataclass(frozen=True)
class Recipient:
    """Somebody to whom work or a copy can go: `reference` is opaque, `label` says who it is."""

    reference: str
    label: str


def of_unit(unit: str, at: dt.datetime) -> tuple[Recipient, ...]:
    """The persons of a unit with their posts, then its posts: three queries."""
    return of_units([unit], at)[unit]


def of_units(units: Collection[str], at: dt.datetime) -> dict[str, tuple[Recipient, ...]]:
    """The same of each of several units, by the same three queries."""
    held = authority.staff(units=units, at=at)
    names = identity.names_of(list(held))
    found: dict[str, tuple[Recipient, ...]] = {}
    there = [post for post in authority.posts() if post.unit in units and not post.officer]
    for unit in units:
        titles = {
            one: [str(post.title) for post in posts if post.unit == unit and not post.officer]
            for one, posts in held.items()
        }
        people = [Recipient(PERSON + one, names[one] + aside(listed(said))) for one, said in titles.items() if said]
        posts = [Recipient(authority.post_ref(post.code), str(post.title)) for post in there if post.unit == unit]
        found[unit] = (*people, *posts)
    return found


def name_of(person: str) -> str:
    """A person's name; the id of one whom the node does not know."""
    return identity.names_of([person])[person]


def label_of(reference: str) -> str:
    """Who a reference stands for, in words: one query."""
    kind, _colon, name = reference.partition(":")
    if kind == "person":
        return name_of(name)
    try:
        post = authority.post(name)
    except LookupError:
        return name
    return f"{post.unit_name}{colon()}{post.title}"


def as_subject(person: str, at: dt.datetime) -> Subject:
    """An official who is not at the screen, with the posts held now."""
    return Subject(kind="official", person=person, posts=authority.posts_of(person=person, at=at))


def persons_of(references: tuple[str, ...], at: dt.datetime) -> tuple[str, ...]:
    """The persons for whom these references stand: at most two queries."""
    named: dict[str, list[str]] = {"person": [], "post": [], "unit": []}
    for one in references:
        kind, _colon, name = one.partition(":")
        named.setdefault(kind, []).append(name)
    found = dict.fromkeys(named["person"])
    if named["unit"]:
        found |= dict.fromkeys(authority.staff(units=named["unit"], at=at))
    if named["post"]:
        found |= dict.fromkeys(authority.holders(posts=named["post"], at=at))
    return tuple(found)


def checked(case: Case, work: Work, reference: str, at: dt.datetime) -> None:
    """Raises Incomplete unless the task can go there: to a post of its unit, or to a person who may do it."""
    if reference not in {one.reference for one in of_unit(work.unit, at)}:
        raise Incomplete("to", _("Pick a colleague or a post of your department."))
    if not reference.startswith(PERSON):
        return
    person = reference.removeprefix(PERSON)
    permission = access.PERMISSION[work.act]
    if not access.may(case, permission, by=as_subject(person, at), at=at, unit_path=work.unit_path):
        raise Incomplete("to", _("This person may not do this task."))
    if reason := partial(case, as_subject(person, at)):
        raise Incomplete("to", str(reason))
    if conflict(work, person):
        raise Incomplete("to", _("This person examined the matter; by the rule of four eyes somebody else decides."))


def conflict(work: Work, person: str) -> bool:
    """Whether the rule of four eyes keeps a person from deciding."""
    if work.act != "decide" or work.matter is None:
        return False
    offer = offers.offer(work.matter.offer, work.matter.offer_version)
    return offer.four_eyes and Examination.objects.filter(matter=work.matter, by=person).exists()


def readers(case: Case, at: dt.datetime) -> tuple[Recipient, ...]:
    """To whom a copy can go: everybody in the units that take part in the case, and nobody else."""
    units = Involvement.objects.filter(case=case).order_by("pk").values_list("unit", flat=True)
    names, there = {unit.code: str(unit.name) for unit in authority.units()}, of_units(list(units), at)
    return tuple(
        Recipient(one.reference, f"{names.get(unit, unit)}{colon()}{one.label}")
        for unit in units
        for one in there[unit]
    )
