"""Changes of a model's text, element by element: what is not touched stays as it was written."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from lxml import etree

from tongban.governance.drafts.api import DraftError
from tongban.governance.rulebooks.errors import RowClash
from tongban.governance.rulebooks.sheets import cells_of, children, parsed, rules, tables, text_node

DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]{0,300}\?>\s*")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(cell: str) -> str:
    """A cell's text as XML can hold it: without control characters, line ends alike, no space around."""
    return FORBIDDEN.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Book:
    """A model's text being changed; `.text()` is the result."""

    def __init__(self, text: str) -> None:
        declared = DECLARATION.match(text)
        self.head = declared[0] if declared else ""
        self.foot = text[len(text.rstrip()) :]
        self.root = parsed(text)
        self.ids = {one.get("id") for one in self.root.iter() if isinstance(one.tag, str)}

    def text(self) -> str:
        return self.head + etree.tostring(self.root.getroottree(), encoding="unicode") + self.foot

    def _table(self, table: str) -> etree._Element:
        found = next((node for name, node in tables(self.root) if name == table), None)
        if found is None:
            raise DraftError(_("This rule has no such table. Go back to the draft."))
        return found

    def _rule(self, table: str, line: str) -> etree._Element:
        found = next((node for name, node in rules(self._table(table)) if name == line), None)
        if found is None:
            raise RowClash(_("This row was removed in the meantime."))
        return found

    def set(self, table: str, line: str, cells: Sequence[str]) -> None:
        """Writes the cells of a row."""
        self._write(self._rule(table, line), cells)

    def _write(self, rule: etree._Element, cells: Sequence[str]) -> None:
        table = rule.getparent()
        assert table is not None  # noqa: S101 (a rule stands in a table)
        wanted = [len(children(table, name)) for name in ("input", "output", "annotation")]
        while len(children(rule, "annotationEntry")) < wanted[2]:
            _append(rule, "annotationEntry")
        for node, cell in zip(cells_of(rule), cells, strict=True):
            place = text_node(node)
            if place is node:
                node.text = None
                place = _append(node, "text")
            if (place.text or "").strip() != clean(cell):
                place.text = clean(cell)

    def add(self, table: str, after: str, cells: Sequence[str]) -> str:
        """Adds a row below another (at the top when `after` is empty) and returns its id."""
        home = self._table(table)
        there = children(home, "rule")
        model = self._rule(table, after) if after else there[0]
        made = copy.deepcopy(model)
        for node in made.iter():
            node.attrib.pop("id", "")
        number = len(there) + 1
        while f"{table}-r{number}" in self.ids:
            number += 1
        self.ids.add(f"{table}-r{number}")
        made.set("id", f"{table}-r{number}")
        home.insert(home.index(model) + (1 if after else 0), made)
        before = (made if not after else model).getprevious()
        space = before.tail if before is not None else home.text
        if after:
            made.tail, model.tail = model.tail, space
        else:
            made.tail = space
        self._write(made, cells)
        return f"{table}-r{number}"

    def remove(self, table: str, line: str) -> None:
        """Takes a row out; a table keeps at least one."""
        rule = self._rule(table, line)
        home = self._table(table)
        if len(children(home, "rule")) == 1:
            raise DraftError(_("A table needs at least one row. Change this one instead."))
        before = rule.getprevious()
        if rule.getnext() is None and before is not None:
            before.tail = rule.tail
        home.remove(rule)

    def move(self, table: str, line: str, *, up: bool) -> None:
        """Moves a row by one place; at the end of the table nothing changes."""
        rule, home = self._rule(table, line), self._table(table)
        rows = children(home, "rule")
        place = rows.index(rule) + (-1 if up else 1)
        if not 0 <= place < len(rows):
            return
        other = rows[place]
        first, second = (rule, other) if up else (other, rule)
        first.tail, second.tail = second.tail, first.tail
        home.remove(first)
        home.insert(home.index(second), first)

    def replace(self, table: str, lines: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Gives a table these rows, by id where it has them, else new ones."""
        for name, rule in rules(self._table(table)):
            rule.set("id", name)  # places shift while rows come and go
        known = [name for name, _rule in rules(self._table(table))]
        made: list[str] = []
        last = known[-1]
        for name, cells in lines:
            if name in known and name not in made:
                self.set(table, name, cells)
                made.append(name)
            else:
                last = self.add(table, last, cells)
                made.append(last)
        for name in known:
            if name not in made:
                self.remove(table, name)
        self._order(table, made)

    def _order(self, table: str, wanted: list[str]) -> None:
        found = dict(rules(self._table(table)))
        if list(found) == wanted:
            return
        tails = [node.tail for node in found.values()]
        home = self._table(table)
        start = home.index(next(iter(found.values())))
        for node in found.values():
            home.remove(node)
        for place, (name, tail) in enumerate(zip(wanted, tails, strict=True)):
            found[name].tail = tail
            home.insert(start + place, found[name])


def _append(node: etree._Element, name: str) -> etree._Element:
    namespace = etree.QName(node).namespace
    return etree.SubElement(node, f"{{{namespace}}}{name}" if namespace else name)
