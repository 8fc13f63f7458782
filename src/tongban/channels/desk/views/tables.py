"""Tables that leave the desk as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from tongban.kernel.web.api import csv_cell, inert


def sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A table as CSV that a spreadsheet opens in the right characters; no cell can be taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    for row in rows:
        writer.writerow([csv_cell("" if cell is None else str(cell)) for cell in row])
    return inert(f"\ufeff{text.getvalue()}".encode(), "text/csv; charset=utf-8", name)
