"""A draft and the version that overtook it, brought together row by row and cell by cell; nothing here is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tongban.governance.rulebooks.diff import frame
from tongban.governance.rulebooks.sheets import Column, Line, Sheet, sheets
from tongban.governance.rulebooks.texts import Book

Side = Literal["mine", "theirs"]
SIDES: tuple[Side, Side] = ("mine", "theirs")
Cells = tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """A cell that both changed otherwise, or a row (`column` None) that one changed and the other took out. `key` names
    it in a form; a text is None where the row is gone.
    """

    key: str
    column: Column | None
    base: str | None
    mine: str | None
    theirs: str | None

    @property
    def sides(self) -> tuple[tuple[Side, str | None], ...]:
        """Both texts with whose they are."""
        return ("mine", self.mine), ("theirs", self.theirs)


@dataclass(frozen=True)
class Row:
    """A row of the base, or a new one, as it comes out. `taken` says whose change was taken where only one made any,
    `both` where both did and nobody has to choose; `cells` None: it is taken out. `index` counts in the base.
    """

    id: str
    index: int
    taken: Literal["same", "mine", "theirs", "both"]
    cells: Cells | None
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class Table:
    """`rows` are those that differ from the base or hold conflicts; `columns` are named as in the version in force."""

    sheet: Sheet
    rows: tuple[Row, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(one for row in self.rows for one in row.conflicts)

    @property
    def plain(self) -> tuple[Row, ...]:
        """The rows that come together without a choice."""
        return tuple(row for row in self.rows if not row.conflicts)


@dataclass(frozen=True)
class Merge:
    """`text` is the result, None while a conflict waits for a choice or `apart` holds: the columns or formulas were
    changed too, and rows alone cannot be brought together.
    """

    tables: tuple[Table, ...]
    text: str | None
    apart: bool = False

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(one for table in self.tables for one in table.conflicts)

    @property
    def plain(self) -> bool:
        """Whether anything comes together without a choice."""
        return any(table.plain for table in self.tables)


def merge(base: str, mine: str, theirs: str, choices: Mapping[str, str]) -> Merge:
    """Brings two texts together that come from one; `choices` says for conflicts, by key, whose text to take. Raises
    XmlError.
    """
    if frame(base) != frame(mine):
        return Merge((), None, apart=True)
    old, own, new = ({one.id: one for one in sheets(text)} for text in (base, mine, theirs))
    if any(name not in new or _shape(new[name]) != _shape(sheet) for name, sheet in old.items()):
        return Merge((), None, apart=True)
    found: list[Table] = []
    book = Book(theirs)
    for name, sheet in old.items():
        rows = _rows(sheet, own[name], new[name], choices)
        found.append(Table(new[name], tuple(one for one in rows if one.taken != "same" or one.conflicts)))
        if own[name].lines != sheet.lines:
            book.replace(name, _ordered(rows, sheet, own[name], new[name]))
    whole = Merge(tuple(found), None)
    open_ = [one for one in whole.conflicts if choices.get(one.key) not in SIDES]
    return whole if open_ else Merge(whole.tables, book.text())


def _shape(sheet: Sheet) -> tuple[Column, ...]:
    return sheet.columns


def _rows(base: Sheet, mine: Sheet, theirs: Sheet, choices: Mapping[str, str]) -> list[Row]:
    """The rows of the base in their order, then those that only one has."""
    found = [
        _row(line, mine.line(line.id), theirs.line(line.id), _Place(base, line.index, choices)) for line in base.lines
    ]
    added = [one for one in theirs.lines if base.line(one.id) is None]
    found += [Row(one.id, 0, "theirs", one.cells) for one in added]
    there = [one.cells for one in added]
    for one in mine.lines:
        if base.line(one.id) is None and one.cells not in there:
            found.append(Row(f"+{one.id}", 0, "mine", one.cells))  # ids of new rows are counted: both may have made one
    return found


@dataclass(frozen=True)
class _Place:
    """Where a row stands, and what was chosen."""

    sheet: Sheet
    index: int
    choices: Mapping[str, str]

    def chosen(self, column: int | None) -> tuple[str, str]:
        """The key of a conflict there, and the side that was chosen, the new version's until then."""
        key = f"{self.sheet.index}-{self.index}-{'row' if column is None else column}"
        return key, "mine" if self.choices.get(key) == "mine" else "theirs"


def _row(base: Line, mine: Line | None, theirs: Line | None, place: _Place) -> Row:
    own, new = (one.cells if one else None for one in (mine, theirs))
    if own == new:
        return Row(base.id, base.index, "same" if own == base.cells else "both", own)
    if own == base.cells:
        return Row(base.id, base.index, "theirs", new)
    if new == base.cells:
        return Row(base.id, base.index, "mine", own)
    if own is None or new is None:
        key, side = place.chosen(None)
        conflict = Conflict(key, None, _shown(base.cells), _shown(own), _shown(new))
        return Row(base.id, base.index, "both", own if side == "mine" else new, (conflict,))
    return _cells(base, own, new, place)


def _shown(cells: Cells | None) -> str | None:
    return None if cells is None else " | ".join(cells)


def _cells(base: Line, own: Cells, new: Cells, place: _Place) -> Row:
    made, conflicts = [], []
    for column, (was, mine, theirs) in enumerate(zip(base.cells, own, new, strict=True)):
        if was != mine != theirs != was:
            key, side = place.chosen(column)
            conflicts.append(Conflict(key, place.sheet.columns[column], was, mine, theirs))
            made.append(mine if side == "mine" else theirs)
        else:
            made.append(theirs if mine == was else mine)
    return Row(base.id, base.index, "both", tuple(made), tuple(conflicts))


def _ordered(rows: list[Row], base: Sheet, mine: Sheet, theirs: Sheet) -> list[tuple[str, Cells]]:
    """The rows that stay, in the order of the new version, or of the draft when only the draft moved rows; a new row of
    the draft, and one that it keeps, stands below the row that it follows there.
    """
    cells = {row.id: row.cells for row in rows}
    leading, other = (mine, theirs) if _kept_order(base, theirs) and not _kept_order(base, mine) else (theirs, mine)
    order = list(_known(leading, cells, own=leading is mine))
    for name in _known(other, cells, own=other is mine):
        if name not in order:
            before = list(_known(other, cells, own=other is mine))
            above = next((one for one in reversed(before[: before.index(name)]) if one in order), None)
            order.insert(order.index(above) + 1 if above else 0, name)
    return [(name, found) for name in order if (found := cells[name]) is not None]


def _known(sheet: Sheet, cells: Mapping[str, Cells | None], *, own: bool) -> Iterator[str]:
    """The rows of a side by the names that they go by here."""
    for line in sheet.lines:
        name = f"+{line.id}" if own and f"+{line.id}" in cells else line.id
        if name in cells:
            yield name


def _kept_order(base: Sheet, other: Sheet) -> bool:
    was, now = {one.id for one in base.lines}, {one.id for one in other.lines}
    return [one.id for one in base.lines if one.id in now] == [one.id for one in other.lines if one.id in was]
