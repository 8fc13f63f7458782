"""Sets of characters: what an escape or a bracket stands for, as text of RE2 and as ranges of code points."""

from __future__ import annotations

import bisect
import sys
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

Ranges = tuple[tuple[int, int], ...]
LAST = sys.maxunicode
BLOCKS: dict[str, tuple[int, int]] = {
    "BasicLatin": (0, 0x7F), "Latin-1Supplement": (0x80, 0xFF), "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F), "IPAExtensions": (0x250, 0x2AF), "CombiningDiacriticalMarks": (0x300, 0x36F),
    "Greek": (0x370, 0x3FF), "GreekandCoptic": (0x370, 0x3FF), "Cyrillic": (0x400, 0x4FF), "Armenian": (0x530, 0x58F),
    "Hebrew": (0x590, 0x5FF), "Arabic": (0x600, 0x6FF), "Devanagari": (0x900, 0x97F), "Thai": (0xE00, 0xE7F),
    "Tibetan": (0xF00, 0xFFF), "Mongolian": (0x1800, 0x18AF), "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF), "LetterlikeSymbols": (0x2100, 0x214F), "NumberForms": (0x2150, 0x218F),
    "Arrows": (0x2190, 0x21FF), "MathematicalOperators": (0x2200, 0x22FF), "EnclosedAlphanumerics": (0x2460, 0x24FF),
    "BoxDrawing": (0x2500, 0x257F), "CJKRadicalsSupplement": (0x2E80, 0x2EFF), "KangxiRadicals": (0x2F00, 0x2FDF),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F), "Hiragana": (0x3040, 0x309F), "Katakana": (0x30A0, 0x30FF),
    "Bopomofo": (0x3100, 0x312F), "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF), "YiSyllables": (0xA000, 0xA48F), "HangulSyllables": (0xAC00, 0xD7AF),
    "CJKCompatibilityIdeographs": (0xF900, 0xFAFF), "CJKCompatibilityForms": (0xFE30, 0xFE4F),
    "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF), "CJKUnifiedIdeographsExtensionB": (0x20000, 0x2A6DF),
}  # fmt: skip
CATEGORIES = frozenset(
    ("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi",
     "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn")
)  # fmt: skip
_START: Ranges = (
    (0x3A, 0x3A), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2FF), (0x370, 0x37D),
    (0x37F, 0x1FFF), (0x200C, 0x200D), (0x2070, 0x218F), (0x2C00, 0x2FEF), (0x3001, 0xD7FF), (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD), (0x10000, 0xEFFFF),
)  # fmt: skip
_INSIDE: Ranges = (*_START, (0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040))


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
    "i": of(merged(_START)),
    "c": of(merged(_INSIDE)),
}
ESCAPES.update({name.upper(): opposite(chars) for name, chars in list(ESCAPES.items())})
