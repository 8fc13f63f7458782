"""Single values of YAML texts, and values in brackets."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MAX_DEPTH = 40
NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9_]*)?(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
         "null": None, "~": None, "": None}  # fmt: skip
DOUBTFUL = frozenset(("yes", "no", "on", "off", "y", "n"))


class YamlError(ValueError):
    """The text is not of this kind; the message begins with the line."""


@dataclass(frozen=True)
class Line:
    """A line that says something."""

    number: int
    indent: int
    text: str

    def fault(self, message: str) -> YamlError:
        return YamlError(f"line {self.number}: {message}")


def scalar(text: str, line: Line) -> Any:
    """A single value. Raises YamlError."""
    text = text.strip()
    if text in WORDS:
        return WORDS[text]
    if text[0] in "'\"":
        return quoted(text, line)
    if text[0] in "&*!%@`]},":
        raise line.fault(f"a value cannot begin like this (anchors, aliases and tags are not read): {text[:40]!r}")
    if text.casefold() in DOUBTFUL:
        raise line.fault(f"{text!r} is a truth value or a text, depending on the reader; write true, false or quotes")
    if DATE.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise line.fault(f"{text!r} is no day") from None
    if any(sign.isdigit() for sign in text) and NUMBER.fullmatch(text):
        return Decimal(text.replace("_", ""))
    return text


def quoted(text: str, line: Line) -> str:
    """A text in quotes. Raises YamlError."""
    if len(text) > 1 and text[-1] == text[0]:
        if text[0] == "'":
            return text[1:-1].replace("''", "'")
        try:
            return str(json.loads(text))
        except ValueError:
            pass
    raise line.fault(f"a quoted text that does not end well: {text[:40]!r}")


def flow(text: str, line: Line) -> Any:
    """The value in brackets that a text is. Raises YamlError."""
    return _Flow(text, line).whole()


class _Flow:
    """Values in brackets."""

    TOKEN = re.compile(r"""\s*(?:([\[\]{},:])|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|([^\[\]{},:'"][^\[\]{},:]*))""")

    def __init__(self, text: str, line: Line) -> None:
        self.line, self.place, self.tokens = line, 0, []
        at = 0
        while text[at:].strip():
            match = self.TOKEN.match(text, at)
            if match is None:
                raise line.fault(f"cannot read {text[at : at + 20]!r}")
            self.tokens.append(match[0].strip())
            at = match.end()

    def whole(self) -> Any:
        found = self.value(0)
        if self.place != len(self.tokens):
            raise self.line.fault(f"something follows the brackets: {self.tokens[self.place]!r}")
        return found

    def next(self) -> str:
        if self.place >= len(self.tokens):
            raise self.line.fault("a bracket is not closed")
        self.place += 1
        return self.tokens[self.place - 1]

    def value(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise self.line.fault(f"nested deeper than {MAX_DEPTH} levels")
        token = self.next()
        if token == "[":  # noqa: S105 (a bracket)
            return self.many("]", depth)
        if token == "{":  # noqa: S105
            return dict(self.many("}", depth))
        if token in "]},:":  # noqa: S105
            raise self.line.fault(f"a value is missing before {token!r}")
        return scalar(token, self.line)

    def many(self, end: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while True:
            if self.place < len(self.tokens) and self.tokens[self.place] == end:
                self.place += 1
                return found
            found.append(self.pair(depth) if end == "}" else self.value(depth + 1))
            token = self.next()
            if token == end:
                return found
            if token != ",":  # noqa: S105
                raise self.line.fault(f"expected a comma, got {token!r}")

    def pair(self, depth: int) -> tuple[str, Any]:
        key = self.next()
        if self.next() != ":":
            raise self.line.fault(f"expected a colon after {key!r}")
        return quoted(key, self.line) if key[0] in "'\"" else key, self.value(depth + 1)
