"""The part of YAML in which test cases are written, read without its traps.

Mappings, lists, plain and quoted texts, numbers, true and false, comments, values in brackets. A number with a leading
zero and a time stay texts; `yes`, `no`, `on` and `off` are refused, since YAML's versions differ on them; so are
anchors, aliases, tags, and keys given twice. Numbers are exact decimals.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MAX_LINES = 200_000
MAX_DEPTH = 40
NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9_]*)?(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
KEY = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"\[\]{},&*!|>%@`-][^#]*?|-[^\s#][^#]*?):(?:\s+(.*)|)$""")
WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
         "null": None, "~": None, "": None}  # fmt: skip
DOUBTFUL = frozenset(("yes", "no", "on", "off", "y", "n"))


class YamlError(ValueError):
    """The text is not of this kind; the message begins with the line."""


@dataclass(frozen=True)
class _Line:
    number: int
    indent: int
    text: str

    def fault(self, message: str) -> YamlError:
        return YamlError(f"line {self.number}: {message}")


def read(text: str) -> Any:
    """A document as dicts, lists, texts, decimals, dates, truth values and None. Raises YamlError."""
    lines = _lines(text)
    if not lines:
        return None
    reader = _Reader(lines)
    found = reader.block(lines[0].indent, 0)
    if reader.place < len(lines):
        raise lines[reader.place].fault("this line belongs to nothing above it; check its indentation")
    return found


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    raw = text.splitlines()
    if len(raw) > MAX_LINES:
        raise YamlError(f"line {MAX_LINES}: there are too many lines")
    for number, line in enumerate(raw, 1):
        plain = _uncommented(line).rstrip()
        if not plain.strip() or (plain == "---" and not found):
            continue
        body = plain.lstrip(" ")
        if body.startswith("\t"):
            raise YamlError(f"line {number}: indent with spaces, not with a tab")
        found.append(_Line(number, len(plain) - len(body), body))
    return found


def _uncommented(line: str) -> str:
    quote = ""
    for place, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"" and (place == 0 or line[place - 1] in " [{,:"):
            quote = sign
        elif sign == "#" and (place == 0 or line[place - 1] in " \t"):
            return line[:place]
    return line


class _Reader:
    def __init__(self, lines: list[_Line]) -> None:
        self.lines, self.place = lines, 0

    def block(self, indent: int, depth: int) -> Any:
        """The list or mapping that begins here, or a single value."""
        line = self.lines[self.place]
        if depth > MAX_DEPTH:
            raise line.fault(f"nested deeper than {MAX_DEPTH} levels")
        if line.text == "-" or line.text.startswith("- "):
            return self.items(indent, depth)
        if KEY.match(line.text):
            return self.members(indent, depth)
        self.place += 1
        return self.value(line.text, line)

    def items(self, indent: int, depth: int) -> list[Any]:
        found = []
        while (line := self.at(indent)) and (line.text == "-" or line.text.startswith("- ")):
            rest = line.text[1:].lstrip(" ")
            if rest:
                inner = indent + len(line.text) - len(rest)
                self.lines[self.place] = _Line(line.number, inner, rest)
                found.append(self.block(inner, depth + 1))
            else:
                self.place += 1
                found.append(self.below(indent, depth))
        return found

    def members(self, indent: int, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while line := self.at(indent):
            match = KEY.match(line.text)
            if match is None:
                raise line.fault(f"expected a name and a colon, got {line.text[:40]!r}")
            key = _quoted(match[1], line) if match[1][0] in "'\"" else match[1].strip()
            if key in found:
                raise line.fault(f"{key!r} is given twice")
            self.place += 1
            rest = (match[2] or "").strip()
            found[key] = self.value(rest, line) if rest else self.below(indent, depth, lists=True)
        return found

    def at(self, indent: int) -> _Line | None:
        """The line to read next, if it stands at this indentation."""
        if self.place >= len(self.lines) or self.lines[self.place].indent < indent:
            return None
        line = self.lines[self.place]
        if line.indent > indent:
            raise line.fault("indented more than what it belongs to")
        return line

    def below(self, indent: int, depth: int, *, lists: bool = False) -> Any:
        """The block that belongs to the line before; a list may stand at the indentation of its key."""
        if self.place >= len(self.lines):
            return None
        line = self.lines[self.place]
        listed = lists and line.indent == indent and (line.text == "-" or line.text.startswith("- "))
        return self.block(line.indent, depth + 1) if line.indent > indent or listed else None

    def value(self, text: str, line: _Line) -> Any:
        if text[0] in "[{":
            while text.count("[") + text.count("{") > text.count("]") + text.count("}") and self.place < len(
                self.lines
            ):
                text += " " + self.lines[self.place].text
                self.place += 1
            return _Flow(text, line).whole()
        if text[0] in "|>":
            return self.written(line, folded=text[0] == ">")
        return scalar(text, line)

    def written(self, line: _Line, *, folded: bool) -> str:
        """A text over several lines."""
        found = []
        while self.place < len(self.lines) and self.lines[self.place].indent > line.indent:
            found.append(self.lines[self.place].text)
            self.place += 1
        return (" " if folded else "\n").join(found)


def scalar(text: str, line: _Line) -> Any:
    """A single value. Raises YamlError."""
    text = text.strip()
    if text in WORDS:
        return WORDS[text]
    if text[0] in "'\"":
        return _quoted(text, line)
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


def _quoted(text: str, line: _Line) -> str:
    if len(text) > 1 and text[-1] == text[0]:
        if text[0] == "'":
            return text[1:-1].replace("''", "'")
        try:
            return str(json.loads(text))
        except ValueError:
            pass
    raise line.fault(f"a quoted text that does not end well: {text[:40]!r}")


class _Flow:
    """Values in brackets."""

    TOKEN = re.compile(r"""\s*(?:([\[\]{},:])|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|([^\[\]{},:'"][^\[\]{},:]*))""")

    def __init__(self, text: str, line: _Line) -> None:
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
        return _quoted(key, self.line) if key[0] in "'\"" else key, self.value(depth + 1)
