"""A year of cases as it would be brought in from elsewhere: rows written past the desk, which would forbid most of what
is planted here. Each plant has a near miss beside it that is lawful.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

START = dt.datetime(2025, 1, 6, 2, 0, tzinfo=dt.UTC)
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
SHARE = 0.01  # of the cases get each plant, and as many each near miss
STEPS = ("accept", "ok", "examine", "inspect", "decide", "done")
OFFICIALS, LAX, PRAISED = 40, 2, 2
REGISTERED, FREE = "shop_name", "area"
Truth = set[tuple[str, str]]  # kind of finding, and case or official


@dataclass
class Year:
    """Rows by model, in the order in which they can be written, and what was planted."""

    rows: dict[Any, list[Any]] = field(default_factory=dict)
    truth: Truth = field(default_factory=set)
    events: list[tuple[Any, dt.datetime]] = field(default_factory=list)

    def add(self, *made: Any) -> None:
        for row in made:
            self.rows.setdefault(type(row), []).append(row)


@dataclass
class Making:
    """One invented case on its way into the year."""

    year: Year
    chance: random.Random
    number: str
    at: dt.datetime
    case: Any
    matter: Any
    process: Any
    done: list[str]
    basis: dict[str, Any]
    refused: bool = False

    def planted(self, kind: str) -> None:
        self.year.truth.add((kind, self.number))


def skipped(one: Making) -> None:
    one.done.remove(one.chance.choice(("examine", "inspect")))
    one.planted("skipped-step")


def turned_away(one: Making) -> None:
    """Lawful: not accepted, so that nobody examined it. Its process ended elsewhere."""
    one.done[:] = ["accept", "ok", "declined"]
    one.case.state = "not_accepted"


def asking(name: str) -> Callable[[Making], None]:
    def ask(one: Making) -> None:
        from tongban.services.cases.models import Supplement

        item = {"id": name, "text": {"zh": "东西", "en": "a thing"}, "wanted": "text"}
        one.year.add(
            Supplement(
                case=one.case, sequence=1, items=[item], asked_at=one.at + DAY, asked_by="clerk",
                due_on=(one.at + 30 * DAY).date(), due_at=one.at + 30 * DAY, state="answered",
            )
        )  # fmt: skip
        if name.startswith("item"):
            one.planted("evidence-beyond-list")

    return ask


def asked_though_held(one: Making) -> None:
    from tongban.services.cases.models import Fact

    asking(REGISTERED)(one)
    one.year.add(Fact(case=one.case, name=REGISTERED, value="x", origin="register", by="system", at=one.at))
    one.planted("evidence-held")


def billed(*, state: str = "open", ruled: bool = False) -> Callable[[Making], None]:
    def bill(one: Making) -> None:
        from tongban.services.decisions.models import Entry
        from tongban.services.payments.models import Bill

        voided = one.at if state == "void" else None
        one.year.add(
            Bill(
                number=f"B{one.number}", case=one.number, name="x", currency="CNY", total=12050, state=state,
                issued_at=one.at + 2 * DAY, voided_at=voided,
            )
        )  # fmt: skip
        if ruled:
            one.year.add(
                Entry(
                    case=one.number, rule="fees", version="v", decision="fee", inputs="{}", result="120.50", rows="[]",
                    parameters="[]", at=one.at, by="system",
                )
            )  # fmt: skip
        elif state != "void":
            one.planted("fee-off-list")

    return bill


def refused(*, lawful: bool) -> Callable[[Making], None]:
    def refuse(one: Making) -> None:
        one.refused = True
        if not lawful:
            one.basis = one.chance.choice(({}, {"law": {"zh": "不存在的办法"}, "article": "第一条"}))
            one.planted("refusal-without-article")

    return refuse


PLANTS: tuple[Callable[[Making], None], ...] = (
    skipped, asking("item-0"), asked_though_held, billed(), refused(lawful=False),
)  # fmt: skip
NEAR: tuple[Callable[[Making], None], ...] = (
    turned_away, asking(FREE), asking(REGISTERED), billed(state="void"), billed(ruled=True), refused(lawful=True),
)  # fmt: skip


def marks(year: Year, chance: random.Random) -> list[Any]:
    """Marks of officials: most are rated as everybody; some badly, some by themselves, some praised by many at length."""
    from tongban.openness.evaluation.api import Mark

    found = []
    for place in range(OFFICIALS):
        person, bad = f"official-{place:02d}", 0.30 if place < LAX else 0.05
        moments = sorted(START + chance.random() * 90 * DAY for _ in range(chance.randint(60, 140)))
        found += [Mark(person, "u", _stars(chance, bad), chance.random() < 0.3, moment) for moment in moments]
        if LAX <= place < LAX + 2 * PRAISED:
            at = START + chance.randint(1, 80) * DAY
            worded = place >= LAX + PRAISED  # the near miss: as many at once, but with words
            found += [Mark(person, "u", 5, worded, at + i * MINUTE) for i in range(10)]
            if not worded:
                year.truth.add(("ratings-in-a-row", person))
        if place < LAX:
            year.truth.add(("rated-badly", person))
    return sorted(found, key=lambda one: (one.person, one.at))


def _stars(chance: random.Random, bad: float) -> int:
    return chance.choice((1, 2)) if chance.random() < bad else chance.choice((3, 4, 5, 5, 5))
