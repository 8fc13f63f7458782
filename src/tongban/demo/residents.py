"""Invented residents in households: ages, names, addresses and numbers that fit together."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tongban.demo.names import SURNAME, given_name
from tongban.demo.places import Map, Town
from tongban.registers.population.api import check_mark

Row = dict[str, Any]
RECODED = 1988  # from this year of birth a number carries the county's present code
ADULT = 18
PHONE_AGE = 12
ETHNIC = ("汉族", "土家族", "回族", "维吾尔族", "苗族")
ETHNIC_SHARE = (915, 65, 12, 4, 4)
HOUSEHOLDS = ("single", "couple", "family", "family", "three", "lone")
HOUSEHOLD_SHARE = (14, 22, 26, 14, 18, 6)


@dataclass(frozen=True)
class Adult:
    """Somebody who may run a company."""

    number: str
    name: str
    town: Town


@dataclass
class Numbers:
    """Gives each person a number of their own: order codes from 900 up, seldom given out, odd for men."""

    given: dict[tuple[str, dt.date, str], int] = field(default_factory=lambda: defaultdict(int))
    phones: int = 0

    def resident(self, town: Town, birth: dt.date, sex: str) -> str:
        """The next number of a county, day of birth and sex. Raises OverflowError after 48 on one day."""
        county = town.county if birth.year >= RECODED else town.old_county
        key = (county, birth, sex)
        order = 900 + 2 * self.given[key] + (1 if sex == "male" else 0)
        if order > 995:  # noqa: PLR2004 (the four above are for people of a hundred years)
            raise OverflowError(f"more than 48 births of one sex in {county} on {birth}")
        self.given[key] += 1
        first = f"{county}{birth:%Y%m%d}{order}"
        return first + check_mark(first)

    def phone(self) -> str:
        """A number under 154, a prefix that no operator has been given."""
        self.phones += 1
        return f"154{self.phones * 61_803_399 % 100_000_000:08}"


@dataclass
class People:
    """The generator: the same seed, day and map give the same people."""

    chance: random.Random
    map: Map
    today: dt.date
    numbers: Numbers = field(default_factory=Numbers)
    adults: list[Adult] = field(default_factory=list)
    households: int = 0

    def rows(self, count: int) -> Iterator[Row]:
        """So many residents, household by household."""
        made = 0
        while made < count:
            towns = self.map.many(self.chance, 500)
            surnames = SURNAME.many(self.chance, 1000)
            kinds = self.chance.choices(HOUSEHOLDS, HOUSEHOLD_SHARE, k=500)
            for place, town in enumerate(towns):
                for row in self._household(town, kinds[place], surnames[place], surnames[500 + place]):
                    yield row
                    made += 1
                    if made == count:
                        return

    def _household(self, town: Town, kind: str, surname: str, other: str) -> Iterator[Row]:
        self.households += 1
        shared: Row = {
            "ethnicity": self.chance.choices(ETHNIC, ETHNIC_SHARE)[0],
            "division": town.county,
            "address": town.address(self.chance),
            "household": f"{town.county}{self.households:08}",
        }
        for age, sex, name, status in self._members(kind, surname, other):
            yield self.person(town, shared, age=age, sex=sex, surname=name, status=status)

    def _members(self, kind: str, surname: str, other: str) -> Iterator[tuple[int, str, str, str]]:
        """Age, sex, surname and marital status of each member, the head first."""
        between = self.chance.randint
        if kind in ("single", "lone"):
            age = between(18, 45) if kind == "single" else between(46, 92)
            yield age, self._sex(), surname, "never_married" if kind == "single" else self._alone(age)
            return
        head = between(24, 80) if kind == "couple" else between(25, 55)
        yield head, "male", surname, "married"
        yield max(22, head + between(-6, 3)), "female", other, "married"
        if kind == "couple":
            return
        for _child in range(between(1, 2)):
            yield max(0, head - between(24, 36)), self._sex(), surname, "never_married"
        if kind == "three":
            elder = head + between(21, 30)
            yield elder, "male", surname, "married"
            yield elder - between(0, 4), "female", SURNAME.many(self.chance, 1)[0], "married"

    def _sex(self) -> str:
        return "male" if self.chance.random() < 0.51 else "female"  # noqa: PLR2004 (share of boys)

    def _alone(self, age: int) -> str:
        return "widowed" if age > 60 and self.chance.random() < 0.7 else "divorced"  # noqa: PLR2004 (rough shares)

    def person(self, town: Town, shared: Row, *, age: int, sex: str, surname: str, status: str, name: str = "") -> Row:
        """One resident of a household; adults are remembered as possible founders of companies."""
        birth = self.today - dt.timedelta(days=age * 365 + age // 4 + self.chance.randrange(365))
        number = self.numbers.resident(town, birth, sex)
        name = name or surname + given_name(self.chance, sex)
        if age >= ADULT:
            self.adults.append(Adult(number, name, town))
        return {
            "number": number,
            "name": name,
            "sex": sex,
            "birth": birth.isoformat(),
            **shared,
            "phone": self.numbers.phone() if age >= PHONE_AGE else None,
            "marital_status": status,
        }
