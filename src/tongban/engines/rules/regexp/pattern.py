"""A compiled expression: searching, and all matches in turn, by whichever machine runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

from tongban.engines.rules.regexp.machine import Machine, Spans, Spend
from tongban.engines.rules.regexp.syntax import (
    Back,
    Choice,
    Edge,
    Group,
    PatternError,
    Sequence,
    Set,
    Tree,
    parse,
)
from tongban.engines.rules.saying import say

MAX_PATTERN = 2_000
FIRST = 40  # steps of a run that making a pattern costs, beside half a step for each instruction
FLAGS = frozenset("smix")
MEMORY = 4 << 20
_HALF = re.compile("[\ud800-\udfff]")  # half a character, which RE2 cannot take
WORK = 1 << 9  # characters times instructions of RE2 for one step of a run


class Pattern:
    """One expression with its flags; `groups` counts those that capture, `cost` the steps of making it."""

    def __init__(self, text: str, flags: str) -> None:
        parsed = parse(text, flags)
        self.groups = parsed.groups
        self._machine: Machine | None = None
        self._linear: Any = None
        if parsed.refers:
            self._machine = Machine(parsed, flags)
            size = self._machine.size
        else:
            self._linear = _compiled(_written(parsed.tree), flags)
            size = self._linear.programsize
        self.cost = FIRST + (size >> 1)

    def found(self, text: str, spend: Spend) -> bool:
        """Whether it matches anywhere."""
        return next(self.all(text, spend), None) is not None

    def all(self, text: str, spend: Spend) -> Iterator[Spans]:
        """The spans of each match in turn, whole and groups; a match of nothing moves on by one character."""
        if self._linear is not None:
            spend(len(text) * self._linear.programsize // WORK)
            for match in self._linear.finditer(_HALF.sub("\ufffd", text)):
                spend(2)
                yield [match.span(group) for group in range(self.groups + 1)]
        elif self._machine is not None:
            position = 0
            while position <= len(text) and (spans := self._machine.search(text, position, spend)):
                yield spans
                position = max(spans[0][1], spans[0][0] + 1)


@lru_cache(maxsize=500)
def pattern(text: str, flags: str) -> Pattern:
    """A compiled expression. Raises PatternError."""
    if len(text) > MAX_PATTERN:
        raise PatternError(say("pattern-is-longer-than-characters", max_pattern=MAX_PATTERN))
    if set(flags) - FLAGS:
        raise PatternError(say("flags-are-not-among-m-i", flags=flags[:10]))
    return Pattern(text, flags)


def _compiled(text: str, flags: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY
    options.case_sensitive = "i" not in flags
    try:
        return re2.compile(f"(?m){text}" if "m" in flags else text, options)
    except (re2.error, UnicodeEncodeError):
        raise PatternError(say("pattern-is-too-large")) from None


def _written(tree: Tree) -> str:
    """The tree as RE2 writes it."""
    if isinstance(tree, Set):
        return tree.chars.text
    if isinstance(tree, Edge):
        return tree.sign
    if isinstance(tree, Group):
        return f"({'' if tree.number else '?:'}{_written(tree.inner)})"
    if isinstance(tree, Sequence):
        return "".join(_written(part) for part in tree.parts)
    if isinstance(tree, Choice):
        return f"(?:{'|'.join(_written(option) for option in tree.options)})"
    if isinstance(tree, Back):
        raise PatternError(say("reference-back-is-not-for-this"))
    inner = f"(?:{_written(tree.inner)})"
    most = "" if tree.most is None else str(tree.most)
    return f"{inner}{{{tree.least},{most}}}{'' if tree.greedy else '?'}"


__all__ = ["Pattern", "PatternError", "pattern"]
