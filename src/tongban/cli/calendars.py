"""`tongban calendar`: a year of working days from CSV, ICS or TOML, looked at before it is published; and back."""

from __future__ import annotations

import argparse
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongban.cli.guard import Refused
from tongban.cli.serve import set_up

if TYPE_CHECKING:
    from tongban.engines.deadlines import api as deadlines

LARGEST = 200_000  # bytes of a file
SHOWN = 200  # due days in a preview


def add_commands(commands: Any) -> None:
    """Adds this module's commands to the command line."""
    noun = commands.add_parser("calendar", help="import a year of working days from CSV or ICS, or export it")
    kinds = noun.add_subparsers(dest="what", required=True, metavar="WHAT")
    taken = kinds.add_parser(
        "import", help="show what a file changes: days, and due days of cases; publish it with --publish"
    )
    taken.add_argument("file", type=Path, help="CSV (date,kind,name), ICS with all-day events, or TOML")
    taken.add_argument("--year", type=int, help="the year of a CSV or ICS file (default: the next to be published)")
    taken.add_argument("--source", default="", help="the notice that announced it; required for CSV and ICS")
    taken.add_argument("--publish", action="store_true", help="publish the year; without it nothing is changed")
    taken.set_defaults(run=run_import)
    given = kinds.add_parser("export", help="print a published year")
    given.add_argument("year", type=int)
    given.add_argument("--format", choices=("csv", "ics", "toml"), default="csv", help="the format (default csv)")
    given.set_defaults(run=run_export)


def run_export(chosen: argparse.Namespace) -> int:
    """Prints a year. Raises Refused for one that is not published."""
    set_up()
    from django.conf import settings
    from django.utils import timezone

    from tongban.engines.deadlines import api as deadlines

    found = {one.year: one for one in deadlines.years(settings.CONFIG.calendar)}
    if chosen.year not in found:
        raise Refused(f"{chosen.year} is not published; published are {', '.join(map(str, sorted(found)))}")
    year = found[chosen.year]
    writers = {"csv": deadlines.as_csv, "toml": deadlines.as_toml}
    text = deadlines.as_ics(year, at=timezone.now()) if chosen.format == "ics" else writers[chosen.format](year)
    sys.stdout.buffer.write(text.encode())
    return 0


def run_import(chosen: argparse.Namespace) -> int:
    """Prints what a file would change, and publishes it when told so. Raises Refused naming line and reason."""
    text = _read(chosen.file)
    set_up()
    from django.conf import settings
    from django.utils import translation

    from tongban.engines.deadlines import api as deadlines
    from tongban.kernel.declarations.api import DeclarationError

    region = settings.CONFIG.calendar
    last = deadlines.years(region)[-1]
    like = deadlines.Year(region, chosen.year or last.year + 1, " ".join(chosen.source.split()), (), last.weekend)
    try:
        with translation.override("en"):
            made = deadlines.year_text(text, like, source=chosen.file.name)
            draft = deadlines.draft_calendar(region=region, text=made, source=chosen.file.name)
    except DeclarationError as error:
        raise Refused("\n".join(map(str, error.problems))) from None
    _show(draft)
    if not chosen.publish or draft.same:
        print("the year was published like this already" if draft.same else "nothing is published; add --publish")
        return 0
    _publish(region, made, draft)
    return 0


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise Refused(f"{str(file)!a}: {error.strerror}") from None
    if len(data) > LARGEST:
        raise Refused(f"{str(file)!a}: more than {LARGEST:,} bytes")
    try:
        return data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError as error:
        raise Refused(f"{str(file)!a}: byte {error.start + 1} is no UTF-8; save the file as UTF-8") from None


def _show(draft: deadlines.Draft) -> None:
    from django.utils import timezone

    from tongban.services.cases import api as cases

    for old, new in draft.changes:
        day = new or old
        print(f"{day.date if day else ''}: {_told(old)} -> {_told(new)}")
    moves = cases.preview_calendar(draft, at=timezone.now())
    for one in islice(moves, SHOWN):
        print(f"case {one.number} {one.kind} {one.part}: due {one.before} -> {one.after}")
    more = sum(1 for _one in moves)
    if more:
        print(f"and {more} more")


def _told(day: deadlines.SpecialDay | None) -> str:
    if day is None:
        return "as its weekday"
    return " ".join(filter(None, ("worked" if day.working else "free", day.until, day.name.zh, day.name.en)))


def _publish(region: str, text: str, draft: deadlines.Draft) -> None:
    """Publishes what was shown, with its entry in the ledger. Raises Refused when somebody was quicker."""
    from django.db import transaction
    from django.utils import timezone

    from tongban.engines.deadlines import api as deadlines
    from tongban.trust.audit import api as audit
    from tongban.trust.authority.api import SYSTEM

    at = timezone.now()
    try:
        with transaction.atomic():
            changed = deadlines.load_calendar(region=region, at=at, text=text, source="file", base=draft.base)
            if changed:
                audit.record(
                    at=at, by=SYSTEM, action="deadlines.publish-calendar", object=f"calendar:{region}",
                    detail={"years": len(changed), "first": changed[0], "last": changed[-1]},
                )  # fmt: skip
    except deadlines.Overtaken:
        raise Refused("somebody published in the meantime; look again") from None
    print(f"{draft.year.year} is published; due days that depend on it are computed anew by the background work")
