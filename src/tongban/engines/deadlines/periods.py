"""What a period is made of: limits, pauses, extensions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from tongban.engines.deadlines.calendars import DeadlineError

Unit = Literal["working_days", "calendar_days", "weeks", "months", "years", "hours"]
Policy = Literal["continue", "restart"]
CountFrom = Literal["next_day", "same_day"]
Roll = Literal["none", "next_working_day", "previous_working_day"]
UNITS = ("working_days", "calendar_days", "weeks", "months", "years", "hours")
MAX_AMOUNT = 100_000


@dataclass(frozen=True)
class Limit:
    """A period. `factor` multiplies the amount (what is left of a day counts as a day). `month_end`: where the day
    number is missing, `clip` ends on the month's last day, `overflow` on the first of the next.
    """

    amount: int | Decimal
    unit: Unit
    factor: int | Decimal = 1
    month_end: Literal["clip", "overflow"] = "clip"

    @property
    def whole(self) -> int:
        return whole(self.amount * self.factor)


@dataclass(frozen=True)
class Pause:
    """The clock stands from `start` (included) to `end` (excluded: it runs again that day); None while it lasts."""

    start: dt.date
    end: dt.date | None
    cause: str = ""
    policy: Policy = "continue"


@dataclass(frozen=True)
class Extension:
    """A prolongation, counted on from the end reached so far."""

    amount: int | Decimal
    unit: Unit

    @property
    def whole(self) -> int:
        return whole(self.amount)


def whole(amount: int | Decimal) -> int:
    return amount if isinstance(amount, int) else int(amount.to_integral_value(ROUND_CEILING))


def check_amount(key: str, amount: int | Decimal, unit: str, index: int | None = None) -> None:
    """Raises DeadlineError naming the key."""
    if unit in UNITS and 0 <= amount <= MAX_AMOUNT:
        return
    place = key if index is None else f"{key}[{index}]"
    if unit not in UNITS:
        raise DeadlineError(f"{place}.unit", f"expected one of {', '.join(UNITS)}, got {unit!r}")
    raise DeadlineError(f"{place}.amount", f"expected a number from 0 to {MAX_AMOUNT}, got {amount}")
