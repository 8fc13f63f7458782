"""Deadlines as JSON: one request object in, one answer out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from tongban.engines.deadlines import shipped
from tongban.engines.deadlines.compute import compute
from tongban.engines.deadlines.deadline import Deadline
from tongban.engines.deadlines.reading import Find, applies, calendar_of, extension, facts, limit, pause
from tongban.engines.deadlines.tables import table, tables

KEYS = {"start", "limit", "count_from", "roll", "calendar", "pauses", "extensions", "as_of", "facts"}


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
    if not given, or {weekend, holidays, working, half_days, published_until}), `count_from`, `roll`, `pauses`
    [{from, to, cause, policy, when}], `extensions` [{amount, unit, when}], `as_of`, `facts`. A limit or an extension
    may have a `rule` for its amount, and `when` is a condition: both are FEEL over the facts. Numbers must be int or
    Decimal. Raises DeadlineError naming the key.
    """
    found = table("", request)
    found.only(KEYS, {"start", "limit"})
    values = found.values
    as_of = values.get("as_of")
    given = facts(values.get("facts", {}))
    more = tables("extensions", values.get("extensions", []))
    return as_json(
        compute(
            start=found.date("start", values["start"]),
            limit=limit(values["limit"], given),
            calendar=calendar_of(values.get("calendar", "cn"), find),
            count_from=found.text("count_from", "next_day"),
            roll=found.text("roll", "none"),
            pauses=[pause(one) for one in tables("pauses", values.get("pauses", [])) if applies(one, given)],
            extensions=[extension(one, given) for one in more if applies(one, given)],
            as_of=None if as_of is None else found.date("as_of", as_of),
        )
    )
