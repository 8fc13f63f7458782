"""Literal texts to values: numbers, quoted texts with escapes, and what stands after `@`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from tongban.engines.rules.temporal import read_date, read_date_time, read_duration, read_time
from tongban.engines.rules.values import NUMBERS

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}


def number_of(text: str) -> Decimal | None:
    """A number rounded to 34 digits; None beyond the largest exponent or when the text is no number."""
    found = NUMBERS.create_decimal(text)
    return found if found.is_finite() else None


def text_of(token: str) -> str:
    """A quoted text without its quotes, escapes resolved; surrogate pairs become one character."""
    if "\\" not in token:
        return token[1:-1]
    found = _ESCAPE.sub(_escaped, token[1:-1])
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        return chr(min(int(code[1:], 16), 0x10FFFF))
    return _PLAIN.get(code, code if code in "\\\"'" else f"\\{code}")


def temporal_of(text: str) -> Any:
    """The date, time, date and time or duration that a text writes; None when it writes none."""
    return next(
        (value for read in (read_date, read_date_time, read_time, read_duration) if (value := read(text)) is not None),
        None,
    )
