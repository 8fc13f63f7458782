"""Tables that leave the desk as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils import timezone

from tongban.kernel.web.api import csv_cell, inert


def day(moment: dt.datetime | None) -> dt.date | None:
    """The day of a moment in the node's zone."""
    return timezone.localtime(moment).date() if moment is not None else None


def sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table as CSV that a spreadsheet opens in the right characters; no cell can be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    for row in rows:
        writer.writerow([csv_cell("" if cell is None else str(cell)) for cell in row])
    return inert(f"\ufeff{text.getvalue()}".encode(), "text/csv; charset=utf-8", name)
