"""What all readers of DMN elements share: looking at elements, collecting faults by line, compiling texts in place."""

from __future__ import annotations

from functools import cache
from typing import Literal, cast

from lxml import etree

from tongban.engines.rules import tree
from tongban.engines.rules.errors import FeelError, Finding, ModelError
from tongban.engines.rules.expressions import Cell, Expression, make_cell, make_expression
from tongban.engines.rules.items import Declared
from tongban.engines.rules.kinds import ANY, resolve
from tongban.engines.rules.run import Frame
from tongban.engines.rules.saying import say
from tongban.engines.rules.tree import Type

FOREIGN = say("another-expression-language-is-not-run")
DATES = ("20180521", "20191111", "20211108", "20230324", "20240513")
NAMESPACES = tuple(f"https://www.omg.org/spec/DMN/{date}/MODEL/" for date in DATES)
SPACES = tuple(f"{{{space}}}" for space in NAMESPACES)


def local(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def identity(node: etree._Element) -> str:
    return attribute(node, "id") or attribute(node, "name")


def line_of(node: etree._Element) -> int:
    """The line of an element in its text; 0 when it is not known."""
    line = cast("int | None", node.sourceline)
    return line or 0


def attribute(node: etree._Element, name: str) -> str:
    return " ".join((node.get(name) or "").split())


@cache
def _tags(name: str) -> tuple[str, ...]:
    return tuple(f"{{{space}}}{name}" for space in NAMESPACES)


def children(node: etree._Element, name: str) -> list[etree._Element]:
    """The children of a local name in a namespace of DMN."""
    return list(node.iterchildren(*_tags(name)))


def child(node: etree._Element, name: str) -> etree._Element | None:
    return next(node.iterchildren(*_tags(name)), None)


def text_of(node: etree._Element) -> str:
    """The text of an element, or of its <text>."""
    inner = child(node, "text")
    return ((inner if inner is not None else node).text or "").strip()


class Reader:
    """Collects the faults of one model; `where` is the decision, rows and columns count from 1. A lenient reader takes
    a model from elsewhere: a text that is no FEEL becomes null with a warning when it is asked, and what the standard
    leaves to taste (`doubt`) is a warning.
    """

    def __init__(self, source: str, *, lenient: bool = False) -> None:
        self.source, self.lenient = source, lenient
        self.findings: list[Finding] = []
        self.declared = Declared({}, {})

    def known(self, node: etree._Element) -> bool:
        return isinstance(node.tag, str) and node.tag.startswith(SPACES)

    def fault(
        self,
        node: etree._Element,
        message: str,
        suggestion: str = "",
        *,
        where: str = "",
        cell: tuple[int, int] = (0, 0),
    ) -> None:
        place = (where or self.source, *cell, identity(node), line_of(node))
        self.findings.append(Finding("error", *place, message, suggestion))

    def doubt(self, node: etree._Element, message: str, suggestion: str = "", *, where: str = "") -> None:
        """Notes what a package of the house may not do and a model from elsewhere may."""
        severity: Literal["error", "warning"] = "warning" if self.lenient else "error"
        place = (where or self.source, 0, 0, identity(node), line_of(node))
        self.findings.append(Finding(severity, *place, message, suggestion))

    def done(self) -> None:
        """Raises ModelError when a fault was found."""
        if any(finding.severity == "error" for finding in self.findings):
            raise ModelError(tuple(self.findings))

    def type(self, node: etree._Element) -> Type:
        """The type that `typeRef` names."""
        return self.kind(node, attribute(node, "typeRef"))

    def kind(self, node: etree._Element, name: str) -> Type:
        """A type by its name; one that nobody declared is doubtful, and then anything."""
        name = name.removeprefix("feel:")
        if not name:
            return ANY
        if name not in self.declared.plain and resolve(Type(name), {}) is None:
            names = ", ".join(self.declared.items)
            self.doubt(node, say("unknown-type", name=name), say("known-feel-types", names=names) if names else "")
            return ANY
        return Type(name)

    def expression(
        self, node: etree._Element, names: frozenset[str], where: str, cell: tuple[int, int] = (0, 0)
    ) -> Expression:
        """The compiled text of an element; what is no FEEL is null with the reason as a warning."""
        place = _place(where, cell)
        if self._foreign(node, where):
            return _null(text_of(node), FOREIGN, node, place)
        try:
            return make_expression(text_of(node), names, place, self.declared.plain)
        except FeelError as error:
            return _null(text_of(node), self._feel(node, error, where, cell), node, place)

    def cell(self, node: etree._Element, names: frozenset[str], where: str, cell: tuple[int, int] = (0, 0)) -> Cell:
        """The compiled unary tests of an element; an empty cell is `-`; what is no FEEL never matches."""
        if self._foreign(node, where):
            return _never(_null(text_of(node), FOREIGN, node, _place(where, cell)))
        try:
            return make_cell(text_of(node) or "-", names, _place(where, cell), self.declared.plain)
        except FeelError as error:
            return _never(_null(text_of(node), self._feel(node, error, where, cell), node, _place(where, cell)))

    def _foreign(self, node: etree._Element, where: str) -> bool:
        """Whether a text is said to be in another language; FEEL goes by many addresses."""
        language = attribute(node, "expressionLanguage")
        foreign = bool(language) and "feel" not in language.casefold()
        if foreign:
            self.doubt(node, say("expression-language-is-not-feel", language=language[:80]), where=where)
        return foreign

    def _feel(self, node: etree._Element, error: FeelError, where: str, cell: tuple[int, int]) -> str:
        shown = text_of(node)[:60]
        message = say("at-place", message=error.message, line=error.line, column=error.column, shown=shown)
        self.fault(node, message, error.suggestion, where=where, cell=cell)
        return message


def _null(text: str, reason: str, node: etree._Element, place: str) -> Expression:
    """An expression that cannot be run: null, with the reason as a warning."""
    spot = (line_of(node), 1, place)

    def code(frame: Frame) -> None:
        frame.run.warn(spot, reason)

    return Expression(text, frozenset(), tree.Literal(0, None), code)


def _never(broken: Expression) -> Cell:
    """A cell that never passes, with the warning of its text."""
    null = tree.Tests(0, (broken.node,), negated=False)
    return Cell(broken.text, frozenset(), null, lambda _, frame: broken.code(frame) is True)


def _place(where: str, cell: tuple[int, int]) -> str:
    row, column = cell
    return f"decision {where!r}" + (f", row {row}" if row else "") + (f", column {column}" if column else "")
