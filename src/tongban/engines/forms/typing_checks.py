"""Whether an expression has the type that its place wants: it is evaluated over answers of the right types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongban.engines.forms.declarations import Field
from tongban.engines.forms.sayings import plainly, say
from tongban.engines.forms.specimens import specimens
from tongban.engines.rules import api as rules

TURNS = 6
NAMES = {
    bool: "true-or-false", Decimal: "a-number", str: "text", dt.date: "a-date", list: "a-list", dict: "a-table",
}  # fmt: skip
BY_SHAPE: dict[str, type] = {
    "": Decimal, "number": Decimal, "money": Decimal, "date": dt.date, "yesno": bool, "text": str,
}  # fmt: skip


@dataclass(frozen=True)
class Mistyped:
    """What is wrong, with line and column inside the expression."""

    message: str
    line: int = 1
    column: int = 1


def mistyped(text: str, fields: tuple[Field, ...], wanted: type = bool) -> Mistyped | None:
    """The first type error of an expression over these fields; None for a sound one. Raises FeelError."""
    compiled = rules.compile_expression(text)
    results = [compiled.evaluate(known) for known in _answers(fields, compiled.names)]
    for result in results:
        for warning in result.warnings:
            if str(getattr(warning.said, "code", warning.said)).startswith("cannot-compare"):
                return Mistyped(warning.message, warning.line, warning.column)
    values = [result.value for result in results]
    if any(type(value) is wanted for value in values):
        return None
    strange = next((value for value in values if value is not None), None)
    if strange is not None:
        return Mistyped(say("yields", found=_called(type(strange)), wanted=_called(wanted)))
    first = next((warning for result in results for warning in result.warnings), None)
    return Mistyped(first.message, first.line, first.column) if first else None


def _called(kind: type) -> str:
    return plainly(NAMES[kind]) if kind in NAMES else say("a-thing", name=kind.__name__)


def _answers(fields: tuple[Field, ...], names: frozenset[str]) -> Iterator[dict[str, Any]]:
    """A few sets of answers, all given, each question in turn with another."""
    many = {field.name: specimens(field) for field in fields if field.name in names}
    for turn in range(TURNS):
        yield {name: some[(turn + turn * place) % len(some)] for place, (name, some) in enumerate(many.items())}
