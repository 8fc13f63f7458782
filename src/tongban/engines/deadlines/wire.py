"""Deadlines as JSON: one request object in, one answer out, for the command and for other programs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tongban.engines.deadlines import shipped
from tongban.engines.deadlines.arithmetic import Extension, Limit, Pause
from tongban.engines.deadlines.calendars import Calendar, DeadlineError
from tongban.engines.deadlines.compute import Deadline, compute

Find = Callable[[str], Calendar]
KEYS = {"start", "limit", "count_from", "roll", "calendar", "pauses", "extensions", "as_of"}


@dataclass(frozen=True)
class _Table:
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


def _table(key: str, value: Any) -> _Table:
    if not isinstance(value, dict):
        raise DeadlineError(key, "expected an object")
    return _Table(key, value)


def _list(key: str, value: Any) -> list[_Table]:
    if not isinstance(value, list):
        raise DeadlineError(key, "expected a list of objects")
    return [_table(f"{key}[{index}]", item) for index, item in enumerate(value)]


def _limit(value: Any) -> Limit:
    table = _table("limit", value)
    table.only({"amount", "unit", "factor", "month_end"}, {"amount", "unit"})
    month_end = table.text("month_end", "clip")
    if month_end not in ("clip", "overflow"):
        raise DeadlineError("limit.month_end", f"expected clip or overflow, got {month_end!r}")
    factor = table.number("factor") if "factor" in table.values else 1
    return Limit(table.number("amount"), table.text("unit", ""), factor, month_end)


def _calendar(value: Any, find: Find) -> Calendar:
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
    table = _table("calendar", json.loads(text))
    table.only({"weekend", "holidays", "working", "published_until"}, set())
    weekend = table.values.get("weekend", [6, 7])
    if not isinstance(weekend, list) or any(isinstance(day, bool) or not isinstance(day, int) for day in weekend):
        raise DeadlineError("calendar.weekend", "expected a list of ISO weekdays, 1 (Monday) to 7 (Sunday)")
    until = table.values.get("published_until")
    return Calendar(
        weekend=weekend,
        holidays=table.dates("holidays"),
        working=table.dates("working"),
        published_until=None if until is None else table.date("published_until", until),
    )


def _pause(table: _Table) -> Pause:
    table.only({"from", "to", "cause", "policy"}, {"from"})
    to = table.values.get("to")
    return Pause(
        table.date("from", table.values["from"]),
        None if to is None else table.date("to", to),
        table.text("cause", ""),
        table.text("policy", "continue"),
    )


def _extension(table: _Table) -> Extension:
    table.only({"amount", "unit"}, {"amount", "unit"})
    return Extension(table.number("amount"), table.text("unit", ""))


def _shown(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def as_json(deadline: Deadline) -> dict[str, Any]:
    """A deadline as plain JSON values; dates in ISO 8601."""
    lines = [
        {"from": _shown(line.first), "to": _shown(line.last), "counts": line.counts, "rule": line.rule}
        for line in deadline.ledger
    ]
    return {
        "due": _shown(deadline.due),
        "provisional": deadline.provisional,
        "status": deadline.status,
        "remaining": _shown(deadline.remaining),
        "ledger": lines,
    }


def answer(request: Any, *, find: Find = shipped.calendar) -> dict[str, Any]:
    """Answers one request: `start`, `limit` {amount, unit, factor, month_end}, `calendar` (a region for `find`, "cn"
    if not given, or {weekend, holidays, working, published_until}), `count_from`, `roll`, `pauses`
    [{from, to, cause, policy}], `extensions` [{amount, unit}], `as_of`. Numbers must be int or Decimal.
    Raises DeadlineError naming the key.
    """
    table = _table("", request)
    table.only(KEYS, {"start", "limit"})
    values = table.values
    as_of = values.get("as_of")
    return as_json(
        compute(
            start=table.date("start", values["start"]),
            limit=_limit(values["limit"]),
            calendar=_calendar(values.get("calendar", "cn"), find),
            count_from=table.text("count_from", "next_day"),
            roll=table.text("roll", "none"),
            pauses=[_pause(item) for item in _list("pauses", values.get("pauses", []))],
            extensions=[_extension(item) for item in _list("extensions", values.get("extensions", []))],
            as_of=None if as_of is None else table.date("as_of", as_of),
        )
    )


def answer_lines(lines: Iterable[str], *, find: Find = shipped.calendar) -> Iterator[str]:
    """One JSON text or JSON lines in, a JSON line out for each. Raises DeadlineError; its key begins with the line's
    number when there are several.
    """
    texts = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    try:
        whole = json.loads("".join(line for _number, line in texts), parse_float=Decimal)
        requests = [(0, whole)]
    except (ValueError, RecursionError):
        requests = [(number, _loads(number, line)) for number, line in texts]
    for number, request in requests:
        try:
            yield json.dumps(answer(request, find=find), ensure_ascii=False)
        except DeadlineError as error:
            raise (DeadlineError(f"line {number}: {error.key}", error.message) if number else error) from None


def _loads(number: int, line: str) -> Any:
    try:
        return json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise DeadlineError(f"line {number}", f"not JSON: {error}") from None
