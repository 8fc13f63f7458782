"""The syntax of XPath's regular expressions to a tree. Raises PatternError that says what is wrong, and where."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.engines.rules.regexp.blocks import Ranges
from tongban.engines.rules.regexp.charsets import (
    ESCAPES,
    Chars,
    bracket,
    complement,
    merged,
    of,
    property_of,
    without,
)
from tongban.engines.rules.saying import say

MAX_DEPTH = 40
MAX_REPEAT = 1_000
SINGLE = {"n": "\n", "r": "\r", "t": "\t"} | {sign: sign for sign in "\\|.-^?*+{}()[]$"}
BLANKS = " \t\n\r"


class PatternError(ValueError):
    """A text is no regular expression of XPath, or is too large."""


@dataclass(frozen=True)
class Set:
    chars: Chars


@dataclass(frozen=True)
class Edge:
    """`^` or `$`."""

    sign: str


@dataclass(frozen=True)
class Back:
    """A reference to what a group matched."""

    group: int


@dataclass(frozen=True)
class Group:
    """`number` is 0 for a group that captures nothing."""

    number: int
    inner: Tree


@dataclass(frozen=True)
class Repeat:
    inner: Tree
    least: int
    most: int | None
    greedy: bool


@dataclass(frozen=True)
class Sequence:
    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Choice:
    options: tuple[Tree, ...]


Tree = Set | Edge | Back | Group | Repeat | Sequence | Choice


@dataclass(frozen=True)
class Parsed:
    """A tree with the number of its groups, and whether it refers back to one."""

    tree: Tree
    groups: int
    refers: bool


def parse(text: str, flags: str) -> Parsed:
    """Parses an expression under flags among s, m, i, x."""
    reader = _Reader(_unspaced(text) if "x" in flags else text, dot_all="s" in flags)
    tree = reader.choice()
    if reader.at < len(reader.text):
        raise reader.fault(say("unopened-bracket"))
    return Parsed(tree, reader.groups, reader.refers)


def _unspaced(text: str) -> str:
    """Blanks outside square brackets do not count under the flag x."""
    found: list[str] = []
    depth, escaped = 0, False
    for sign in text:
        if sign in BLANKS and not depth:
            continue
        found.append(sign)
        if not escaped:
            depth += (sign == "[") - (sign == "]")
        escaped = sign == "\\" and not escaped
    return "".join(found)


class _Reader:
    def __init__(self, text: str, *, dot_all: bool) -> None:
        self.text, self.dot_all = text, dot_all
        self.at = self.depth = self.groups = 0
        self.closed: set[int] = set()
        self.refers = False

    def fault(self, what: str) -> PatternError:
        return PatternError(say("at-character-of-pattern", what=what, number=self.at + 1, text=self.text[:40]))

    def sign(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        if self.at >= len(self.text):
            raise self.fault(say("unexpected-end"))
        self.at += 1
        return self.text[self.at - 1]

    def accept(self, text: str) -> bool:
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def choice(self) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fault(say("brackets-deeper-than", max_depth=MAX_DEPTH))
        options = [self.branch()]
        while self.accept("|"):
            options.append(self.branch())
        self.depth -= 1
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def branch(self) -> Tree:
        parts: list[Tree] = []
        while self.sign() not in ("", "|", ")"):
            parts.append(self.repeated(self.atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def atom(self) -> Tree:
        sign = self.take()
        if sign == "(":
            return self.group()
        if sign == "[":
            return Set(self.bracket())
        if sign == "\\":
            return self.escape()
        if sign in "^$":
            return Edge(sign)
        if sign == ".":
            return Set(of(((0, 0x10FFFF),) if self.dot_all else complement(((0xA, 0xA), (0xD, 0xD)))))
        if sign in "?*+{}])":
            self.at -= 1
            raise self.fault(say("without-its-match", sign=sign))
        return Set(of(((ord(sign), ord(sign)),)))

    def group(self) -> Tree:
        number = 0
        if not self.accept("?:"):
            if self.sign() == "?":
                raise self.fault(say("group-of-kind-that-xpath-has"))
            self.groups += 1
            number = self.groups
        inner = self.choice()
        if not self.accept(")"):
            raise self.fault(say("bracket-without-its-end"))
        self.closed.add(number)
        return Group(number, inner)

    def escape(self) -> Tree:
        if self.sign().isascii() and self.sign().isdigit():
            return self.back()
        return Set(self.escaped())

    def back(self) -> Tree:
        number = int(self.take())
        while (sign := self.sign()).isascii() and sign.isdigit() and number * 10 + int(sign) <= self.groups:
            number = number * 10 + int(self.take())
        if number not in self.closed or not number:
            raise self.fault(say("reference-to-group-which-is-not", number=number))
        self.refers = True
        return Back(number)

    def escaped(self) -> Chars:
        sign = self.take()
        if sign in SINGLE:
            point = ord(SINGLE[sign])
            return of(((point, point),))
        if sign in ESCAPES:
            return ESCAPES[sign]
        if sign in "pP" and self.accept("{"):
            end = self.text.find("}", self.at)
            found = property_of(self.text[self.at : end]) if end >= 0 else None
            if found is None:
                raise self.fault(say("unknown-category-or-block-of-characters"))
            self.at = end + 1
            negative = Chars(f"[^{found.text[1:]}", found.made, negated=True)
            return found if sign == "p" else negative
        raise self.fault(say("unknown-escape", sign=sign))

    def bracket(self) -> Chars:
        """What stands between square brackets, with what is taken out of it by `-[…]`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fault(say("brackets-deeper-than", max_depth=MAX_DEPTH))
        negated = self.accept("^")
        members: list[Chars] = []
        taken: Chars | None = None
        while not self.accept("]"):
            if members and self.accept("-["):
                taken = self.bracket()
            elif taken is not None:
                raise self.fault(say("characters-after-subtraction"))
            else:
                members.append(self.member(first=not members))
        self.depth -= 1
        if not members:
            raise self.fault(say("empty-brackets"))
        whole = _union(members, negated=negated)
        return whole if taken is None else of(without(whole.ranges(), taken.ranges()))

    def member(self, *, first: bool) -> Chars:
        sign = self.take()
        if sign == "\\":
            chars = self.escaped()
            low = self._single(chars)
            if low is None:
                return chars
        elif sign == "[" or (sign == "-" and not first and self.sign() != "]"):
            raise self.fault(say("that-is-not-escaped", sign=sign))
        else:
            low = ord(sign)
        if self.sign() != "-" or self.text[self.at + 1 : self.at + 2] in ("]", "[", ""):
            return of(((low, low),))
        self.take()
        sign = self.take()
        high = self._single(self.escaped()) if sign == "\\" else ord(sign)
        if high is None or high < low or sign == "[":
            raise self.fault(say("range-of-characters-that-ends-before"))
        return of(((low, high),))

    @staticmethod
    def _single(chars: Chars) -> int | None:
        if "p{" in chars.text or chars.negated:
            return None
        ranges = chars.made()
        return ranges[0][0] if len(ranges) == 1 and ranges[0][0] == ranges[0][1] else None

    def repeated(self, atom: Tree) -> Tree:
        least, most = 0, None
        sign = self.sign()
        if sign == "{":
            least, most = self.counts()
        elif sign and sign in "?*+":
            self.take()
            least, most = int(sign == "+"), 1 if sign == "?" else None
        else:
            return atom
        greedy = not self.accept("?")
        if self.sign() and self.sign() in "?*+{":
            raise self.fault(say("repeat-of-repeat"))
        return Repeat(atom, least, most, greedy)

    def counts(self) -> tuple[int, int | None]:
        end = self.text.find("}", self.at)
        low, comma, high = self.text[self.at + 1 : max(end, self.at + 1)].partition(",")
        if not (low.isascii() and low.isdigit()) or (high and not (high.isascii() and high.isdigit())):
            raise self.fault(say("repeat-that-is-none-of-n"))
        if len(low) > 4 or len(high) > 4 or max(int(low), int(high or "0")) > MAX_REPEAT:  # noqa: PLR2004 (digits)
            raise self.fault(say("repeat-of-more-than-times", max_repeat=MAX_REPEAT))
        most = (int(high) if high else None) if comma else int(low)
        if most is not None and most < int(low):
            raise self.fault(say("repeat-of-at-most-fewer-times"))
        self.at = end + 1
        return int(low), most


def _union(members: list[Chars], *, negated: bool) -> Chars:
    def ranges() -> Ranges:
        return merged(one for chars in members for one in chars.ranges())

    if any(chars.negated for chars in members):
        found = ranges()
        return Chars(bracket(found, negated=negated), lambda: found, negated)
    inner = "".join(chars.text[1:-1] for chars in members)
    return Chars(f"[{'^' if negated else ''}{inner}]", ranges, negated)
