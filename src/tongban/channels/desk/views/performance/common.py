"""What these pages share: the process with its versions and drafts, the filters of a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from tongban.channels.desk.views.processes.common import KIND, process_of, title_of
from tongban.engines.processes import api as processes
from tongban.governance.performance import api as performance
from tongban.kernel.declarations import api as declarations
from tongban.trust.authority.api import Subject, acting

__all__ = ["asked", "graphs_of", "process_of", "title_of", "who"]


def who(request: HttpRequest) -> tuple[Subject, dt.datetime]:
    """Who asks, and when."""
    return acting(request), timezone.now()


def graphs_of(key: str) -> Mapping[str, processes.Graph]:
    """Every published version of a process. Raises Http404 when there is none."""
    process_of(key)
    found = {one.version for one in declarations.releases(KIND, key)}
    return {version: declarations.pinned(KIND, key, version).value for version in found}


def asked(query: QueryDict, graphs: Mapping[str, processes.Graph], units: set[str]) -> performance.Query:
    """The filters as typed; what makes no sense is left out."""
    version, unit = query.get("version", ""), query.get("unit", "")
    return performance.Query(
        since=_day(query.get("from", "")),
        until=_day(query.get("to", ""), more=1),
        version=version if version in graphs else "",
        unit=unit if unit in units else "",
    )


def _day(text: str, more: int = 0) -> dt.datetime | None:
    try:
        day = dt.date.fromisoformat(text) + dt.timedelta(days=more)
    except (ValueError, OverflowError):
        return None
    if not 1970 < day.year < 9999:  # noqa: PLR2004 (what both databases take in every zone)
        return None
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
