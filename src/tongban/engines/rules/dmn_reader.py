"""What all readers of DMN elements share: looking at elements, collecting faults by line, compiling texts in place."""

from __future__ import annotations

from typing import cast

from lxml import etree

from tongban.engines.rules.errors import FeelError, Finding, ModelError
from tongban.engines.rules.expressions import Cell, Expression, make_cell, make_expression
from tongban.engines.rules.kinds import ANY, Types, resolve
from tongban.engines.rules.tree import Type

DATES = ("20180521", "20191111", "20211108", "20230324", "20240513")
NAMESPACES = tuple(f"https://www.omg.org/spec/DMN/{date}/MODEL/" for date in DATES)
FEEL = frozenset({"", "feel", *(f"https://www.omg.org/spec/DMN/{date}/FEEL/" for date in DATES)})


def local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def identity(node: etree._Element) -> str:
    return attribute(node, "id") or attribute(node, "name")


def line_of(node: etree._Element) -> int:
    """The line of an element in its text; 0 when it is not known."""
    line = cast("int | None", node.sourceline)
    return line or 0


def attribute(node: etree._Element, name: str) -> str:
    return " ".join((node.get(name) or "").split())


def children(node: etree._Element, name: str) -> list[etree._Element]:
    """The children of a local name in a namespace of DMN."""
    return [one for one in node if local(one) == name and etree.QName(one).namespace in NAMESPACES]


def child(node: etree._Element, name: str) -> etree._Element | None:
    return next(iter(children(node, name)), None)


def text_of(node: etree._Element) -> str:
    """The text of an element, or of its <text>."""
    inner = child(node, "text")
    return ((inner if inner is not None else node).text or "").strip()


class Reader:
    """Collects the faults of one model; `where` is the decision, rows and columns count from 1."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.findings: list[Finding] = []

    def known(self, node: etree._Element) -> bool:
        return isinstance(node.tag, str) and etree.QName(node).namespace in NAMESPACES

    def fault(
        self,
        node: etree._Element,
        message: str,
        suggestion: str = "",
        *,
        where: str = "",
        cell: tuple[int, int] = (0, 0),
    ) -> None:
        self.findings.append(
            Finding("error", where or self.source, *cell, identity(node), line_of(node), message, suggestion)
        )

    def done(self) -> None:
        """Raises ModelError when a fault was found."""
        if self.findings:
            raise ModelError(tuple(self.findings))

    def type(self, node: etree._Element, types: Types) -> Type:
        """The type that `typeRef` names; a name that nobody declared is a fault."""
        name = attribute(node, "typeRef").removeprefix("feel:")
        if not name:
            return ANY
        if resolve(Type(name), types) is None:
            self.fault(node, f"unknown type {name!r}", f"known: FEEL's types, {', '.join(types)}" if types else "")
            return ANY
        return Type(name)

    def expression(
        self, node: etree._Element, names: frozenset[str], where: str, types: Types, cell: tuple[int, int] = (0, 0)
    ) -> Expression | None:
        """The compiled text of an element; None after noting what is wrong with it."""
        if attribute(node, "expressionLanguage") not in FEEL:
            self.fault(node, "the expression language is not FEEL", where=where, cell=cell)
            return None
        try:
            return make_expression(text_of(node), names, _place(where, cell), types)
        except FeelError as error:
            self._feel(node, error, where, cell)
            return None

    def cell(
        self, node: etree._Element, names: frozenset[str], where: str, types: Types, cell: tuple[int, int] = (0, 0)
    ) -> Cell | None:
        """The compiled unary tests of an element; an empty cell is `-`."""
        try:
            return make_cell(text_of(node) or "-", names, _place(where, cell), types)
        except FeelError as error:
            self._feel(node, error, where, cell)
            return None

    def _feel(self, node: etree._Element, error: FeelError, where: str, cell: tuple[int, int]) -> None:
        shown = text_of(node)[:60]
        message = f"{error.message} (line {error.line}, column {error.column} of {shown!r})"
        self.fault(node, message, error.suggestion, where=where, cell=cell)


def _place(where: str, cell: tuple[int, int]) -> str:
    row, column = cell
    return f"decision {where!r}" + (f", row {row}" if row else "") + (f", column {column}" if column else "")
