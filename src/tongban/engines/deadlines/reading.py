"""The parts of a JSON request: limit, calendar, pauses, extensions, and the rules that choose among them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from tongban.engines.deadlines.calendars import Calendar, DeadlineError
from tongban.engines.deadlines.periods import Extension, Limit, Pause
from tongban.engines.deadlines.tables import Table, table, told

Find = Callable[[str], Calendar]
Facts = Mapping[str, Any]


def facts(value: Any) -> Facts:
    """What the rules of a request ask. Raises DeadlineError."""
    values = table("facts", value).values
    if not values:
        return {}
    from tongban.engines.deadlines import byrule  # noqa: PLC0415 (most requests have no rules)

    return byrule.facts(values)


def _chosen(found: Table, given: Facts) -> Table:
    """The object with the amount that its rule gives, if it has one. Raises DeadlineError when there is no amount."""
    if "rule" not in found.values:
        return found
    from tongban.engines.deadlines import byrule  # noqa: PLC0415

    key, rule = found.place("rule"), found.text("rule", "")
    values = {name: value for name, value in found.values.items() if name != "rule"}
    amount = byrule.amount(key, rule, given)
    if amount is None and "amount" not in values:
        raise DeadlineError(key, f"the rule gives no amount for these facts: {rule}")
    return Table(found.key, values if amount is None else {**values, "amount": amount})


def applies(found: Table, given: Facts) -> bool:
    """Whether the `when` of a pause or an extension holds; true without one."""
    if found.values.get("when") is None:
        return True
    from tongban.engines.deadlines import byrule  # noqa: PLC0415

    return byrule.applies(found.place("when"), found.text("when", ""), given)


def limit(value: Any, given: Facts) -> Limit:
    found = _chosen(table("limit", value), given)
    found.only({"amount", "unit", "factor", "month_end"}, {"amount", "unit"})
    month_end = found.text("month_end", "clip")
    if month_end not in ("clip", "overflow"):
        raise DeadlineError("limit.month_end", f"expected clip or overflow, got {told(month_end)}")
    factor = found.number("factor") if "factor" in found.values else 1
    return Limit(found.number("amount"), found.text("unit", ""), factor, month_end)


def calendar_of(value: Any, find: Find) -> Calendar:
    """The calendar of a request: a region, or one of its own. Raises DeadlineError."""
    if isinstance(value, str):
        try:
            return find(value)
        except LookupError as error:
            raise DeadlineError("calendar", str(error.args[0])) from None
    try:
        key = json.dumps(value, sort_keys=True, default=str)
    except (TypeError, ValueError, RecursionError):
        raise DeadlineError("calendar", "expected a region, or an object with plain values") from None
    return _own_calendar(key)


@lru_cache(maxsize=64)
def _own_calendar(text: str) -> Calendar:
    """Laying out a calendar costs more than a date: the same one is laid out once."""
    found = table("calendar", json.loads(text))
    found.only({"weekend", "holidays", "working", "half_days", "published_until"}, set())
    weekend = found.values.get("weekend", [6, 7])
    if not isinstance(weekend, list) or any(isinstance(day, bool) or not isinstance(day, int) for day in weekend):
        raise DeadlineError("calendar.weekend", "expected a list of ISO weekdays, 1 (Monday) to 7 (Sunday)")
    until = found.values.get("published_until")
    return Calendar(
        weekend=weekend,
        holidays=found.dates("holidays"),
        working=found.dates("working"),
        half=found.dates("half_days"),
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


def extension(found: Table, given: Facts) -> Extension:
    found = _chosen(found, given)
    found.only({"amount", "unit", "when"}, {"amount", "unit"})
    return Extension(found.number("amount"), found.text("unit", ""))
