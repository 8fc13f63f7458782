"""Who can sign in to the demonstration: two residents, a company's owner, the desks, the officers, an auditor.

Everybody is also a resident in the invented population, so their numbers are found there. Accounts have no password:
one signs in on the demonstration page, which exists in demonstration mode only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tongban.demo.companies import entity
from tongban.demo.names import SURNAME
from tongban.demo.residents import Adult, People, Row
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM
from tongban.trust.identity import api as identity

HOME = "430702"
DESKS = ("xzsp", "scjgj", "wjw", "xfjy", "cgj", "gaj", "swj", "rsj")
POSTS = ("clerk", "examiner", "inspector", "decider", "leader")
OFFICERS = (
    ("officer.system", "430700.dsj.system-officer"),
    ("officer.security", "430700.dsj.security-officer"),
    ("officer.security2", "430700.dsj.security-officer"),
    ("officer.audit", "430700.dsj.audit-officer"),
    ("auditor", "430700.sjj.auditor"),
)
SEXES = ("female", "male")
COMPANY = "常德市沅水春餐饮管理有限公司"


@dataclass(frozen=True)
class Part:
    """One part to be played: the account's name, the post held, and who plays it."""

    username: str
    post: str = ""
    name: str = ""
    sex: str = "female"
    age: int = 35


@dataclass(frozen=True)
class Player:
    """A part with the resident who plays it."""

    part: Part
    number: str
    name: str


CAST = (
    Part("resident", name="周小满", age=29),
    Part("owner", name="何远山", sex="male", age=44),
    Part("neighbour", name="杨若兰", age=51),
    *(Part(f"applicant{place}", sex=SEXES[place % 2], age=30 + 4 * place) for place in range(1, 6)),
    *(
        Part(f"{desk}.{post}", f"430700.{desk}.{post}", sex=SEXES[(row + column) % 2], age=27 + 6 * column)
        for row, desk in enumerate(DESKS)
        for column, post in enumerate(POSTS)
    ),
    *(
        Part(username, post, sex=SEXES[place % 2], age=38 + place)
        for place, (username, post) in enumerate(OFFICERS)
    ),
    Part("czj.clerk", "430700.czj.clerk", age=41),
    Part("czj.leader", "430700.czj.leader", sex="male", age=52),
    *(Part(f"sfj.{post}", f"430700.sfj.{post}", age=33 + 5 * row) for row, post in enumerate(POSTS)),
)  # fmt: skip


def play(people: People) -> Iterator[tuple[Player, Row]]:
    """The cast as residents, each in a household of one: the first that the generator makes."""
    town = people.map.street_of(HOME)
    for part in CAST:
        people.households += 1
        shared: Row = {
            "ethnicity": "汉族",
            "division": town.county,
            "address": town.address(people.chance),
            "household": f"{town.county}{people.households:08}",
        }
        surname = SURNAME.many(people.chance, 1)[0]
        row = people.person(
            town, shared, age=part.age, sex=part.sex, surname=surname, status="never_married", name=part.name
        )  # fmt: skip
        yield Player(part, row["number"], row["name"]), row


def owners_company(people: People, players: tuple[Player, ...]) -> Row:
    """The company whose owner has an account; its serial number is 0."""
    owner = next(player for player in players if player.part.username == "owner")
    town = people.map.street_of(HOME)
    row = entity(
        0, kind="company", name=COMPANY, scope="餐饮服务；食品销售", owner=Adult(owner.number, owner.name, town),
        chance=people.chance, today=people.today,
    )  # fmt: skip
    return {**row, "status": "active"}


def open_accounts(*, players: tuple[Player, ...], company: Row, at: dt.datetime) -> int:
    """Opens the accounts with posts and mandate; what exists stays. Returns how many are new."""
    made = 0
    for player in players:
        person = identity.create_person(name=player.name, resident_number=player.number, by=SYSTEM, at=at)
        if identity.accounts_of(person=person.id):
            continue
        kind: Literal["official", "resident"] = "official" if player.part.post else "resident"
        identity.create_account(username=player.part.username, kind=kind, person=person.id, by=SYSTEM, at=at)
        if player.part.post:
            authority.appoint(person=person.id, post=player.part.post, since=at, at=at, by=SYSTEM)
        if player.part.username == "owner":
            identity.give_mandate(
                person=person.id, credit_code=company["credit_code"], company=company["name"],
                basis="legal_representative", since=at, by=SYSTEM, at=at,
            )  # fmt: skip
        made += 1
    return made
