"""Variables of a process: what they may be, and how they are kept as JSON without losing their type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes.errors import ProcessError
from tongban.engines.rules import api as rules

MAX_DEPTH = 24
MAX_TEXT = 100_000
MAX_DIGITS = 34  # of a number that comes from outside
TAG = "$"


def _seconds(text: str) -> dt.timedelta:
    whole, _dot, micro = text.partition(".")
    return dt.timedelta(seconds=int(whole), microseconds=int(micro))


_READERS: dict[str, Callable[[str], Any]] = {
    "number": Decimal,
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
    "seconds": _seconds,
    "months": lambda text: rules.YearsMonths(int(text)),
}


def packed(value: Any, depth: int = 0) -> Any:
    """The JSON form of a variable. Raises ProcessError for what no variable may be."""
    if depth > MAX_DEPTH:
        raise ProcessError(_("This data is nested too deeply."))
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        if len(value) > MAX_TEXT or "\0" in value:
            raise ProcessError(_("A text in this data is too long or holds a null character."))
        return str(value)
    if isinstance(value, Mapping):
        if TAG in value or not all(isinstance(key, str) and "\0" not in key for key in value):
            raise ProcessError(_("A key in this data is not a plain text."))
        return {key: packed(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [packed(item, depth + 1) for item in value]
    kind, text = _tagged(value)
    return {TAG: kind, "v": text}


def same(value: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether nothing was written: 1, 1.0 and true are equal, but not the same."""
    return len(value) == len(before) and all(key in before and before[key] is item for key, item in value.items())


def packed_again(value: Mapping[str, Any], before: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """`packed` of variables most of which are the ones of `before`, whose JSON form is known."""
    fresh = packed({key: item for key, item in value.items() if key not in known or before[key] is not item})
    return {key: fresh[key] if key in fresh else known[key] for key in value}


def _tagged(value: Any) -> tuple[str, str]:
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite():
        return "number", str(value)
    for kind, name in ((dt.datetime, "datetime"), (dt.date, "date"), (dt.time, "time")):
        if isinstance(value, kind):
            zone = getattr(value, "tzinfo", None)
            moment = value.astimezone(dt.UTC) if zone is not None and isinstance(value, dt.datetime) else value
            return name, moment.isoformat()
    if isinstance(value, dt.timedelta):
        return "seconds", f"{value.days * 86_400 + value.seconds}.{value.microseconds:06}"
    if isinstance(value, rules.YearsMonths):
        return "months", str(value.months)
    raise ProcessError(_("A process keeps no value of the kind {kind}."), kind=type(value).__name__)


def received(value: Any) -> Any:
    """The variable in JSON that somebody else made. Raises ProcessError for what no variable may be."""
    try:
        found = unpacked(value)
        packed(found)
    except (LookupError, ValueError, TypeError, ArithmeticError):
        raise ProcessError(_("This data is not what a process can keep.")) from None
    if not _bounded(found):
        raise ProcessError(_("A number in this data is too long."))
    return found


def _bounded(value: Any) -> bool:
    """Whether every number in it is one that can be reckoned with in short time."""
    if isinstance(value, Mapping):
        return all(_bounded(item) for item in value.values())
    if isinstance(value, list):
        return all(_bounded(item) for item in value)
    if isinstance(value, int):
        return bool(abs(value) < 10**MAX_DIGITS)
    if isinstance(value, Decimal):
        return bool(abs(value.adjusted()) < MAX_DIGITS and len(str(value)) < 2 * MAX_DIGITS)
    return True


def unpacked(value: Any) -> Any:
    """The variable that `packed` made this JSON of."""
    if isinstance(value, dict):
        if TAG in value:
            return _READERS[value[TAG]](value["v"])
        return {key: unpacked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [unpacked(item) for item in value]
    return value
