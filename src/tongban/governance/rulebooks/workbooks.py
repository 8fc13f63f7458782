"""Decision tables as a spreadsheet (XLSX) and back. What comes in is bounded before it is opened, and taken whole or
not at all; cells are text, and a formula is refused.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from tongban.governance.drafts.api import DraftView
from tongban.governance.rulebooks import checking, rows
from tongban.governance.rulebooks.errors import BookRefused
from tongban.governance.rulebooks.sheets import Sheet, sheets
from tongban.governance.rulebooks.texts import Book
from tongban.kernel.declarations.api import version_of
from tongban.kernel.web.api import BadInput, workbook
from tongban.trust.authority.api import Subject

MAX_BYTES = 2_000_000
MAX_LINES = 2_000
MAX_FAULTS = 20
HEAD = 2  # rows above the lines: labels, and what each column looks at
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
WIDTHS = {"input": 24, "output": 24, "note": 40}


def title(sheet: Sheet) -> str:
    """What the sheet of a table is called: numbered, as programs take at most 31 characters."""
    return f"{sheet.index} {NOT_IN_TITLES.sub(' ', sheet.decision)}"[:31].strip()


def write(text: str) -> bytes:
    """The tables of a text as XLSX, one sheet each. Column A holds the rows' ids, A1 the version they come from."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets(text):
        _sheet(book.create_sheet(title(sheet)), sheet, version_of(text))
    if not book.worksheets:
        book.create_sheet("0")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(page: Any, sheet: Sheet, version: str) -> None:
    _row(page, 1, [version, *(one.label for one in sheet.columns)], Font(bold=True))
    below = [sheet.policy, *(one.expression or one.type for one in sheet.columns)]
    _row(page, HEAD, below, Font(italic=True, color="57524A"))
    for line in sheet.lines:
        _row(page, HEAD + line.index, [line.id, *line.cells], Font())
    page.freeze_panes = f"B{HEAD + 1}"
    page.column_dimensions["A"].width = 18
    for place, column in enumerate(sheet.columns, 2):
        page.column_dimensions[get_column_letter(place)].width = WIDTHS[column.kind]


def _row(page: Any, row: int, texts: Sequence[str], font: Font) -> None:
    for place, words in enumerate(texts, 1):
        cell = page.cell(row, place)
        cell.value, cell.data_type = words, "s"  # a text that begins with = is no formula
        cell.number_format, cell.font, cell.alignment = "@", font, Alignment(wrap_text=True, vertical="top")
        if row <= HEAD:
            cell.fill = PatternFill("solid", fgColor="F7EFE4")


@dataclass(frozen=True)
class Page:
    """What one sheet of a file holds: rows as (place in the file, id, cells)."""

    title: str
    version: str
    labels: tuple[str, ...]
    rows: tuple[tuple[int, str, tuple[str, ...]], ...]


def take(*, rule: str, file: Any, overwrite: bool, by: Subject, at: dt.datetime) -> DraftView:
    """Puts the rows of an XLSX file into the draft, as one change. Sheets that the file lacks stay as they are.

    Raises BookRefused naming sheet and cell of each fault, or because the draft was changed after the file was made
    (unless `overwrite`); Denied, DraftError.
    """
    opened = _opened(file)

    def work(found: DraftView, book: Book) -> str:
        known = {title(sheet): sheet for sheet in sheets(found.text)}
        pages = list(_pages(opened, known))
        if not overwrite and any(page.version != version_of(found.text) for page in pages):
            raise BookRefused(_("The draft was changed after this file was made. Download it again, or tick that the"
                                " file replaces those changes."))  # fmt: skip
        for page in pages:
            book.replace(known[page.title].id, [(name, cells) for _place, name, cells in page.rows])
        _check(rule, book.text(), pages)
        return ""

    return rows.change(rule, "import", "", work, by=by, at=at)


def _opened(file: Any) -> Any:
    try:
        return workbook(file, max_bytes=MAX_BYTES)
    except BadInput as error:
        raise BookRefused(str(error.message)) from None


