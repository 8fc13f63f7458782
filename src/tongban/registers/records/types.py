"""What a register is: its fields, which unit answers for each, how records are found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text

INDEX_COLUMNS = ("c1", "c2", "c3", "c4")
MAX_TEXT = 2000


class RecordError(ValueError):
    """A register was asked for something it does not hold, or a value does not fit; the message says which."""


class NotRegistered(RecordError):  # noqa: N818 (a fact about the register, not a fault)
    """No record has this key."""


@dataclass(frozen=True)
class Field:
    """One field. `authority` is the code of the only unit that may change it; `level` its secrecy (0 is open); `words`
    say what its codes mean, where it holds codes.
    """

    name: str
    title: Text
    authority: str
    type: Literal["text", "date", "number", "boolean", "list"] = "text"
    level: int = 0
    personal: bool = False  # the value is a resident number, in a register that is not itself about residents
    words: Mapping[str, Text] = field(default_factory=dict)

    def said(self, value: Any) -> Any:
        """A code in words; any other value as it is."""
        return self.words.get(value, value) if isinstance(value, str) else value


@dataclass(frozen=True)
class RegisterType:
    """A register on the kernel. `subject` says whose data it holds: a register of residents is personal."""

    code: str
    title: Text
    key: str
    fields: tuple[Field, ...]
    subject: Literal["", "resident", "legal_entity"] = ""
    index: tuple[str, ...] = ()
    division: str = ""
    check_key: Callable[[str], object] | None = None

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if len(names) != len(set(names)):
            raise ValueError(f"register {self.code}: a field is declared twice, so it would have two authorities")
        strangers = {self.key, *self.index, *filter(None, [self.division])} - set(names)
        if strangers:
            raise ValueError(f"register {self.code}: not among the fields: {', '.join(sorted(strangers))}")
        if len(self.index) > len(INDEX_COLUMNS):
            raise ValueError(f"register {self.code}: at most {len(INDEX_COLUMNS)} index fields")
        if not all(field.authority for field in self.fields):
            raise ValueError(f"register {self.code}: every field needs its authority unit")

    @property
    def personal(self) -> bool:
        return self.subject == "resident"

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    def field(self, name: str) -> Field:
        """Raises RecordError naming the known fields."""
        found = self._by_name.get(name)
        if found is None:
            known = ", ".join(field.name for field in self.fields)
            raise RecordError(
                _("Register “%(register)s” has no field “%(field)s”; its fields are: %(known)s.")
                % {"register": self.code, "field": name, "known": known}
            )
        return found

    def clean(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values as they are stored: JSON values only. Raises RecordError for the first that does not fit."""
        return {name: _clean(self.field(name), value) for name, value in values.items()}

    def columns(self, data: Mapping[str, Any]) -> dict[str, str | None]:
        """The declared index columns of a record's data."""
        found: dict[str, str | None] = dict.fromkeys(INDEX_COLUMNS)
        for column, name in zip(INDEX_COLUMNS, self.index, strict=False):
            value = data.get(name)
            found[column] = None if value is None else str(value)[:200]
        found["division"] = str(data.get(self.division) or "")[:12] if self.division else ""
        return found


def _refuse(field: Field, expected: object) -> RecordError:
    return RecordError(
        _("Field “%(field)s” (%(title)s): expected %(expected)s.")
        % {"field": field.name, "title": field.title, "expected": expected}
    )


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT or "\0" in value:
        raise _refuse(field, _("text of at most %(limit)s characters") % {"limit": MAX_TEXT})
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _refuse(field, _("text that can be written in UTF-8")) from None
    return value


def _date(field: Field, value: object) -> str:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(_text(field, value)).isoformat()
    except ValueError:
        raise _refuse(field, _("a date such as 2026-01-31")) from None


def _number(field: Field, value: object) -> str:
    try:
        number = Decimal(value) if isinstance(value, str | int | Decimal) else Decimal("nan")
    except InvalidOperation:
        number = Decimal("nan")
    if isinstance(value, bool) or not number.is_finite() or abs(number.adjusted()) > 30:  # noqa: PLR2004 (digits)
        raise _refuse(field, _("a number"))
    return f"{number:f}"


def _boolean(field: Field, value: object) -> bool:
    if not isinstance(value, bool):
        raise _refuse(field, _("true or false"))
    return value


def _list(field: Field, value: object) -> list[str]:
    if not isinstance(value, list | tuple):
        raise _refuse(field, _("a list of texts"))
    return [_text(field, item) for item in value]


CLEANERS: dict[str, Callable[[Field, object], Any]] = {
    "text": _text,
    "date": _date,
    "number": _number,
    "boolean": _boolean,
    "list": _list,
}


def _clean(field: Field, value: object) -> Any:
    return None if value is None else CLEANERS[field.type](field, value)


_TYPES: dict[str, RegisterType] = {}


def add_type(register: RegisterType) -> None:
    """Makes a register known to the node."""
    _TYPES[register.code] = register


def register_type(code: str) -> RegisterType:
    """Raises RecordError for an unknown register."""
    if code not in _TYPES:
        raise RecordError(
            _("Unknown register “%(code)s”; known: %(known)s.") % {"code": code, "known": ", ".join(sorted(_TYPES))}
        )
    return _TYPES[code]


def register_types() -> tuple[RegisterType, ...]:
    """Every declared register, by code."""
    return tuple(_TYPES[code] for code in sorted(_TYPES))
