"""The front door of code lists and parameters, as published by the system packages.

A code list is `codes/<list>.csv` with the columns of COLUMNS; a parameter is a table of `parameters/<file>.toml` and is
asked for as `<file>.<table>`. Both are dated by legal day: `valid_to` and `until` are the last day.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable
from decimal import Decimal

from tongban.kernel.codes.lists import COLUMNS, Code, CodeList
from tongban.kernel.codes.parameters import ParameterSet, Value
from tongban.kernel.codes.parameters import read as read_parameters
from tongban.kernel.declarations import api as declarations

__all__ = [
    "COLUMNS",
    "Code",
    "CodeList",
    "ParameterSet",
    "UnknownKey",
    "Value",
    "code",
    "codes",
    "number",
    "parameter",
    "parameter_keys",
    "read_parameters",
]


class UnknownKey(LookupError):  # noqa: N818 (it names what was asked)
    """There is no such list, code or parameter on that day. The message names the nearest known one."""


def _nearest(wanted: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(wanted, list(known), 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _list(key: str) -> CodeList:
    try:
        found = declarations.current("codes", key).value
    except LookupError:
        known = (item.key for item in declarations.current_all("codes"))
        raise UnknownKey(f"no code list {key!r}{_nearest(key, known)}") from None
    return found if isinstance(found, CodeList) else CodeList(())


def codes(list_key: str, *, on: dt.date, parent: str | None = None) -> tuple[Code, ...]:
    """The codes valid on a day in the file's order, all or those under a parent. Raises UnknownKey for the list."""
    return tuple(row for row in _list(list_key).on(on) if parent is None or row.parent == parent)


def code(list_key: str, code: str, *, on: dt.date) -> Code:
    """One code as it is valid on a day. Raises UnknownKey: no such list, no such code, or not on that day."""
    known = _list(list_key)
    rows = known.periods(code)
    for row in rows:
        if row.valid(on):
            return row
    if rows:
        spans = ", ".join(f"{row.valid_from or '…'} to {row.valid_to or '…'}" for row in rows)
        raise UnknownKey(f"code {code!r} of {list_key!r} is not valid on {on}: {spans}")
    raise UnknownKey(f"no code {code!r} in {list_key!r}{_nearest(code, (row.code for row in known.rows))}")


def parameter(key: str, *, on: dt.date) -> Value:
    """A parameter's value in force on a day. Raises UnknownKey: no such key, or no value on that day."""
    stem, _, name = key.partition(".")
    try:
        found = declarations.current("parameters", stem).value
    except LookupError:
        raise UnknownKey(f"no parameter {key!r}{_nearest(key, parameter_keys())}") from None
    values = found.parameters.get(name) if isinstance(found, ParameterSet) else None
    if values is None:
        raise UnknownKey(f"no parameter {key!r}{_nearest(key, parameter_keys())}")
    value = values.on(on)
    if value is None:
        raise UnknownKey(f"parameter {key!r} has no value on {on}; its values begin {values.begins}")
    return value


def parameter_keys(package: declarations.Package | None = None) -> frozenset[str]:
    """The keys of all parameters in force, and of those that a package brings."""
    items = {item.key: item for item in declarations.current_all("parameters")}
    items |= {item.key: item for item in package.of("parameters")} if package else {}
    return frozenset(f"{item.key}.{name}" for item in items.values() for name in item.value.parameters)


def number(key: str, *, on: dt.date) -> Decimal:
    """A numeric parameter's amount in force on a day. Raises UnknownKey, also where the parameter is a text."""
    value = parameter(key, on=on).value
    if not isinstance(value, Decimal):
        raise UnknownKey(f"parameter {key!r} is a text, not a number")
    return value
