"""A form as a spreadsheet (XLSX) for people who design forms: sheets `form`, `pages` and `fields`."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from tongban.engines.forms.declarations import Field, Form, Page
from tongban.engines.forms.importing.outcome import ImportFault
from tongban.engines.forms.importing.sheet_cells import cells, columns

WIDE, NARROW = 34, 14
MAX_CELL = 32_000


def exported(form: Form) -> bytes:
    """The bytes of an XLSX file. Raises ImportFault for a text that no cell can hold."""
    book = Workbook()
    book.remove(book.active)
    _sheet(book, "form", [one for one, *_ in columns(Form)], [cells(form)])
    _sheet(book, "pages", [one for one, *_ in columns(Page)], [cells(page) for page in form.pages])
    rows = [(page.id, *cells(field)) for page in form.pages for field in page.fields]
    _sheet(book, "fields", ["page", *(one for one, *_ in columns(Field))], rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Any, title: str, heads: list[str], rows: Iterable[Iterable[str]]) -> None:
    sheet = book.create_sheet(title)
    for place, texts in enumerate((heads, *rows), 1):
        for column, words in enumerate(texts, 1):
            at = f"{title}!{get_column_letter(column)}{place}"
            if len(words) > MAX_CELL or "\r" in words or ILLEGAL_CHARACTERS_RE.search(words):
                raise ImportFault([(at, "a cell cannot hold this text: it is too long or has control characters")])
            cell = sheet.cell(place, column)
            cell.value, cell.data_type = words or None, "s" if words else "n"  # a text that begins with = is no formula
            cell.number_format, cell.alignment = "@", Alignment(wrap_text=True, vertical="top")
            if place == 1:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="F7EFE4")
    for column, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDE if " " in head or "_if" in head else NARROW
    sheet.freeze_panes = "A2"
