"""A DMN model as its owners see it: decision tables with columns, lines and cells of text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lxml import etree

from tongban.engines.rules import api as rules_api
from tongban.kernel.declarations.api import Text
from tongban.kernel.xml import api as xml

MAX_BYTES = 20_000_000


@dataclass(frozen=True)
class Column:
    """`expression` is what an input column looks at; `values` are the declared ones as unary tests."""

    kind: Literal["input", "output", "note"]
    label: str
    expression: str = ""
    type: str = ""
    values: str = ""

    @property
    def title(self) -> Text:
        """The label in both languages."""
        return Text.of(self.label)


@dataclass(frozen=True)
class Line:
    """A rule of a table. `cells` are inputs, outputs and notes as written; `index` counts from 1."""

    id: str
    index: int
    cells: tuple[str, ...]

    @property
    def seen(self) -> str:
        """What an editor has seen of this line: another content is another text."""
        return hashlib.sha256("\x1f".join(self.cells).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Sheet:
    """A decision table. `policy` is the hit policy's name with its aggregation, as in DMN."""

    id: str
    index: int
    decision: str
    policy: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    label: str = ""

    @property
    def title(self) -> Text:
        """What the decision is called for people."""
        return Text.of(self.label or self.decision)

    def line(self, id: str) -> Line | None:  # noqa: A002 (DMN's own word)
        return next((one for one in self.lines if one.id == id), None)

    def of(self, kind: str) -> tuple[Column, ...]:
        """The columns of a kind."""
        return tuple(one for one in self.columns if one.kind == kind)

    @property
    def articles(self) -> tuple[int, ...]:
        """The places of the note columns that name the article."""
        return tuple(i for i, one in enumerate(self.columns) if one.kind == "note" and rules_api.is_article(one.label))


def parsed(text: str) -> etree._Element:
    """The root of a model's text. Raises XmlError."""
    return xml.read(text.encode(), max_bytes=MAX_BYTES, comments=True)


def local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def children(node: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in node if local(one) == name]


def text_node(node: etree._Element) -> etree._Element:
    """Where the text of an element stands: its <text>, or itself."""
    found = children(node, "text")
    return found[0] if found else node


def text_of(node: etree._Element) -> str:
    return (text_node(node).text or "").strip()


def cells_of(rule: etree._Element) -> list[etree._Element]:
    """The entries of a rule in the order of the columns."""
    return [one for name in ("inputEntry", "outputEntry", "annotationEntry") for one in children(rule, name)]


def tables(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Every decision table with the id that it goes by here."""
    for place, table in enumerate((one for one in root.iter() if local(one) == "decisionTable"), 1):
        yield table.get("id") or f"table-{place}", table


def rules(table: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Every rule of a table with the id that it goes by here."""
    for place, rule in enumerate(children(table, "rule"), 1):
        yield rule.get("id") or f"row-{place}", rule


@lru_cache(maxsize=64)
def sheets(text: str) -> tuple[Sheet, ...]:
    """The decision tables of a model, in the order of its text. Raises XmlError for what is no XML."""
    return tuple(_sheet(table, name, place) for place, (name, table) in enumerate(tables(parsed(text)), 1))


def _sheet(table: etree._Element, id: str, index: int) -> Sheet:  # noqa: A002
    columns = tuple(_columns(table))
    policy = " ".join(filter(None, (table.get("hitPolicy") or "UNIQUE", table.get("aggregation"))))
    lines = tuple(_line(rule, name, place, len(columns)) for place, (name, rule) in enumerate(rules(table), 1))
    return Sheet(id, index, _decision(table), policy, columns, lines, _decision(table, "label"))


def _decision(table: etree._Element, called: str = "name") -> str:
    """An attribute of what the table decides."""
    holders = (one for one in table.iterancestors() if local(one) in ("decision", "businessKnowledgeModel"))
    return next((" ".join((one.get(called) or "").split()) for one in holders), "")


def _columns(table: etree._Element) -> Iterator[Column]:
    for node in children(table, "input"):
        inner = next(iter(children(node, "inputExpression")), node)
        expression = text_of(inner)
        yield Column("input", node.get("label") or expression, expression, inner.get("typeRef") or "", _values(node))
    outputs = list(children(table, "output"))
    only = _decision(table, "label") if len(outputs) == 1 else ""
    for node in outputs:
        label = node.get("label") or only or node.get("name") or _decision(table)
        yield Column("output", label, "", node.get("typeRef") or "", _values(node))
    for node in children(table, "annotation"):
        yield Column("note", node.get("name") or "")


def _values(node: etree._Element) -> str:
    found = [one for one in node if local(one) in ("inputValues", "outputValues")]
    return text_of(found[0]) if found else ""


def _line(rule: etree._Element, id: str, index: int, width: int) -> Line:  # noqa: A002
    cells = [text_of(one) for one in cells_of(rule)]
    return Line(id, index, tuple(cells[:width] + [""] * (width - len(cells))))
