"""A machine that runs an expression by trying: for back references, which no machine of linear time knows.

Every step is paid for, so that an expression that would try for ever ends at the limit of the run.
"""

from __future__ import annotations

from collections.abc import Callable

from tongban.engines.rules.regexp.charsets import Chars, holds
from tongban.engines.rules.regexp.syntax import (
    Back,
    Choice,
    Edge,
    Group,
    Parsed,
    PatternError,
    Repeat,
    Sequence,
    Set,
    Tree,
)
from tongban.engines.rules.saying import say

Spend = Callable[[int], None]
Spans = list[tuple[int, int]]
MAX_PROGRAM = 20_000
PACE = 2  # steps of this machine for one of the run
FAIL = -1


class Machine:
    """The program of an expression: for each place what it does there, where it goes on, and where else it may."""

    def __init__(self, parsed: Parsed, flags: str) -> None:
        self.groups = parsed.groups
        self.slots = 2 * (parsed.groups + 1)
        self.fold, self.lines = "i" in flags, "m" in flags
        self.program: list[tuple[str, object, int]] = []
        end = self._emit("match")
        self.first = self._compile(parsed.tree, end)
        self.size = len(self.program)

    def _emit(self, action: str, what: object = None, following: int = FAIL) -> int:
        if len(self.program) >= MAX_PROGRAM:
            raise PatternError(say("pattern-repeats-too-much"))
        self.program.append((action, what, following))
        return len(self.program) - 1

    def _compile(self, tree: Tree, following: int) -> int:
        """The place where the tree begins when it goes on at `following`; built from the end."""
        if isinstance(tree, Group):
            return self._group(tree, following)
        if isinstance(tree, Sequence):
            for part in reversed(tree.parts):
                following = self._compile(part, following)
            return following
        if isinstance(tree, Choice):
            found = self._compile(tree.options[-1], following)
            for option in reversed(tree.options[:-1]):
                found = self._emit("try", found, self._compile(option, following))
            return found
        if isinstance(tree, Repeat):
            return self._repeat(tree, following)
        if isinstance(tree, Set):
            return self._emit("set", tree.chars, following)
        return self._emit("back", tree.group, following) if isinstance(tree, Back) else self._edge(tree, following)

    def _edge(self, tree: Edge, following: int) -> int:
        return self._emit(tree.sign, None, following)

    def _group(self, tree: Group, following: int) -> int:
        if not tree.number:
            return self._compile(tree.inner, following)
        end = self._emit("save", 2 * tree.number + 1, following)
        return self._emit("save", 2 * tree.number, self._compile(tree.inner, end))

    def _repeat(self, tree: Repeat, following: int) -> int:
        if tree.most is None:
            following = self._endless(tree, following)
        else:
            exit_ = following
            for _ in range(tree.most - tree.least):
                following = self._either(self._compile(tree.inner, following), exit_, greedy=tree.greedy)
        for _ in range(tree.least):
            following = self._compile(tree.inner, following)
        return following

    def _endless(self, tree: Repeat, following: int) -> int:
        slot, self.slots = self.slots, self.slots + 1
        again = self._emit("progress", slot)
        start = self._emit("save", slot, self._compile(tree.inner, again))
        entry = self._either(start, following, greedy=tree.greedy)
        self.program[again] = ("progress", (slot, following), entry)
        return entry

    def _either(self, inner: int, outer: int, *, greedy: bool) -> int:
        return self._emit("try", outer, inner) if greedy else self._emit("try", inner, outer)

    def search(self, text: str, start: int, spend: Spend) -> Spans | None:
        """The first match from a position on: the span of the whole and of each group, (-1, -1) for one not used."""
        for position in range(start, len(text) + 1):
            found = self._run(text, position, spend)
            if found is not None:
                return found
        return None

    def _run(self, text: str, start: int, spend: Spend) -> Spans | None:
        waiting: list[tuple[int, int, tuple[int, ...]]] = [(self.first, start, (FAIL,) * self.slots)]
        steps = 0
        while waiting:
            place, position, saved = waiting.pop()
            while place != FAIL:
                steps += 1
                if steps >= PACE:
                    spend(steps // PACE)
                    steps = 0
                action, what, following = self.program[place]
                if action == "match":
                    spend(1)
                    groups = [(saved[2 * one], saved[2 * one + 1]) for one in range(1, self.groups + 1)]
                    return [(start, position), *groups]
                if action == "try":
                    waiting.append((_place(what), position, saved))
                elif action == "progress":
                    slot, out = _pair(what)
                    following = following if position > saved[slot] else out
                elif action == "save":
                    slot = _place(what)
                    saved = (*saved[:slot], position, *saved[slot + 1 :])
                else:
                    before = position
                    position = self._step(action, what, text, position, saved)
                    steps += max(position - before, 0) >> 5
                place = following if position != FAIL else FAIL
        spend(1)
        return None

    def _step(self, action: str, what: object, text: str, position: int, saved: tuple[int, ...]) -> int:
        """Where a step leads in the text, or FAIL."""
        if action == "set":
            return position + 1 if position < len(text) and self._holds(what, text[position]) else FAIL
        if action == "back":
            low, high = saved[2 * _place(what)], saved[2 * _place(what) + 1]
            size = max(high - low, 0)
            there, here = text[low : low + size], text[position : position + size]
            same = there.casefold() == here.casefold() if self.fold else there == here
            return position + size if same else FAIL
        if action == "^":
            first = position == 0 or (self.lines and text[position - 1] == "\n")
            return position if first else FAIL
        last = position == len(text) or (self.lines and text[position] == "\n")
        return position if last else FAIL

    def _holds(self, what: object, sign: str) -> bool:
        assert isinstance(what, Chars)  # noqa: S101 (as `_compile` built it)
        ranges = what.made()
        inside = holds(ranges, ord(sign))
        if not inside and self.fold:
            others = {sign.lower(), sign.upper(), sign.casefold()}
            inside = any(len(one) == 1 and holds(ranges, ord(one)) for one in others)
        return inside is not what.negated


def _place(what: object) -> int:
    assert isinstance(what, int)  # noqa: S101 (as `_compile` built it)
    return what


def _pair(what: object) -> tuple[int, int]:
    assert isinstance(what, tuple)  # noqa: S101 (as `_compile` built it)
    one, other = what
    return one, other
