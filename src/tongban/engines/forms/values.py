"""From what a person wrote to a stored value, kind by kind.

Stored values are JSON: text for most kinds; numbers and sums as exact decimal text; dates as YYYY-MM-DD; booleans for
yesno and statement; lists of text for choices and uploads. Reading a stored value again yields the same value.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import re2
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from tongban.engines.forms import identifiers
from tongban.engines.forms.declarations import Field

INVISIBLE = dict.fromkeys([0xFEFF, 0x200B, 0x2060, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
HALF = {0x3000: 0x20, 0xA0: 0x20}
HALF |= {
    wide: wide - 0xFEE0
    for first, last in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
    for wide in range(first, last)
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YES = {"yes", "true", "on", "1", "是"}
NO = {"no", "false", "off", "0", "否"}
LENGTHS = {"text": 200, "longtext": 4000, "address": 300}
MAX_RAW = 20_000
MAX_DIGITS = 30
Check = Callable[[str], str]
CHECKS: dict[str, Check] = {
    "resident_number": identifiers.resident_number,
    "credit_code": identifiers.credit_code,
}


def declare_validator(kind: str, check: Check) -> None:
    """Hands in a stricter check of "resident_number" or "credit_code": takes the compacted text, returns the canonical
    form, raises ValueError with a message for the person. For the `apps.py` of a register.
    """
    if kind not in CHECKS:
        raise ValueError(f"no validator can be declared for {kind!r}; known: {', '.join(CHECKS)}")
    CHECKS[kind] = check


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


def read_text(field: Field, raw: str) -> str:
    text = tidy(raw, lines=field.kind == "longtext")
    limit = field.length or LENGTHS[field.kind]
    if len(text) > limit:
        raise ValueError(
            _("Write at most %(limit)s characters. You wrote %(count)s.") % {"limit": limit, "count": len(text)}
        )
    if field.pattern and not re2.fullmatch(field.pattern, text):
        raise ValueError(str(field.pattern_hint))
    return text


def _number(raw: str) -> Decimal:
    text = compact(raw).removeprefix("+")
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
        text = text.replace(",", "")
    if not re.fullmatch(r"-?[0-9]*\.?[0-9]+|-?[0-9]+\.", text) or not text.isascii():
        raise ValueError(_("Write a number in digits, such as 1250 or 1250.5."))
    if len(text) > MAX_DIGITS:
        raise ValueError(_("This number is too long. Write at most %(limit)s digits.") % {"limit": MAX_DIGITS})
    return Decimal(text)


def read_number(field: Field, raw: str) -> str:
    text = compact(raw)
    if field.kind == "money":
        text = re.sub(r"^(¥|RMB|CNY)|(元|CNY|RMB)$", "", text, flags=re.IGNORECASE)
    number = _number(text)
    places = field.places if field.places is not None else (2 if field.kind == "money" else None)
    exponent = number.normalize().as_tuple().exponent
    if places is not None and isinstance(exponent, int) and -exponent > places:
        if places == 0:
            raise ValueError(_("Write a whole number."))
        raise ValueError(_("Write at most %(places)s decimal places.") % {"places": places})
    lowest = field.min if field.min is not None else (0 if field.kind == "money" else None)
    if lowest is not None and number < lowest:
        raise ValueError(_("The number must be %(bound)s or more.") % {"bound": lowest})
    if field.max is not None and number > field.max:
        raise ValueError(_("The number must be %(bound)s or less.") % {"bound": field.max})
    number = number or Decimal(0)
    return f"{number:.{places}f}" if field.kind == "money" else f"{number:f}"


def _in_words(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of "5 March 2026" or "Mar. 5, 2026"."""
    plain = tidy(text).lower().replace(",", "")
    found = re.fullmatch(r"(?P<d>\d{1,2}) (?P<m>[a-z]{3,9})\.? (?P<y>\d{4})", plain) or re.fullmatch(
        r"(?P<m>[a-z]{3,9})\.? (?P<d>\d{1,2}) (?P<y>\d{4})", plain
    )
    if not found or found["m"][:3] not in MONTHS:
        return None
    return int(found["y"]), MONTHS.index(found["m"][:3]) + 1, int(found["d"])


