"""FEEL text to tokens, and the table of names that hold spaces or signs (`Applicant Age`, `date and time`)."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable
from typing import NamedTuple

from tongban.engines.rules.errors import FeelError, LimitError
from tongban.engines.rules.saying import say

MAX_TEXT = 200_000
MAX_PARTS = 40
RESERVED = frozenset(
    ("if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between", "instance",
     "true", "false", "null")
)  # fmt: skip
_WIDE = "\U00010000-\U000effff"
_NAME = rf"[^\W\d{_WIDE}][\w?·̀-ͯ‿⁀{_WIDE}]*|[?{_WIDE}][\w?·̀-ͯ‿⁀{_WIDE}]*"
_TOKENS = re.compile(
    r"(?P<space>[\s﻿]+|//[^\n]*|/\*(?s:.*?)\*/)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>{_NAME})"
    r'|(?P<string>"(?:[^"\\\n]|\\.)*")'
    r"|(?P<symbol>\.\.|\*\*|!=|<=|>=|->|[-+*/=<>()\[\]{},:.@]|(?<=\w)'(?=\w))",  # the last inside names only
)
_FOREIGN = {
    "'": say("texts-stand-in-double-quotes"),
    "&": say("write-and"),
    "|": say("write-or"),
    "!": say("write-not-or"),
    ";": say("feel-has-one-expression-without-semicolons"),
    "“": say("texts-stand-in-straight-double-quotes"),
    "”": say("texts-stand-in-straight-double-quotes"),
    "，": say("write-comma-as"),
    "；": say("feel-has-one-expression-without-semicolons"),
    "：": say("write-colon-as"),
    "、": say("write-comma-as"),
    "＝": say("write-equals"),
    "≥": say("write-at-least"),
    "≤": say("write-at-most"),
    "≠": say("write-unequal"),
    "×": say("write-times"),
    "÷": say("write-divided"),
    "【": say("write-square-bracket"),
    "】": say("write-closing-square-bracket"),
    "‘": say("texts-stand-in-straight-double-quotes"),
    "’": say("texts-stand-in-straight-double-quotes"),
    "（": say("write-round-bracket"),
    "）": say("write-closing-round-bracket"),
    "％": say("write-percentage-as-fraction-0-05"),
    "%": say("write-modulo-b-percentage-as-fraction"),
}
STRANGE = say("take-it-away-or-put-it")


class Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class Lines:
    """Offsets to line and column, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def tokens(text: str) -> list[Token]:
    """Cuts a text into tokens, the last of kind `end`; a sign that is no FEEL is one of kind `foreign`, which only a
    known name may hold. Raises FeelError for a text or comment without an end.
    """
    if len(text) > MAX_TEXT:
        hint = say("hand-large-values-in-as-names")
        raise LimitError(say("text-has-characters-limit-is", count=len(text), max_text=MAX_TEXT), suggestion=hint)
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKENS.match(text, position)
        if text.startswith(('"', "/*"), position) and (match is None or match.end() == position + 1):
            raise stranger(text, position)
        if match is None:
            found.append(Token("foreign", text[position], position, position + 1))
            position += 1
            continue
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(Token(kind, match.group(), position, match.end()))
        position = match.end()
    found.append(Token("end", "", len(text), len(text)))
    return found


def stranger(text: str, position: int) -> FeelError:
    """The fault of a sign that is no FEEL."""
    line, column = Lines(text).place(position)
    sign = text[position]
    if sign == '"':
        return FeelError(
            say("this-text-has-no-closing-quote"), line=line, column=column, suggestion=say("end-with-quote")
        )
    if text.startswith("/*", position):
        return FeelError(say("this-comment-has-no-end"), line=line, column=column, suggestion=say("end-with-star"))
    return FeelError(say("no-feel", sign=sign), line=line, column=column, suggestion=_FOREIGN.get(sign, STRANGE))


def simple(name: str) -> bool:
    """Whether a name is one token, so that the parser need not be told of it."""
    return name.isidentifier() and name not in RESERVED


class _Branch(NamedTuple):
    """The name that ends here, if one does, and the tokens that may follow."""

    name: str | None
    following: dict[str, _Branch]


class Names:
    """The names in scope that are more than one token, as a tree of tokens; immutable, scopes share their parents."""

    def __init__(self, branches: dict[str, _Branch] | None = None) -> None:
        self._branches = branches or {}

    def extended(self, names: Iterable[str]) -> Names:
        """These names and more."""
        entries = [(parts, name) for name in names if not simple(name) and (parts := _parts(name))]
        return Names(_grown(self._branches, entries)) if entries else self

    def match(self, stream: list[Token], position: int) -> tuple[str, int] | None:
        """The longest known name that begins at the position, and how many tokens it takes."""
        found: tuple[str, int] | None = None
        branches = self._branches
        for count, token in enumerate(stream[position : position + MAX_PARTS], 1):
            branch = branches.get(token.text)
            if branch is None:
                break
            if branch.name is not None:
                found = branch.name, count
            branches = branch.following
        return found


def _grown(branches: dict[str, _Branch], entries: list[tuple[tuple[str, ...], str]]) -> dict[str, _Branch]:
    """The branches with names (their tokens, themselves) added, in time linear in both."""
    rests: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for parts, name in entries:
        rests.setdefault(parts[0], []).append((parts[1:], name))
    found = dict(branches)
    for first, rest in rests.items():
        old = branches.get(first, _Branch(None, {}))
        ending = next((name for parts, name in rest if not parts), old.name)
        longer = [(parts, name) for parts, name in rest if parts]
        found[first] = _Branch(ending, _grown(old.following, longer) if longer else old.following)
    return found


def _parts(name: str) -> tuple[str, ...]:
    try:
        found = tokens(name)[:-1]
    except FeelError:
        return ()
    if not found or len(found) > MAX_PARTS or found[0].kind not in ("name", "number"):
        return ()
    if all(token.kind == "number" for token in found):
        return ()
    return tuple(token.text for token in found)