def _pages(book: Any, known: dict[str, Sheet]) -> Iterator[Page]:
    for page in book.worksheets:
        if page.title not in known:
            words = _("Sheet “%(sheet)s” is no table of this rule; expected: %(known)s.")
            raise BookRefused(words % {"sheet": page.title[:60], "known": ", ".join(known)})
    for page in book.worksheets:
        try:
            yield _page(page, known[page.title])
        except BookRefused:
            raise
        except Exception as error:  # noqa: BLE001 (rows are read as they are asked for; the library raises anything)
            raise BookRefused(_("The spreadsheet is damaged: %(why)s") % {"why": str(error)[:200]}) from None


def _page(page: Any, sheet: Sheet) -> Page:
    faults: list[str] = []
    rows = []
    heads: list[list[str]] = []
    width = len(sheet.columns) + 1
    for place, cells in enumerate(page.iter_rows(max_col=width + 1, max_row=HEAD + MAX_LINES + 1), 1):
        texts = [_text(cell, page.title, faults, note=_is_note(sheet, n)) for n, cell in enumerate(cells)]
        texts += [""] * (width + 1 - len(texts))
        if place <= HEAD:
            heads.append(texts)
        elif any(texts):
            if texts[width]:
                faults.append(_at(page.title, width, place, _("there is no such column")))
            rows.append((place, texts[0], tuple(_cell(sheet, n, one) for n, one in enumerate(texts[1:width]))))
    if not heads or heads[0][1:width] != [one.label for one in sheet.columns] or heads[0][width]:
        faults.insert(0, _("Sheet “%(sheet)s”: the first row must be as it was downloaded.") % {"sheet": page.title})
    if len(rows) > MAX_LINES:
        faults.insert(0, _("Sheet “%(sheet)s” has more than 2,000 rows.") % {"sheet": page.title})
    if not rows:
        faults.append(_("Sheet “%(sheet)s” has no rows.") % {"sheet": page.title})
    if faults:
        raise _refused(faults)
    return Page(page.title, heads[0][0], tuple(heads[0][1:]), tuple(rows))


def _is_note(sheet: Sheet, place: int) -> bool:
    return 0 < place <= len(sheet.columns) and sheet.columns[place - 1].kind == "note"


def _cell(sheet: Sheet, place: int, text: str) -> str:
    return text or ("-" if sheet.columns[place].kind == "input" else "")


def _refused(faults: Sequence[str]) -> BookRefused:
    return BookRefused(_("Nothing was taken from the spreadsheet. Correct these cells."), tuple(faults[:MAX_FAULTS]))


def _at(title: str, column: int, row: int, words: str) -> str:
    place = f"{get_column_letter(column + 1)}{row}"
    return _("Sheet “%(sheet)s”, cell %(cell)s: %(fault)s") % {"sheet": title, "cell": place, "fault": words}


def _text(cell: Any, sheet: str, faults: list[str], *, note: bool) -> str:
    """What a cell says, as one would write it in FEEL; a note as it stands."""
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", "") in ("f", "e"):
        words = (
            _("a formula is not accepted; write its value") if cell.data_type == "f" else _("this is an error value")
        )
        faults.append(_at(sheet, cell.column - 1, cell.row, words))
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dt.date | dt.time):
        return _moment(value, note=note)
    return str(value).strip()


def _moment(value: dt.date | dt.time, *, note: bool) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if note:
        return value.isoformat()
    name = "date and time" if isinstance(value, dt.datetime) else "date" if isinstance(value, dt.date) else "time"
    return f'{name}("{value.isoformat()}")'


def _check(rule: str, text: str, pages: Sequence[Page]) -> None:
    """Raises BookRefused naming the cells that the rows cannot be kept for."""
    found = checking.review(text, rule)
    faults = []
    for sheet in sheets(text):
        page = next((one for one in pages if one.title == title(sheet)), None)
        for line in sheet.lines if page else ():
            errors = rows.errors_of(found, sheet, line)
            row = page.rows[line.index - 1][0] if page else 0
            faults += [
                _at(
                    page.title if page else "",
                    one.column + 1,
                    row,
                    " ".join(filter(None, (one.message, one.suggestion))),
                )
                for one in errors
                if one.column is not None
            ]
            faults += [
                _at(page.title if page else "", 0, row, one.message)
                for one in errors
                if one.column is None and found.model is not None
            ]
    if not faults and found.model is None:
        faults = [" ".join(filter(None, (one.message, one.suggestion))) for one in found.errors]
    if faults:
        raise _refused(faults)
