"""Writing and reading the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tongban.engines.rules import api as rules
from tongban.services.decisions import models
from tongban.services.decisions.records import Entry, entry, kept_parameter, kept_row
from tongban.trust.privacy import api as privacy

MAX_LIMIT = 1000
SHOWN = ("inputs", "result")


def record(
    *, case: str, rule: str, version: str, decision: str, inputs: Mapping[str, Any], outcome: rules.Outcome,
    at: dt.datetime, by: str, tag: str,
) -> Entry:  # fmt: skip
    """Adds an entry."""
    row = models.Entry.objects.create(
        case=case,
        tag=tag,
        rule=rule,
        version=version,
        decision=decision,
        inputs=rules.to_json(rules.to_feel(inputs)),
        result=rules.to_json(outcome.result),
        rows=rules.to_json(rules.to_feel([kept_row(one) for one in outcome.trace])),
        parameters=rules.to_json(rules.to_feel([kept_parameter(one) for one in outcome.parameters])),
        warnings=[str(one) for one in outcome.warnings],
        at=at,
        by=by,
    )
    return replace(entry(row), result=outcome.result)


def of_case(case: str) -> tuple[Entry, ...]:
    """The entries of a case: one query."""
    return tuple(entry(row) for row in models.Entry.objects.filter(case=case).order_by("id"))


def log(
    *, rule: str, since: dt.datetime | None, until: dt.datetime | None, after: int, limit: int
) -> tuple[Entry, ...]:
    """A page of the log; one note for each person on it."""
    rows = models.Entry.objects.filter(pk__gt=after)
    if rule:
        rows = rows.filter(rule=rule)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    found = list(rows.order_by("id")[: max(1, min(limit, MAX_LIMIT))])
    seen = {row.tag: row for row in found if row.tag}
    for tag, row in seen.items():
        privacy.read(subject_tag=tag, resource="decisions.log", fields=SHOWN, record=f"rule:{row.rule}")
    return tuple(entry(row) for row in found)
