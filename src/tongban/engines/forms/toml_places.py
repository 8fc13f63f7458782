"""Where in a TOML text a key path stands: line and column of each value, for findings that must name the place; and the
offsets of each assignment, for changes that leave the rest of the text as it is.

The text has been read as TOML before; here it is only walked, so what cannot be walked gets no place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

BARE = re.compile(r"[A-Za-z0-9_-]+")
SPACE = re.compile(r"[ \t]*")
BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
ATOM = re.compile(r"[^,\]}\n#]*")
STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL), re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'), re.compile(r"'[^'\n]*'"),
)  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Line and column, from 1, at which a value begins; `text` is the column of the text inside its quotes."""

    line: int
    column: int
    text: int


@dataclass(frozen=True)
class Span:
    """Offsets of a header, an assignment or an item of a list (`kind`): from its `start` to its `end`, the value of an
    assignment from `value` on.
    """

    kind: str
    path: str
    start: int
    value: int
    end: int


@dataclass
class _Walk:
    text: str
    at: int = 0
    found: dict[str, Spot] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    line: int = 1  # of what was `seen` last
    seen: int = 0
    spans: list[Span] = field(default_factory=list)

    def note(self, kind: str, path: str, start: int, value: int) -> None:
        end = value + len(self.text[value : self.at].rstrip())
        self.spans.append(Span(kind, path, start, value, end))

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return match[0] if match else ""

    def take(self, sign: str) -> bool:
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False

    def mark(self, path: str, at: int) -> None:
        start = self.text.rfind("\n", 0, at) + 1
        column = at - start + 1
        quotes = 3 if self.text[at : at + 3] in ('"""', "'''") else 1
        self.line, self.seen = self.line + self.text.count("\n", self.seen, at), at
        self.found.setdefault(path, Spot(self.line, column, column + quotes))

    def key(self) -> list[str]:
        names = []
        while True:
            self.skip(SPACE)
            quoted = self.text[self.at : self.at + 1] in ('"', "'")
            name = self.string() if quoted else self.skip(BARE)
            if not name:
                raise IndexError
            names.append(name.strip("\"'"))
            self.skip(SPACE)
            if not self.take("."):
                return names

    def string(self) -> str:
        return next((found for pattern in STRINGS if (found := self.skip(pattern))), "")

    def value(self, path: str) -> None:
        self.mark(path, self.at)
        if self.text[self.at : self.at + 1] in ('"', "'"):
            if not self.string():
                raise IndexError
        elif self.take("["):
            self.items(path)
        elif self.take("{"):
            self.pairs(path)
        else:
            self.skip(ATOM)

    def items(self, path: str) -> None:
        place = 0
        while True:
            self.skip(BLANK)
            if self.take("]"):
                return
            start = self.at
            self.value(f"{path}[{place}]")
            if self.at == start:
                raise IndexError  # nothing stands here: the text ends, or is no TOML
            self.note("item", f"{path}[{place}]", start, start)
            place += 1
            self.skip(BLANK)
            self.take(",")

    def pairs(self, path: str) -> None:
        while True:
            self.skip(BLANK)
            if self.take("}"):
                return
            self.assign(path)
            self.skip(BLANK)
            self.take(",")

    def assign(self, above: str) -> None:
        start = self.at
        path = ".".join([above, *self.key()]) if above else ".".join(self.key())
        if not self.take("="):
            raise IndexError
        self.skip(SPACE)
        value = self.at
        self.value(path)
        self.note("key", path, start, value)

    def header(self) -> str:
        start = self.at
        many = self.take("[[")
        if not many:
            self.take("[")
        names, path = self.key(), ""
        for place, name in enumerate(names):
            path = f"{path}.{name}" if path else name
            last = place == len(names) - 1
            if last and many:
                self.counts[path] = self.counts.get(path, 0) + 1
            if path in self.counts and (not last or many):
                path = f"{path}[{self.counts[path] - 1}]"
        self.mark(path, start)
        self.take("]]" if many else "]")
        self.note("header", path, start, start)
        return path


def places(text: str) -> dict[str, Spot]:
    """Key path ("pages[0].fields[2].show_if") to the place of its value; a table to the place of its header."""
    return _walked(text).found


def spans(text: str) -> list[Span]:
    """Every header, assignment and item, in the order in which they end."""
    return _walked(text).spans


def _walked(text: str) -> _Walk:
    walk, above = _Walk(text), ""
    try:
        while walk.skip(BLANK) or walk.at < len(text):
            if walk.at >= len(text):
                break
            if text.startswith("[", walk.at):
                above = walk.header()
            else:
                walk.assign(above)
    except (IndexError, RecursionError):
        pass
    return walk


def nearest(found: dict[str, Spot], path: str) -> Spot | None:
    """The place of a path, or of the table around it."""
    while path:
        if path in found:
            return found[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return None
