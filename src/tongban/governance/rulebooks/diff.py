"""What changed between two texts of a rule, table by table, row by row, cell by cell."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

from tongban.governance.rulebooks.sheets import Column, Line, Sheet, children, parsed, sheets, tables
from tongban.kernel.declarations.api import Text

Kind = Literal["added", "removed", "changed", "moved", "same"]


@dataclass(frozen=True)
class CellChange:
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class LineChange:
    """`before` and `after` are the places of the row, None where it is not there."""

    kind: Kind
    before: int | None
    after: int | None
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class SheetChange:
    """A table; `lines` are those that differ, `same` counts the others."""

    decision: str
    title: Text
    columns: tuple[Column, ...]
    lines: tuple[LineChange, ...]
    same: int

    @property
    def shown(self) -> tuple[dict[str, Any], ...]:
        """Each line with its cells beside their columns."""
        return tuple({"change": one, "pairs": list(zip(self.columns, one.cells, strict=False))} for one in self.lines)


@dataclass(frozen=True)
class Comparison:
    """`elsewhere`: something differs outside the rows of the tables too."""

    sheets: tuple[SheetChange, ...]
    elsewhere: bool

    @property
    def count(self) -> int:
        return sum(len(one.lines) for one in self.sheets)

    @property
    def empty(self) -> bool:
        return not self.count and not self.elsewhere


def compare(before: str, after: str) -> Comparison:
    """The differences of two texts that are models. Raises XmlError."""
    old, new = {one.id: one for one in sheets(before)}, {one.id: one for one in sheets(after)}
    names = [*new, *(one for one in old if one not in new)]
    found = tuple(_sheet(old.get(one), new.get(one)) for one in names)
    return Comparison(tuple(one for one in found if one.lines), frame(before) != frame(after))


def frame(text: str) -> bytes:
    """A model without the rows of its tables."""
    root = parsed(text)
    for _id, table in tables(root):
        for rule in children(table, "rule"):
            table.remove(rule)
        for node in table.iter():
            node.text, node.tail = (node.text or "").strip(), (node.tail or "").strip()
    return etree.tostring(root, method="c14n", with_comments=False)


def _sheet(old: Sheet | None, new: Sheet | None) -> SheetChange:
    shown = new or old
    assert shown is not None  # noqa: S101 (one of them has the id)
    lines = list(_lines(old.lines if old else (), new.lines if new else ()))
    differing = tuple(one for one in lines if one.kind != "same")
    return SheetChange(shown.decision, shown.title, shown.columns, differing, len(lines) - len(differing))


def _lines(old: tuple[Line, ...], new: tuple[Line, ...]) -> Iterator[LineChange]:
    """The new rows in their order, each removed one where it stood."""
    was, now = {one.id: one for one in old}, {one.id: one for one in new}
    kept = _in_order([one.id for one in old if one.id in now], [one.id for one in new if one.id in was])
    left = list(old)
    for line in new:
        while left and left[0].id not in now:
            yield _change("removed", left.pop(0), None)
        if left and left[0].id == line.id:
            left.pop(0)
        if line.id not in was:
            yield _change("added", None, line)
            continue
        before = was[line.id]
        left = [one for one in left if one.id != line.id]
        kind: Kind = "changed" if before.cells != line.cells else "same" if line.id in kept else "moved"
        yield _change(kind, before, line)
    for line in left:
        yield _change("removed", line, None)


def _in_order(old: list[str], new: list[str]) -> set[str]:
    """The ids that keep their order towards one another."""
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {one for block in blocks for one in old[block.a : block.a + block.size]}


def _change(kind: Kind, before: Line | None, after: Line | None) -> LineChange:
    old, new = before.cells if before else (), after.cells if after else ()
    width = max(len(old), len(new))
    cells = zip((*old, *[""] * (width - len(old))), (*new, *[""] * (width - len(new))), strict=True)
    places = (before.index if before else None, after.index if after else None)
    return LineChange(kind, *places, tuple(CellChange(*pair) for pair in cells))
