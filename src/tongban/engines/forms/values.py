"""From what a person wrote to a stored value, kind by kind.

Stored values are JSON: text for most kinds; numbers and sums as exact decimal text; dates as YYYY-MM-DD; booleans for
yesno and statement; lists of text for choices and uploads. Reading a stored value again yields the same value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import re2
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from tongban.engines.forms import identifiers
from tongban.engines.forms.dates import check_dates, read_date
from tongban.engines.forms.declarations import Field
from tongban.engines.forms.numbers import read_number
from tongban.engines.forms.tidying import compact, tidy

YES = {"yes", "true", "on", "1", "是"}
NO = {"no", "false", "off", "0", "否"}
LENGTHS = {"text": 200, "longtext": 4000, "address": 300}
MAX_RAW = 20_000
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
