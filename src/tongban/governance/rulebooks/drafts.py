"""Drafts: opened once a rule, changed row by row by any of its owners, undone, given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tongban.governance.rulebooks import rights
from tongban.governance.rulebooks.checking import Review, line_errors, review
from tongban.governance.rulebooks.errors import CellError, Clash, RowRefused, RulebookError
from tongban.governance.rulebooks.models import ALIVE, Draft, Edit, Example
from tongban.governance.rulebooks.sheets import Line, Sheet, sheets
from tongban.governance.rulebooks.texts import Book, Splice, clean
from tongban.kernel.declarations import api as declarations
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject

KIND = "rules"
MAX_CELL = 10_000
MAX_TEXT = 5_000_000


@dataclass(frozen=True)
class EditView:
    """The last change that can be undone. `kind` is set, add, remove, move, import or merge."""

    id: int
    kind: str
    line: str
    name: str
    at: dt.datetime


@dataclass(frozen=True)
class DraftView:
    """A draft under way. `people` are all who changed it, its author among them."""

    id: int
    rule: str
    base: str
    text: str
    revision: int
    state: str
    author_name: str
    opened_at: dt.datetime
    note: str
    submitted_at: dt.datetime | None
    people: frozenset[str]
    last: EditView | None

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return sheets(self.text)

    @property
    def open(self) -> bool:
        return self.state == "open"


def view(row: Draft) -> DraftView:
    edits = list(row.edits.order_by("-id"))
    last = next((one for one in edits if not one.undone), None)
    shown = EditView(last.pk, last.kind, last.line, last.name, last.at) if last else None
    people = frozenset({row.author, *(one.by for one in edits)})
    return DraftView(
        row.pk, row.rule, row.base, row.text, row.revision, row.state, row.author_name, row.opened_at, row.note,
        row.submitted_at, people, shown,
    )  # fmt: skip


def draft(*, rule: str) -> DraftView | None:
    """The draft of a rule that is under way, if any."""
    row = Draft.objects.filter(rule=rule, state__in=ALIVE).first()
    return view(row) if row else None


def open_draft(*, rule: str, by: Subject, at: dt.datetime) -> DraftView:
    """Opens a draft from the version in force, with the cases of the last one published; the one that is open already
    is given back. Raises Denied, LookupError, RulebookError for a model that has faults of its own.
    """
    rights.require_edit(rule=rule, by=by, at=at)
    item = declarations.current(KIND, rule)
    if review(item.text, rule).model is None:
        raise RulebookError(_("The version in force has faults that can only be mended in its package."))
    try:
        with transaction.atomic():
            made = Draft.objects.create(
                rule=rule, base=item.version, text=item.text, author=by.person, author_name=by.name, opened_at=at
            )
            before = Draft.objects.filter(rule=rule, state="published").order_by("-id").first()
            kept = before.examples.order_by("id") if before else Example.objects.none()
            Example.objects.bulk_create(
                Example(
                    draft=made, name=one.name, decision=one.decision, inputs=one.inputs, expected=one.expected,
                    by=one.by, at=one.at,
                )
                for one in kept
            )  # fmt: skip
            note(made, "open", by=by, at=at)
    except IntegrityError:
        found = draft(rule=rule)
        if found is None:
            raise
        return found
    return view(made)


def note(row: Draft, act: str, *, by: Subject, at: dt.datetime, **more: str | int) -> None:
    """A ledger entry about a draft."""
    detail = {"draft": row.pk, "revision": row.revision, "base": row.base} | more
    audit.record(at=at, by=by, action=f"rulebooks.{act}", object=f"rule:{row.rule}", detail=detail)


def locked(rule: str) -> Draft:
    """The draft under way, locked for this transaction. Raises RulebookError when there is none."""
    row = Draft.objects.select_for_update().filter(rule=rule, state__in=ALIVE).first()
    if row is None:
        raise RulebookError(_("This draft was published or given up in the meantime."))
    return row


def opened(rule: str, *, by: Subject, at: dt.datetime) -> Draft:
    """The draft, locked and open for changes. Raises Denied, RulebookError."""
    rights.require_edit(rule=rule, by=by, at=at)
    row = locked(rule)
    if row.state != "open":
        raise RulebookError(_("This draft waits for publication. It can be changed again once it is returned."))
    return row


Work = Callable[[Draft, Book], str]


def change(rule: str, kind: str, table: str, work: Work, *, by: Subject, at: dt.datetime) -> DraftView:
    """Lets `work` change the text, checks the line that it names (none for an empty name), keeps the difference."""
    with transaction.atomic():
        row = opened(rule, by=by, at=at)
        before, book = row.text, Book(row.text)
        line = work(row, book)
        after = book.text()
        if sheets(after) == sheets(before):
            return view(row)
        if len(after) > MAX_TEXT:
            raise RulebookError(_("The rule would become too large."))
        if line:
            _check(rule, after, table, line)
        splice = Splice.between(before, after)
        row.text, row.revision = after, row.revision + 1
        row.save(update_fields=["text", "revision"])
        Edit.objects.create(
            draft=row, revision=row.revision, by=by.person, name=by.name, at=at, kind=kind, table=table, line=line,
            start=splice.start, removed=splice.removed, inserted=splice.inserted,
        )  # fmt: skip
        note(row, "edit", by=by, at=at, kind=kind)
        return view(row)


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


def seen_line(row: Draft, table: str, line: str, seen: str, cells: Sequence[str] | None = None) -> Line:
    """The line as it stands. Raises Clash when somebody made another of it than the editor has seen."""
    sheet = next((one for one in sheets(row.text) if one.id == table), None)
    found = sheet.line(line) if sheet else None
    last = row.edits.filter(table=table, line=line, undone=False).order_by("-id").first()
    name = last.name if last else ""
    if found is None:
        raise Clash(_("This row was removed in the meantime. Your text is kept below; add it as a new row."), name=name)
    if found.seen != seen and (cells is None or tuple(cells) != found.cells):
        raise Clash(
            _("Somebody else changed this row in the meantime. Your text is kept; compare it and save again."),
            now=found.cells, name=name,
        )  # fmt: skip
    return found


def set_line(
    *, rule: str, table: str, line: str, cells: Sequence[str], seen: str, by: Subject, at: dt.datetime
) -> DraftView:
    """Writes the cells of a row; `seen` is the mark of the row as the editor saw it.

    Raises RowRefused with what is wrong cell by cell, Clash when somebody else changed the row, Denied.
    """
    wanted = tuple(clean(one) for one in cells)

    def work(row: Draft, book: Book) -> str:
        seen_line(row, table, line, seen, wanted)
        book.set(table, line, wanted)
        return line

    return change(rule, "set", table, work, by=by, at=at)


def add_line(*, rule: str, table: str, after: str, cells: Sequence[str], by: Subject, at: dt.datetime) -> DraftView:
    """Adds a row below another, at the top when `after` is empty. Raises as `set_line` does."""
    wanted = tuple(clean(one) for one in cells)
    return change(rule, "add", table, lambda _row, book: book.add(table, after, wanted), by=by, at=at)


def remove_line(*, rule: str, table: str, line: str, seen: str, by: Subject, at: dt.datetime) -> DraftView:
    """Takes a row out. Raises Clash, RulebookError for the last one, Denied."""

    def work(row: Draft, book: Book) -> str:
        seen_line(row, table, line, seen)
        book.remove(table, line)
        return ""

    return change(rule, "remove", table, work, by=by, at=at)


def move_line(*, rule: str, table: str, line: str, up: bool, by: Subject, at: dt.datetime) -> DraftView:
    """Moves a row by one place. Raises Clash when it is gone, Denied."""

    def work(_row: Draft, book: Book) -> str:
        book.move(table, line, up=up)
        return ""

    return change(rule, "move", table, work, by=by, at=at)


def undo(*, rule: str, edit: int, by: Subject, at: dt.datetime) -> DraftView:
    """Takes the last change back; `edit` is the one that the editor saw. Raises Clash when another came after it."""
    with transaction.atomic():
        row = opened(rule, by=by, at=at)
        last = row.edits.filter(undone=False).order_by("-id").first()
        if last is None or last.pk != edit:
            raise Clash(_("Something was changed in the meantime. Look again before you undo."))
        row.text = Splice(last.start, last.removed, last.inserted).undone(row.text)
        row.base = last.before or row.base
        row.revision += 1
        row.save(update_fields=["base", "text", "revision"])
        Edit.objects.filter(pk=last.pk).update(undone=True)
        note(row, "undo", by=by, at=at, edit=last.pk)
        return view(row)


def discard(*, rule: str, by: Subject, at: dt.datetime) -> None:
    """Gives the draft up; it stays in the records. Raises Denied, RulebookError."""
    with transaction.atomic():
        row = opened(rule, by=by, at=at)
        row.state = "discarded"
        row.save(update_fields=["state"])
        note(row, "discard", by=by, at=at)
