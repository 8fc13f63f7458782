"""Changing a rule row by row: each change is checked cell by cell, and two owners meet row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.api import DraftView, Made
from tongban.governance.rulebooks.checking import KIND, Review, line_errors, review
from tongban.governance.rulebooks.errors import CellError, RowClash, RowRefused
from tongban.governance.rulebooks.sheets import Line, Sheet, sheets
from tongban.governance.rulebooks.texts import Book, clean
from tongban.trust.authority.api import Subject

MAX_CELL = 10_000
Work = Callable[[DraftView, Book], str]


def change(rule: str, how: str, table: str, work: Work, *, by: Subject, at: dt.datetime) -> DraftView:
    """Lets `work` change the tables and checks the line that it names (none for an empty name)."""

    def made(found: DraftView) -> Made:
        book = Book(found.text)
        line = work(found, book)
        after = book.text()
        if sheets(after) == sheets(found.text):
            return Made(found.text)
        if line:
            _check(rule, after, table, line)
        return Made(after, place(table, line) if line else table)

    return drafts.change(kind=KIND, key=rule, how=how, work=made, by=by, at=at)


def place(table: str, line: str) -> str:
    """What a draft's revision calls a row."""
    return f"{table}/{line}"


def _check(rule: str, text: str, table: str, id: str) -> None:  # noqa: A002
    sheet = next(one for one in sheets(text) if one.id == table)
    line = sheet.line(id)
    assert line is not None  # noqa: S101 (it was just written)
    refuse(errors_of(review(text, rule), sheet, line))


def errors_of(found: Review, sheet: Sheet, line: Line) -> tuple[CellError, ...]:
    """What keeps a line from being kept."""
    errors = line_errors(found, sheet, line)
    if sheet.articles and not any(line.cells[place] for place in sheet.articles):
        words = _("Name the article that this row follows.")
        errors += (CellError(sheet.articles[0], words),)
    long = [place for place, cell in enumerate(line.cells) if len(cell) > MAX_CELL]
    return errors + tuple(CellError(place, _("This text is too long.")) for place in long)


def refuse(errors: tuple[CellError, ...]) -> None:
    """Raises RowRefused when there are errors."""
    if errors:
        raise RowRefused(_("The row was not kept. Correct what is marked."), errors)


def seen_line(found: DraftView, table: str, line: str, seen: str, cells: Sequence[str] | None = None) -> Line:
    """The line as it stands. Raises RowClash when somebody made another of it than the editor has seen."""
    sheet = next((one for one in sheets(found.text) if one.id == table), None)
    there = sheet.line(line) if sheet else None
    name = next((one.name for one in found.revisions if one.place == place(table, line)), "")
    if there is None:
        words = _("This row was removed in the meantime. Your text is kept below; add it as a new row.")
        raise RowClash(words, name=name)
    if there.seen != seen and (cells is None or tuple(cells) != there.cells):
        raise RowClash(
            _("Somebody else changed this row in the meantime. Your text is kept; compare it and save again."),
            now=there.cells, name=name,
        )  # fmt: skip
    return there


def set_line(
    *, rule: str, table: str, line: str, cells: Sequence[str], seen: str, by: Subject, at: dt.datetime
) -> DraftView:
    """Writes the cells of a row; `seen` is the mark of the row as the editor saw it.

    Raises RowRefused with what is wrong cell by cell, RowClash when somebody else changed the row, Denied.
    """
    wanted = tuple(clean(one) for one in cells)

    def work(found: DraftView, book: Book) -> str:
        seen_line(found, table, line, seen, wanted)
        book.set(table, line, wanted)
        return line

    return change(rule, "set", table, work, by=by, at=at)


def add_line(*, rule: str, table: str, after: str, cells: Sequence[str], by: Subject, at: dt.datetime) -> DraftView:
    """Adds a row below another, at the top when `after` is empty. Raises as `set_line` does."""
    wanted = tuple(clean(one) for one in cells)
    return change(rule, "add", table, lambda _found, book: book.add(table, after, wanted), by=by, at=at)


def remove_line(*, rule: str, table: str, line: str, seen: str, by: Subject, at: dt.datetime) -> DraftView:
    """Takes a row out. Raises RowClash, DraftError for the last one, Denied."""

    def work(found: DraftView, book: Book) -> str:
        seen_line(found, table, line, seen)
        book.remove(table, line)
        return ""

    return change(rule, "remove", table, work, by=by, at=at)


def move_line(*, rule: str, table: str, line: str, up: bool, by: Subject, at: dt.datetime) -> DraftView:
    """Moves a row by one place. Raises RowClash when it is gone, Denied."""

    def work(_found: DraftView, book: Book) -> str:
        book.move(table, line, up=up)
        return ""

    return change(rule, "move", table, work, by=by, at=at)
