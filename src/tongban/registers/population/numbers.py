"""Resident numbers (公民身份号码, GB 11643-1999): county, date of birth, order, check character."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
MARKS = "10X98765432"
SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]", re.ASCII)
OLDEST = dt.date(1850, 1, 1)


class InvalidNumber(ValueError):  # noqa: N818 (a judgement of what was typed)
    """Not a resident number. `message` says why, for the person who typed it; it never repeats the number."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Facts:
    """What the number says. `warnings` are doubts that are no reason to refuse."""

    number: str
    birth: dt.date
    sex: Literal["male", "female"]
    division: str
    warnings: tuple[str | Promise, ...] = ()


def check_mark(first: str) -> str:
    """The check character of seventeen digits: ISO 7064, MOD 11-2."""
    return MARKS[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def parse(text: str, *, today: dt.date) -> Facts:
    """Checks length, birth date and check character. Blanks around and within are dropped, x is read as X.

    Raises InvalidNumber.
    """
    number = re.sub(r"[\s\u3000-]", "", text[:60]).upper() if isinstance(text, str) else ""
    if not SHAPE.fullmatch(number):
        raise InvalidNumber(_("A resident number has 17 digits and, last, a digit or X."))
    try:
        birth = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise InvalidNumber(_("Digits 7 to 14 of the resident number are not a date of birth.")) from None
    if birth > today:
        raise InvalidNumber(_("The date of birth in the resident number lies in the future."))
    if birth < OLDEST:
        raise InvalidNumber(_("The date of birth in the resident number is too long ago."))
    if check_mark(number[:17]) != number[17]:
        raise InvalidNumber(_("The resident number has a mistake: its last character does not fit the others."))
    return Facts(number, birth, "male" if int(number[16]) % 2 else "female", number[:6])
