"""The front door of the demonstration: one call makes the city."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from tongban.demo import companies as firms
from tongban.demo.halls import open_halls
from tongban.demo.people import CAST, open_accounts, owners_company, play
from tongban.demo.places import read_map
from tongban.demo.residents import People, Row
from tongban.kernel.declarations import api as declarations
from tongban.registers.divisions import api as divisions
from tongban.registers.records import api as records

__all__ = ["CAST", "CITY", "City", "Progress", "generate", "load_city"]

CITY = Path(__file__).parent / "city"
SOURCE = "generated: demonstration city"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class City:
    """What the demonstration holds now, and how many accounts this call opened."""

    residents: int
    companies: int
    accounts: int


def generate(*, residents: int, seed: int, at: dt.datetime) -> tuple[People, Iterator[Row]]:
    """The generator and its residents, the cast not among them; the division register must be loaded."""
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    people = People(random.Random(seed), read_map(on=today), today)  # noqa: S311 (invention, not secrecy)
    return people, people.rows(residents)


def load_city(
    *,
    at: dt.datetime,
    residents: int = 100_000,
    companies: int = 10_000,
    seed: int = 430_700,
    progress: Progress | None = None,
) -> City:
    """Loads divisions, departments, residents, companies and accounts; a register that holds something stays as it is.

    `residents` counts the cast (at least that many are made), `companies` the owner's. `progress` is told step, done
    and total. Killed in between, it is simply called again. Raises DeclarationError when the package of the city is
    faulty.
    """
    tell = progress or (lambda _step, _done, _total: None)
    divisions.load(at=at)
    declarations.publish(declarations.read(CITY), at=at)
    people, crowd = generate(residents=max(0, residents - len(CAST)), seed=seed, at=at)
    cast = list(play(people))
    players = tuple(player for player, _row in cast)
    total = max(residents, len(CAST))
    everybody = chain((row for _player, row in cast), crowd)
    if records.count(register="population"):
        for _row in everybody:  # the companies' representatives are drawn from them
            pass
    else:
        _load("population", "430700.gaj", everybody, at, lambda done: tell("residents", done, total))
    company = owners_company(people, players)
    if not records.count(register="legal_entities"):
        others = firms.rows(max(0, companies - 1), chance=people.chance, adults=people.adults, today=people.today)
        rows = chain([company], others)
        _load("legal_entities", "430700.scjgj", rows, at, lambda done: tell("companies", done, companies))
    with transaction.atomic():
        accounts = open_accounts(players=players, company=company, at=at)
        open_halls(at=at)
    tell("accounts", len(players), len(players))
    return City(records.count(register="population"), records.count(register="legal_entities"), accounts)


def _load(register: str, unit: str, rows: Iterator[Row], at: dt.datetime, progress: Callable[[int], None]) -> None:
    records.bulk_load(
        register=register, rows=rows, unit=unit, at=at, source=SOURCE, generated=True, progress=progress
    )  # fmt: skip
