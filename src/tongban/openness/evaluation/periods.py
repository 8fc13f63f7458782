"""The periods of ratings, as the node declares them (`parameters/evaluation.toml`), by the day on which each begins."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, cast

from django.conf import settings
from django.utils import timezone

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.codes import api as codes

Period = Literal["reply", "rate_again", "appeal", "decide_appeal"]
HOUSE: dict[Period, int] = {"reply": 5, "rate_again": 10, "appeal": 5, "decide_appeal": 10}  # where nothing is declared


def limit_of(period: Period, *, on: dt.date) -> deadlines.Limit:
    """How long a period is that begins on a day: as declared, else by the rule of the product itself."""
    try:
        found = codes.parameter(f"evaluation.{period}", on=on)
    except codes.UnknownKey:
        return deadlines.Limit(HOUSE[period], "working_days")
    if not isinstance(found.value, Decimal) or found.unit not in ("working_days", "calendar_days"):
        return deadlines.Limit(HOUSE[period], "working_days")
    return deadlines.Limit(found.value, cast("deadlines.Unit", found.unit))


def last_day(period: Period, *, since: dt.datetime) -> dt.date:
    """The last day in time of a period; the day after `since` is the first."""
    day = timezone.localtime(since).date()
    calendar = deadlines.calendar(settings.CONFIG.calendar)
    found = deadlines.compute(start=day, limit=limit_of(period, on=day), calendar=calendar)
    assert found.due is not None  # noqa: S101 (no pause holds it)
    return found.due
