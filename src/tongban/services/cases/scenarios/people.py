"""The people of a scenario: an invented applicant with records in the registers, and officials at their posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tongban.registers.legal_entities import api as legal_entities
from tongban.registers.population import api as population
from tongban.registers.records import api as records
from tongban.services.cases.clocks import day_of
from tongban.services.cases.scenarios.declarations import Applicant
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject
from tongban.trust.identity import api as identity

BASIS = "scenario"
FIRST = dt.date(1990, 1, 1)
# Order codes 996 to 999 are kept for people of a hundred years: nobody born later has such a number.
ORDERS = ("999", "998", "997", "996")
RESIDENT: dict[str, Any] = {
    "name": "沈知行",
    "sex": "male",
    "ethnicity": "汉族",
    "address": "湖南省常德市武陵区演示街1号",
    "household": "scenario",
    "phone": "15400000001",
}
COMPANY: dict[str, Any] = {
    "name": "常德市知行餐饮有限公司",
    "kind": "company",
    "address": "湖南省常德市武陵区演示街2号",
    "capital": "100000",
    "scope": "餐饮服务",
}


def invented_number(county: str = "430702") -> str:
    """A resident number with a valid check character that no resident has or ever had."""
    for day in range(10_000):
        birth = FIRST + dt.timedelta(days=day)
        for order in ORDERS:
            first = f"{county}{birth:%Y%m%d}{order}"
            number = first + population.check_mark(first)
            if identity.find_person(resident_number=number) is None:
                return number
    raise LookupError("every number kept for scenarios is taken")


def _own(register: str, data: Mapping[str, Any], key: str) -> tuple[dict[str, Any], str]:
    """The values that the authority of the key answers for, and that authority."""
    kind = records.register_type(register)
    unit = kind.field(key).authority
    given = {name: value for name, value in data.items() if value != ""}
    return {name: value for name, value in given.items() if kind.field(name).authority == unit}, unit


def _resident(wanted: Applicant, at: dt.datetime) -> tuple[str, str]:
    number = invented_number()
    facts = population.check_resident_number(number, today=day_of(at))
    data = RESIDENT | {"division": facts.division, "birth": facts.birth.isoformat()} | wanted.resident
    data, unit = _own("population", {**data, "number": number}, "number")
    records.create(
        register="population", data=data, valid_from=facts.birth, by_unit=unit, legal_basis=BASIS, by=SYSTEM, at=at
    )
    return number, str(data["name"])


def _company(wanted: Applicant, number: str, name: str, at: dt.datetime) -> tuple[str, str]:
    data = (
        {"legal_representative": number, "representative_name": name, "division": number[:6]} | COMPANY | wanted.company
    )
    status = data.pop("status", "")
    founded = day_of(at) - dt.timedelta(days=30)
    unit = records.register_type("legal_entities").field("credit_code").authority
    made = legal_entities.register_entity(
        **{**data, "established": founded}, by_unit=unit, legal_basis=BASIS, by=SYSTEM, at=at
    )
    if status:
        records.change(
            register="legal_entities", key=made.credit_code, changes={"status": status}, valid_from=day_of(at),
            by_unit=unit, legal_basis=BASIS, by=SYSTEM, at=at,
        )  # fmt: skip
    return made.credit_code, made.name


def applicant(wanted: Applicant, *, at: dt.datetime) -> Subject:
    """Enters the applicant in the registers and returns them as subject, acting for the company if there is one."""
    number, name = _resident(wanted, at)
    person = identity.create_person(name=name, resident_number=number, by=SYSTEM, at=at)
    code, company = _company(wanted, number, name, at) if wanted.kind == "company" else ("", "")
    if code:
        identity.give_mandate(
            person=person.id,
            credit_code=code,
            company=company,
            basis="legal_representative",
            since=at,
            by=SYSTEM,
            at=at,
        )
    return Subject(
        kind="resident", person=person.id, name=name, assurance=2, assured_at=at, acting_for=code, acting_name=company,
        resident_tag=person.resident_tag,
    )  # fmt: skip


@dataclass
class Officials:
    """Whoever acts at a post: appointed from a day before the scenario begins."""

    since: dt.datetime
    known: set[tuple[str, str]] = field(default_factory=set)

    def at_post(self, post: str, who: str, *, at: dt.datetime) -> Subject:
        """The official. Raises LookupError for an unknown post."""
        person = f"scenario:{who or post}"
        if (person, post) not in self.known:
            authority.appoint(person=person, post=post, since=self.since, at=self.since, by=SYSTEM)
            self.known.add((person, post))
        posts = authority.posts_of(person=person, at=at)
        return Subject(kind="official", person=person, name=who or post, assurance=2, assured_at=at, posts=posts)
