"""Check-digit rules of the two identifiers, used where no register has handed in a stricter check.

Resident number: GB 11643-1999 (weights 2^(17-i) mod 11, ISO 7064 MOD 11-2). Credit code: GB 32100-2015
(weights 3^i mod 31).
"""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

CREDIT_LENGTH = 18
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def resident_number(text: str) -> str:
    """The number in capitals. Raises ValueError with a message for the person."""
    number = text.upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise ValueError(_("A resident number has 18 characters: 17 digits and a digit or X."))
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise ValueError(_("Digits 7 to 14 of a resident number are the date of birth. Check them.")) from None
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(number[:17]))
    if number[17] != "10X98765432"[total % 11]:
        raise ValueError(_("The last character of the resident number does not fit the others. Check each digit."))
    return number


def credit_code(text: str) -> str:
    """The code in capitals. Raises ValueError with a message for the person."""
    code = text.upper()
    if len(code) != CREDIT_LENGTH:
        raise ValueError(_("A unified social credit code has 18 characters."))
    if any(character not in CREDIT_ALPHABET for character in code):
        raise ValueError(_("A unified social credit code has digits and capital letters, but never I, O, S, V or Z."))
    total = sum(CREDIT_ALPHABET.index(character) * pow(3, i, 31) for i, character in enumerate(code[:17]))
    if code[17] != CREDIT_ALPHABET[-total % 31]:
        raise ValueError(_("The last character of the credit code does not fit the others. Check each one."))
    return code
