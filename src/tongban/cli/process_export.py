"""`tongban process export`: the event log of a process as XES or OCEL 2.0, from the node's database."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from tongban.cli.guard import Refused

FORMATS = ("xes", "ocel-json", "ocel-sqlite")


def add_arguments(export: argparse.ArgumentParser) -> None:
    export.add_argument("key", help="the process, such as food-licence")
    export.add_argument("--format", choices=FORMATS, default="xes", help="the format of the file (default xes)")
    export.add_argument("--output", type=Path, required=True, metavar="FILE", help="the file to write; it must be new")
    export.add_argument("--from", dest="since", type=_day, metavar="DATE", help="cases begun on this day or later")
    export.add_argument("--to", dest="until", type=_day, metavar="DATE", help="cases begun on this day or earlier")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-11-23") from None


def run(chosen: argparse.Namespace) -> int:
    """Writes the file; one that is not complete is taken away again. Raises Refused."""
    from tongban.cli.serve import set_up

    set_up()
    from django.utils import timezone

    from tongban.governance.performance import api as performance
    from tongban.kernel.declarations import api as declarations
    from tongban.trust.authority.api import SYSTEM

    releases = declarations.releases("processes", chosen.key)
    if not releases:
        raise Refused(f"no process {chosen.key!r}; there are {', '.join(sorted(declarations.in_force('processes')))}")
    graphs = {one.version: declarations.pinned("processes", chosen.key, one.version).value for one in releases}
    query = performance.Query(since=_moment(chosen.since, 0), until=_moment(chosen.until, 1))
    try:
        file = chosen.output.open("xb")
    except OSError as error:
        raise Refused(f"{chosen.output} cannot be written: {error.strerror}") from None
    try:
        with file:
            for part in performance.export(
                key=chosen.key, graphs=graphs, query=query, kind=chosen.format, by=SYSTEM, at=timezone.now()
            ):
                file.write(part)
    except BaseException:
        chosen.output.unlink(missing_ok=True)
        raise
    print(f"{chosen.output}: {chosen.output.stat().st_size:,} bytes")
    return 0


def _moment(day: dt.date | None, more: int) -> dt.datetime | None:
    from django.utils import timezone

    if day is None:
        return None
    try:
        return dt.datetime.combine(day + dt.timedelta(days=more), dt.time(), timezone.get_default_timezone())
    except OverflowError:
        return None
