"""Sets of characters: what an escape or a bracket stands for, as text of RE2 and as ranges of code points."""

from __future__ import annotations

import bisect
import sys
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from tongban.engines.rules.regexp.blocks import BLOCKS, CATEGORIES, NAME_INSIDE, NAME_START, Ranges

LAST = sys.maxunicode


@dataclass(frozen=True)
class Chars:
    """A set of characters: `text` is RE2's, to stand alone; `ranges` are made only when they are asked for."""

    text: str
    made: Callable[[], Ranges]
    negated: bool = False

    def ranges(self) -> Ranges:
        return complement(self.made()) if self.negated else self.made()


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Ranges in order, without overlaps."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return tuple(found)


def complement(ranges: Ranges) -> Ranges:
    """All other characters."""
    found, start = [], 0
    for low, high in merged(ranges):
        if low > start:
            found.append((start, low - 1))
        start = high + 1
    return (*found, (start, LAST)) if start <= LAST else tuple(found)


def without(ranges: Ranges, others: Ranges) -> Ranges:
    """The first set less the second."""
    return complement(merged((*complement(ranges), *others)))


def holds(ranges: Ranges, point: int) -> bool:
    """Whether ordered ranges hold a code point."""
    place = bisect.bisect_right(ranges, (point, LAST))
    return place > 0 and ranges[place - 1][1] >= point


def written(ranges: Ranges) -> str:
    """Ranges as RE2 writes them inside brackets; no characters at all are written as none."""
    return "".join(f"\\x{{{low:x}}}-\\x{{{high:x}}}" for low, high in ranges)


def bracket(ranges: Ranges, *, negated: bool = False) -> str:
    """A set as RE2 writes it; an empty one matches nothing."""
    if not ranges:
        return "[\\x{0}-\\x{10ffff}]" if negated else "[^\\x{0}-\\x{10ffff}]"
    return f"[{'^' if negated else ''}{written(ranges)}]"


@cache
def category(name: str) -> Ranges:
    """The characters of a general category such as `Nd` or `L`."""
    found = []
    start = -1
    for point in range(LAST + 2):
        inside = point <= LAST and unicodedata.category(chr(point)).startswith(name)
        if inside and start < 0:
            start = point
        elif not inside and start >= 0:
            found.append((start, point - 1))
            start = -1
    return tuple(found)


def of(ranges: Ranges) -> Chars:
    """A set of given ranges."""
    return Chars(bracket(ranges), lambda: ranges)


def opposite(chars: Chars) -> Chars:
    """All other characters."""
    ranges = chars.made
    return Chars(_other(chars.text), ranges, negated=not chars.negated)


def _other(text: str) -> str:
    if text.startswith("[^"):
        return f"[{text[2:]}"
    return f"[^{text[1:]}" if text.startswith("[") else f"[^{text}]"


def _native(name: str) -> Chars:
    return Chars(f"[\\p{{{name}}}]", lambda: category(name))


@cache
def _word() -> Ranges:
    return merged((*category("P"), *category("Z"), *category("C")))


def property_of(name: str) -> Chars | None:
    """What a `p{…}` names: a category, or a block as `IsBasicLatin`; None when neither."""
    if name.startswith("Is") and name[2:] in BLOCKS:
        return of((BLOCKS[name[2:]],))
    if name not in CATEGORIES:
        return None
    return of(category("Cn")) if name == "Cn" else _native(name)


ESCAPES: dict[str, Chars] = {
    "s": of(((0x9, 0xA), (0xD, 0xD), (0x20, 0x20))),
    "d": _native("Nd"),
    "w": Chars("[^\\p{P}\\p{Z}\\p{C}]", _word, negated=True),
    "i": of(merged(NAME_START)),
    "c": of(merged(NAME_INSIDE)),
}
ESCAPES.update({name.upper(): opposite(chars) for name, chars in list(ESCAPES.items())})
