"""Code lists as CSV: read strictly, checked line by line."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from tongban.kernel.declarations.api import DeclarationError, Item, Package, Problem, Text

COLUMNS = ("code", "name_zh", "name_en", "parent", "valid_from", "valid_to", "source")
MAX_BYTES = 16_000_000


@dataclass(frozen=True)
class Code:
    """One code in one period. An empty start or end is open; `valid_to` is the last day."""

    code: str
    text: Text
    parent: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str
    line: int

    def valid(self, on: dt.date) -> bool:
        return (self.valid_from or dt.date.min) <= on <= (self.valid_to or dt.date.max)


@dataclass(frozen=True)
class CodeList:
    """All rows of a list in the order of the file."""

    rows: tuple[Code, ...]

    @cached_property
    def _by_code(self) -> dict[str, tuple[Code, ...]]:
        found: dict[str, tuple[Code, ...]] = {}
        for row in self.rows:
            found[row.code] = (*found.get(row.code, ()), row)
        return found

    def periods(self, code: str) -> tuple[Code, ...]:
        """The rows of one code."""
        return self._by_code.get(code, ())

    def on(self, day: dt.date) -> Iterator[Code]:
        return (row for row in self.rows if row.valid(day))


def read(text: str, source: str) -> CodeList:
    """Reads a list. Raises DeclarationError with the line of every fault."""
    if len(text.encode()) > MAX_BYTES:
        raise DeclarationError([Problem(source, "", f"larger than {MAX_BYTES} bytes")])
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    problems: list[Problem] = []
    rows: list[Code] = []
    try:
        header = next(lines, [])
        if tuple(header) != COLUMNS:
            shown = ",".join(header)[:120]
            raise DeclarationError(
                [Problem(source, "line 1", f"expected the columns {','.join(COLUMNS)}, got {shown}")]
            )
        for cells in lines:
            if cells:
                rows += _row(cells, lines.line_num, source, problems)
    except csv.Error as error:
        problems.append(Problem(source, f"line {lines.line_num}", f"not CSV: {error}"))
    if problems:
        raise DeclarationError(problems)
    return CodeList(tuple(rows))


def _row(cells: list[str], line: int, source: str, problems: list[Problem]) -> list[Code]:
    def fault(message: str) -> None:
        problems.append(Problem(source, f"line {line}", message))

    if len(cells) != len(COLUMNS):
        fault(f"expected {len(COLUMNS)} cells, got {len(cells)}")
        return []
    code, zh, en, parent, first, last, cited = (cell.strip() for cell in cells)
    if not code or not code.isprintable() or any(one.isspace() for one in code):
        fault(f"code: expected a text without spaces, got {cells[0]!r}")
    if not zh:
        fault("name_zh: missing")
    dates = [_date(value, name, fault) for value, name in ((first, "valid_from"), (last, "valid_to"))]
    row = Code(code, Text(zh, en), parent, dates[0], dates[1], cited, line)
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        fault(f"valid_to {last} lies before valid_from {first}")
    return [row]


def _date(text: str, name: str, fault: object) -> dt.date | None:
    if not text:
        return None
    try:
        if len(text) == len("2024-01-01"):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    if callable(fault):
        fault(f"{name}: expected a date like 2024-01-31, got {text!r}")
    return None


def check(_package: Package, item: Item) -> Iterable[Problem]:
    """Sources, translations, periods that overlap, parents that are missing or go in a circle."""
    value: CodeList = item.value

    def problem(row: Code, message: str, suggestion: str = "") -> Problem:
        return Problem(item.source, f"line {row.line}", message, suggestion)

    for row in value.rows:
        if not row.source:
            yield problem(row, f"{row.code}: a code without a source", "name the standard or decree")
        if not row.text.en:
            yield Problem(item.source, f"line {row.line}", f"{row.code}: no English name", severity="warning")
        if row.parent and not value.periods(row.parent):
            yield problem(row, f"{row.code}: unknown parent {row.parent!r}")
        for other in value.periods(row.code):
            if other.line < row.line and _overlap(row, other):
                yield problem(row, f"{row.code}: valid at the same time as line {other.line}")
    yield from (problem(row, f"{row.code}: its parents go in a circle") for row in value.rows if _circular(value, row))


def _overlap(one: Code, other: Code) -> bool:
    first = max(one.valid_from or dt.date.min, other.valid_from or dt.date.min)
    return first <= min(one.valid_to or dt.date.max, other.valid_to or dt.date.max)


def _circular(known: CodeList, row: Code) -> bool:
    seen: set[str] = set()
    code, parent = row.code, row.parent
    while parent and parent not in seen:
        if parent == code:
            return True
        seen.add(parent)
        above = known.periods(parent)
        parent = above[0].parent if above else ""
    return False
