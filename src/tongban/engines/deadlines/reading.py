"""JSON requests, key by key; whatever is wrong is refused naming its key."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tongban.engines.deadlines.calendars import Calendar, DeadlineError
from tongban.engines.deadlines.chosen import amount_of, check_rule, holds
from tongban.engines.deadlines.periods import Extension, Limit, Pause
from tongban.engines.rules import api as rules

Find = Callable[[str], Calendar]
KEYS = {"start", "limit", "count_from", "roll", "calendar", "pauses", "extensions", "as_of", "facts"}


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
        try:
            if isinstance(value, str):
                return (
                    dt.datetime.fromisoformat(value) if "T" in value or " " in value else dt.date.fromisoformat(value)
                )
        except ValueError:
            pass
        raise DeadlineError(self.place(name), f"expected a date such as 2026-11-23, or a date-time, got {value!r}")

    def number(self, name: str) -> int | Decimal:
        value = self.values[name]
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and Decimal(value).is_finite():
            return value
        raise DeadlineError(self.place(name), f"expected a number, got {value!r}")

    def text(self, name: str, default: str) -> Any:
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise DeadlineError(self.place(name), f"expected text, got {value!r}")
        return value

    def dates(self, name: str) -> list[dt.date]:
        value = self.values.get(name, [])
        if not isinstance(value, list):
            raise DeadlineError(self.place(name), "expected a list of dates")
        return [self.date(f"{name}[{i}]", item) for i, item in enumerate(value)]


def table(key: str, value: Any) -> Table:
    """An object of the request. Raises DeadlineError."""
    if not isinstance(value, dict):
        raise DeadlineError(key, "expected an object")
    return Table(key, value)


def tables(key: str, value: Any) -> list[Table]:
    if not isinstance(value, list):
        raise DeadlineError(key, "expected a list of objects")
    return [table(f"{key}[{index}]", item) for index, item in enumerate(value)]


def _number(value: Any) -> Any:
    return {"number": str(value)}


def facts(value: Any) -> Mapping[str, Any]:
    """What the rules of a request ask, tagged values as FEEL has them."""
    try:
        return rules.inputs_from_json(json.dumps(table("facts", value).values, default=_number))
    except (rules.WireError, rules.FeelError, ValueError, RecursionError) as error:
        raise DeadlineError("facts", str(error)) from None


def chosen(found: Table, given: Mapping[str, Any]) -> Table:
    """The object with the amount that its rule gives, if it has one. Raises DeadlineError when there is no amount."""
    if "rule" not in found.values:
        return found
    key, rule = found.place("rule"), found.text("rule", "")
    check_rule(key, rule)
    values = {name: value for name, value in found.values.items() if name != "rule"}
    amount = amount_of(rule, given).value
    if amount is None and "amount" not in values:
        raise DeadlineError(key, f"the rule gives no amount for these facts: {rule}")
    return Table(found.key, values if amount is None else {**values, "amount": amount})


def applies(found: Table, given: Mapping[str, Any]) -> bool:
    """Whether the `when` of a pause or an extension holds; true without one."""
    when = found.values.get("when")
    if when is None:
        return True
    check_rule(found.place("when"), found.text("when", ""))
    return holds(when, given).value is True


def limit(value: Any, given: Mapping[str, Any]) -> Limit:
    found = chosen(table("limit", value), given)
    found.only({"amount", "unit", "factor", "month_end"}, {"amount", "unit"})
    month_end = found.text("month_end", "clip")
    if month_end not in ("clip", "overflow"):
        raise DeadlineError("limit.month_end", f"expected clip or overflow, got {month_end!r}")
    factor = found.number("factor") if "factor" in found.values else 1
    return Limit(found.number("amount"), found.text("unit", ""), factor, month_end)


def calendar_of(value: Any, find: Find) -> Calendar:
    if isinstance(value, str):
        try:
            return find(value)
        except LookupError as error:
            raise DeadlineError("calendar", str(error.args[0])) from None
    try:
        key = json.dumps(value, sort_keys=True)
    except (TypeError, ValueError, RecursionError):
        raise DeadlineError("calendar", "expected a region, or an object with plain values") from None
    return _own_calendar(key)


@lru_cache(maxsize=64)
def _own_calendar(text: str) -> Calendar:
    """Laying out a calendar costs more than a date: the same one is laid out once."""
    found = table("calendar", json.loads(text))
    found.only({"weekend", "holidays", "working", "published_until"}, set())
    weekend = found.values.get("weekend", [6, 7])
    if not isinstance(weekend, list) or any(isinstance(day, bool) or not isinstance(day, int) for day in weekend):
        raise DeadlineError("calendar.weekend", "expected a list of ISO weekdays, 1 (Monday) to 7 (Sunday)")
    until = found.values.get("published_until")
    return Calendar(
        weekend=weekend,
        holidays=found.dates("holidays"),
        working=found.dates("working"),
        published_until=None if until is None else found.date("published_until", until),
    )


def pause(found: Table) -> Pause:
    found.only({"from", "to", "cause", "policy", "when"}, {"from"})
    to = found.values.get("to")
    return Pause(
        found.date("from", found.values["from"]),
        None if to is None else found.date("to", to),
        found.text("cause", ""),
        found.text("policy", "continue"),
    )


def extension(found: Table, given: Mapping[str, Any]) -> Extension:
    found = chosen(found, given)
    found.only({"amount", "unit", "when"}, {"amount", "unit"})
    return Extension(found.number("amount"), found.text("unit", ""))
