"""Text broken into lines by width: words for Latin script, characters for Chinese."""

from __future__ import annotations

import re
import unicodedata

_PIECES = re.compile(r"[⺀-鿿　-〿＀-￯]|[^\s⺀-鿿　-〿＀-￯]+\s?|\s")
NO_START = frozenset("，。、；：？！）》」』】％,.;:?!)%")
NARROW, CAPITAL, LATIN = 0.34, 0.7, 0.59


def width(text: str) -> float:
    """The width of a text in units of its font size, estimated for a common sans serif."""
    return sum(_one(character) for character in text)


def _one(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in " .,:;'|!iljtfI()[]":
        return NARROW
    return CAPITAL if character.isupper() or character in "mwMW@%" else LATIN


def longest(text: str) -> float:
    """The width of the longest word, as far as a word may be kept whole: 15 times the font size."""
    return min(max((width(piece.rstrip()) for piece in _PIECES.findall(text)), default=0.0), 15.0)


def wrapped(text: str, widest: float, most: int) -> list[str]:
    """At most so many lines, each no wider than so many font sizes and about as long as the others.

    The last ends in … when something is left out.
    """
    lines = _broken(text, widest)
    if len(lines) <= most:
        narrow, longest = widest, max((width(piece.rstrip()) for piece in _PIECES.findall(text)), default=0.0)
        while len(lines) > 1 and narrow - 0.5 > longest and len(_broken(text, narrow - 0.5)) == len(lines):
            narrow -= 0.5
        return _broken(text, narrow)
    last = lines[most - 1]
    while last and width(last) + 1 > widest:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"]


def _broken(text: str, widest: float) -> list[str]:
    lines = [""]
    for piece in _PIECES.findall(" ".join(text.split())):
        for part in _cut(piece, widest):
            closing = part in NO_START
            if lines[-1] and width(lines[-1] + part.rstrip()) > widest + (1 if closing else 0):
                lines.append("")
            lines[-1] += part
    return [line.strip() for line in lines if line.strip()]


def _cut(piece: str, widest: float) -> list[str]:
    """A word longer than a line, in pieces."""
    if width(piece.rstrip()) <= widest:
        return [piece]
    parts = [""]
    for character in piece:
        if parts[-1] and width(parts[-1] + character) > widest:
            parts.append("")
        parts[-1] += character
    return parts
