"""The frozen clock of a scenario."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from tongban.services.cases.clocks import zone


def zoned(at: dt.datetime) -> dt.datetime:
    """A moment of a scenario in UTC; one without offset is of the node's zone."""
    aware = at if at.tzinfo else at.replace(tzinfo=zone(settings.CONFIG.time_zone))
    return aware.astimezone(dt.UTC)


def later(at: dt.datetime, day: dt.date | None) -> dt.datetime:
    """The moment of the next step: a minute later, or at the same time of that day."""
    after = at + dt.timedelta(minutes=1)
    if day is None:
        return after
    here = after.astimezone(zone(settings.CONFIG.time_zone))
    return here.replace(year=day.year, month=day.month, day=day.day).astimezone(dt.UTC)
