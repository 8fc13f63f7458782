"""Unified social credit codes (统一社会信用代码, GB 32100-2015): department, kind, division, body, two checks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHAPE = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
MARKET_SUPERVISION = "9"
KINDS = {"company": "1", "sole_trader": "2", "cooperative": "3"}


class InvalidCode(ValueError):  # noqa: N818 (a judgement of what was typed)
    """Not a credit code. `message` says why, for the person who typed it."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Parts:
    """What the code says: the registering department's mark, the kind's, the division, the organisation code."""

    code: str
    department: str
    kind: str
    division: str
    body: str


def check_mark(first: str) -> str:
    """The last character, from the seventeen before it: GB 32100, weights 3^i modulo 31."""
    total = sum(ALPHABET.index(mark) * pow(3, place, 31) for place, mark in enumerate(first))
    return ALPHABET[-total % 31]


def body_mark(first: str) -> str:
    """The check character of an organisation code's eight characters: GB 11714, modulo 11."""
    total = sum(BODY_ALPHABET.index(mark) * weight for mark, weight in zip(first, BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def make(*, kind: str, division: str, body: str) -> str:
    """The code of an entity that market supervision registers: `body` is eight characters, without its check."""
    first = f"{MARKET_SUPERVISION}{KINDS[kind]}{division}{body}{body_mark(body)}"
    return first + check_mark(first)


def parse(text: str) -> Parts:
    """Checks length, alphabet and the last character. Blanks are dropped, small letters read as capitals.

    The inner check character is not held against a code: bodies from before 2015 do not all obey GB 11714.
    Raises InvalidCode.
    """
    code = re.sub(r"[\s\u3000-]", "", text[:60]).upper() if isinstance(text, str) else ""
    if not SHAPE.fullmatch(code):
        raise InvalidCode(_("A credit code has 18 digits and capital letters, never I, O, S, V or Z."))
    if check_mark(code[:17]) != code[17]:
        raise InvalidCode(_("The credit code has a mistake: its last character does not fit the others."))
    return Parts(code, code[0], code[1], code[2:8], code[8:17])
