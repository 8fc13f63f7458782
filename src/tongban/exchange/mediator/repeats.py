"""Lookups of the same thing about the same subject again, as counts: subjects stay blind indexes in the database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tongban.exchange.mediator.models import Exchange


@dataclass(frozen=True)
class RepeatedLookup:
    """A resource: `subjects` were asked for in more than one case, `times` beyond the first, by so many consumers."""

    resource: str
    subjects: int
    times: int
    consumers: int


def repeated(*, since: dt.datetime | None, until: dt.datetime | None, least: int) -> list[RepeatedLookup]:
    """Those about at least `least` subjects, answered in the period. One statement."""
    terms, given = ["result = %s", "subject_tag <> ''", "\"case\" <> ''"], list[Any](["answered"])
    for moment, sign in ((since, ">="), (until, "<")):
        if moment is not None:
            terms.append(f"at {sign} %s")
            given.append(connection.ops.adapt_datetimefield_value(moment))
    table = connection.ops.quote_name(Exchange._meta.db_table)  # noqa: SLF001 (Django's documented way to a table)
    sql = (
        "SELECT resource, COUNT(*), SUM(many - 1), MAX(askers) FROM (SELECT resource, "  # noqa: S608 (own names)
        f'COUNT(DISTINCT "case") AS many, COUNT(DISTINCT consumer) AS askers FROM {table} WHERE {" AND ".join(terms)} '
        'GROUP BY resource, subject_tag HAVING COUNT(DISTINCT "case") > 1) r '
        "GROUP BY resource HAVING COUNT(*) >= %s ORDER BY SUM(many - 1) DESC, resource"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, least])
        return [RepeatedLookup(name, people, int(times), askers) for name, people, times, askers in cursor.fetchall()]
