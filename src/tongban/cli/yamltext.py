"""The part of YAML in which test cases are written, read without its traps.

Mappings, lists, plain and quoted texts, numbers, true and false, comments, values in brackets. A number with a leading
zero and a time stay texts; `yes`, `no`, `on` and `off` are refused, since YAML's versions differ on them; so are
anchors, aliases, tags, and keys given twice. Numbers are exact decimals.
"""

from __future__ import annotations

import re
from typing import Any

from tongban.cli.yamlvalues import MAX_DEPTH, Line, YamlError, flow, quoted, scalar

__all__ = ["YamlError", "read"]

MAX_LINES = 200_000
KEY = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"\[\]{},&*!|>%@`-][^#]*?|-[^\s#][^#]*?):(?:\s+(.*)|)$""")


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


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
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
        found.append(Line(number, len(plain) - len(body), body))
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
    def __init__(self, lines: list[Line]) -> None:
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
                self.lines[self.place] = Line(line.number, inner, rest)
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
            key = quoted(match[1], line) if match[1][0] in "'\"" else match[1].strip()
            if key in found:
                raise line.fault(f"{key!r} is given twice")
            self.place += 1
            rest = (match[2] or "").strip()
            found[key] = self.value(rest, line) if rest else self.below(indent, depth, lists=True)
        return found

    def at(self, indent: int) -> Line | None:
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

    def value(self, text: str, line: Line) -> Any:
        if text[0] in "[{":
            while text.count("[") + text.count("{") > text.count("]") + text.count("}") and self.place < len(
                self.lines
            ):
                text += " " + self.lines[self.place].text
                self.place += 1
            return flow(text, line)
        if text[0] in "|>":
            return self.written(line, folded=text[0] == ">")
        return scalar(text, line)

    def written(self, line: Line, *, folded: bool) -> str:
        """A text over several lines."""
        found = []
        while self.place < len(self.lines) and self.lines[self.place].indent > line.indent:
            found.append(self.lines[self.place].text)
            self.place += 1
        return (" " if folded else "\n").join(found)
