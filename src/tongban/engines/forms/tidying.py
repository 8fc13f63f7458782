"""What people and their keyboards add to an answer, taken away."""

from __future__ import annotations

import unicodedata

INVISIBLE = dict.fromkeys([0xFEFF, 0x200B, 0x2060, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
HALF = {0x3000: 0x20, 0xA0: 0x20}
HALF |= {
    wide: wide - 0xFEE0
    for first, last in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
    for wide in range(first, last)
}


def tidy(raw: str, *, lines: bool = False) -> str:
    """Without control characters and outer space; full-width letters, digits and spaces made half-width."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").translate(INVISIBLE).translate(HALF)
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    if lines:
        return "\n".join(line.rstrip() for line in text.split("\n")).strip()
    return " ".join(text.split())


def compact(raw: str) -> str:
    """For identifiers and numbers: compatibility forms resolved, no space at all."""
    return "".join(unicodedata.normalize("NFKC", tidy(raw)).split())
