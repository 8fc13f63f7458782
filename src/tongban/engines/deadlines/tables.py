"""Objects of a JSON request, each with its place: whatever is wrong in them is refused naming its key."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongban.engines.deadlines.calendars import DeadlineError

MOST = 1_000  # objects in a list of pauses or extensions
MOST_SHOWN = 60  # characters of a value in a message
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(_DATE.pattern + r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?")
_EDGE = dt.timedelta(days=1)


def told(value: Any) -> str:
    """A value of a request as a message names it: short, and never nested."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}..."


@dataclass(frozen=True)
class Table:
    """A JSON object with its place in the request."""

    key: str
    values: Mapping[str, Any]

    def place(self, name: str) -> str:
        return f"{self.key}.{name}" if self.key else name

    def only(self, known: set[str], required: set[str]) -> None:
        for name in self.values:
            if name not in known:
                raise DeadlineError(self.place(name), f"unknown key; known: {', '.join(sorted(known))}")
        for name in sorted(required - set(self.values)):
            raise DeadlineError(self.place(name), "missing")

    def date(self, name: str, value: Any) -> dt.date:
        """A date, or a date-time where the text has a time of day."""
        try:
            if isinstance(value, str) and _DATE.fullmatch(value):
                return dt.date.fromisoformat(value)
            if isinstance(value, str) and _MOMENT.fullmatch(value):
                return self._moment(name, value)
        except ValueError:
            pass
        message = f"expected a date such as 2026-11-23, or a date-time such as 2026-11-23T09:30, got {told(value)}"
        raise DeadlineError(self.place(name), message)

    def _moment(self, name: str, value: str) -> dt.datetime:
        found = dt.datetime.fromisoformat(value)
        try:  # no zone may carry it beyond the first or the last year
            _ = found.replace(tzinfo=None) - _EDGE, found.replace(tzinfo=None) + _EDGE
        except OverflowError:
            raise DeadlineError(self.place(name), f"{value} is too near the end of time") from None
        return found

    def number(self, name: str) -> int | Decimal:
        value = self.values[name]
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and Decimal(value).is_finite():
            return value
        raise DeadlineError(self.place(name), f"expected a number, got {told(value)}")

    def text(self, name: str, default: str) -> Any:
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise DeadlineError(self.place(name), f"expected text, got {told(value)}")
        return value

    def dates(self, name: str) -> list[dt.date]:
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise DeadlineError(self.place(name), f"expected a list of dates, got {told(value)}")
        return [self.date(f"{name}[{i}]", item) for i, item in enumerate(value)]


def table(key: str, value: Any) -> Table:
    """An object of the request. Raises DeadlineError."""
    if not isinstance(value, dict):
        raise DeadlineError(key or "request", f"expected an object, got {told(value)}")
    return Table(key, value)


def tables(key: str, value: Any) -> list[Table]:
    """A list of objects of the request. Raises DeadlineError."""
    if not isinstance(value, list):
        raise DeadlineError(key, f"expected a list of objects, got {told(value)}")
    if len(value) > MOST:
        raise DeadlineError(key, f"expected at most {MOST}, got {len(value)}")
    return [table(f"{key}[{index}]", item) for index, item in enumerate(value)]
