"""Days of a year from CSV: a head with date, kind, name and, if wanted, name_en and until; a line for each day."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from tongban.engines.deadlines.importing import Fault, Row, told
from tongban.engines.deadlines.written import COLUMNS, FORMULA
from tongban.kernel.declarations.api import Text

NEEDED = COLUMNS[:3]
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_csv(text: str) -> bool:
    """Whether a text begins like CSV with a head."""
    return re.match(r'\s*"?date"?\s*,', text, re.IGNORECASE) is not None


def rows(text: str) -> Iterator[Row | Fault]:
    """The days, and the faults of lines that are none; lines without anything are left out."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [cell.strip().lower() for cell in next(lines, [])]
        if not set(NEEDED) <= set(head) <= set(COLUMNS) or len(set(head)) != len(head):
            yield Fault(1, _("expected the columns date, kind, name and, if wanted, name_en and until"))
            return
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield _row(lines.line_num, head, cells)
    except csv.Error as error:
        yield Fault(lines.line_num, _("this is no CSV: %s") % error)


def _row(line: int, head: list[str], cells: list[str]) -> Row | Fault:
    if len(cells) != len(head):
        return Fault(line, _("expected %(due)d cells, got %(got)d") % {"due": len(head), "got": len(cells)})
    given = dict(zip(head, map(str.strip, cells), strict=True))
    name = Text(_name(given["name"]), _name(given.get("name_en", "")))
    try:
        if _DATE.fullmatch(given["date"]):
            return Row(line, dt.date.fromisoformat(given["date"]), given["kind"], name, given.get("until", ""))
    except ValueError:
        pass
    return Fault(line, _("expected a date such as 2027-01-31, got %s") % told(given["date"]))


def _name(cell: str) -> str:
    plain = " ".join(cell.split())
    return plain[1:] if plain[:1] == "'" and plain[1:2] and plain[1] in FORMULA else plain