def _in_digits(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of 2026-3-5, 2026/03/05, 2026.3.5, 2026年3月5日 or 20260305."""
    found = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text) or re.fullmatch(
        r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?", text
    )
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def read_date(_field: Field, raw: str) -> str:
    parts = _in_digits(compact(raw)) or _in_words(raw)
    if parts is None:
        raise ValueError(_("Write the date as year, month and day, such as 2026-11-23."))
    try:
        return dt.date(*parts).isoformat()
    except ValueError:
        raise ValueError(_("There is no such day in the calendar. Check the day and the month.")) from None


def check_dates(field: Field, day: dt.date, today: dt.date) -> None:
    """Raises ValueError when a day is outside the field's bounds."""
    low, high = (today if bound == "today" else bound for bound in (field.min, field.max))
    if low is not None and day < low:
        raise ValueError(_("The date must be %(bound)s or later.") % {"bound": low.isoformat()})
    if high is not None and day > high:
        raise ValueError(_("The date must be %(bound)s or earlier.") % {"bound": high.isoformat()})


def read_phone(_field: Field, raw: str) -> str:
    text = re.sub(r"[-()]", "", compact(raw))
    text = re.sub(r"^(\+|00)86(?=1\d{10}$)", "", text)
    if not re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}|\+[1-9]\d{6,14}", text, flags=re.ASCII):
        raise ValueError(_("Write a mobile number of 11 digits, or a telephone number with its area code."))
    return text


def read_email(_field: Field, raw: str) -> str:
    text = compact(raw)
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError(_("Write an e-mail address such as name@example.com.")) from None
    return text


def read_identifier(field: Field, raw: str) -> str:
    return CHECKS[field.kind](compact(raw).upper().replace("-", ""))


def read_boolean(_field: Field, raw: Any) -> bool:
    text = compact(str(raw)).lower()
    if text in YES or text in NO:
        return text in YES
    raise ValueError(_("Choose yes or no."))


READERS: dict[str, Callable[[Field, str], Any]] = {
    "text": read_text, "longtext": read_text, "address": read_text, "number": read_number, "money": read_number,
    "date": read_date, "phone": read_phone, "email": read_email, "yesno": read_boolean, "statement": read_boolean,
    "resident_number": read_identifier, "credit_code": read_identifier,
}  # fmt: skip


def is_empty(value: Any) -> bool:
    """Whether nothing was answered. An unticked statement is no answer; a plain `no` is one."""
    return value is None or value == [] or (isinstance(value, str) and not tidy(value))


def read_choices(field: Field, raw: Any, offered: tuple[str, ...]) -> str | list[str]:
    """The chosen values, in the order in which they are offered."""
    asked = [compact_choice(item) for item in (raw if isinstance(raw, list | tuple) else [raw])]
    if field.kind == "choice":
        if len(asked) != 1 or asked[0] not in offered:
            raise ValueError(_("Choose one of the answers offered."))
        return asked[0]
    if any(item not in offered for item in asked):
        raise ValueError(_("Choose from the answers offered."))
    chosen = [value for value in offered if value in asked]
    if field.min is not None and len(chosen) < field.min:
        raise ValueError(_("Choose at least %(bound)s.") % {"bound": field.min})
    if field.max is not None and len(chosen) > field.max:
        raise ValueError(_("Choose at most %(bound)s.") % {"bound": field.max})
    return chosen


def compact_choice(item: Any) -> str:
    return tidy(item) if isinstance(item, str) else str(item)


def read_value(field: Field, raw: Any, *, offered: tuple[str, ...], today: dt.date) -> Any:
    """The stored value of an answer that is not empty. Raises ValueError with a message for the person."""
    if field.kind in ("choice", "choices"):
        return read_choices(field, raw, offered)
    if field.kind == "upload":
        return [item for item in raw if isinstance(item, str)] if isinstance(raw, list | tuple) else []
    if not isinstance(raw, str | bool | int | Decimal) or len(str(raw)) > MAX_RAW:
        raise ValueError(_("This answer cannot be read. Write it again."))
    value = READERS[field.kind](field, str(raw))
    if field.kind == "date":
        check_dates(field, dt.date.fromisoformat(value), today)
    return value


def typed(field: Field, value: Any) -> Any:
    """A stored value as FEEL sees it: Decimal, date, boolean, list or text; None where nothing can be read."""
    if is_empty(value):
        return None
    if field.kind in ("choice", "choices", "upload"):
        return value
    loose = replace(field, min=None, max=None, places=None, pattern="", length=MAX_RAW)
    try:
        plain = read_value(loose, value, offered=(), today=dt.date.min)
    except ValueError:
        return None
    if field.kind in ("number", "money"):
        return Decimal(plain)
    return dt.date.fromisoformat(plain) if field.kind == "date" else plain
