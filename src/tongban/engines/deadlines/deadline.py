"""The answer: a day, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from tongban.engines.deadlines.ledger import Line

Status = Literal["running", "paused", "overdue"]


@dataclass(frozen=True)
class Deadline:
    """`due`: the last day still in time (a local date-time for hours), None while an open pause holds the clock and
    `as_of` was not given. `provisional`: it depends on a day whose calendar is not published. `status` as of `as_of`.
    `remaining`: days of the limit's kind left after `as_of` (working days, otherwise calendar days; hours for hours),
    negative when overdue, None without `as_of` or `due`. `ledger` is computed when first read.
    """

    due: dt.date | None
    provisional: bool
    status: Status
    remaining: int | Decimal | None
    _explain: Callable[[], tuple[Line, ...]] = field(repr=False, compare=False)

    @cached_property
    def ledger(self) -> tuple[Line, ...]:
        return self._explain()
