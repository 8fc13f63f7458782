"""Files that the same applicant sent in more than once, as counts: nothing that is personal leaves the database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tongban.services.cases.models import Case, Fact


@dataclass(frozen=True)
class RepeatedUpload:
    """A field for files: `applicants` gave it in more than one case, `times` beyond the first, to so many units."""

    name: str
    applicants: int
    times: int
    units: int


def repeated_uploads(*, since: dt.datetime | None, until: dt.datetime | None, least: int) -> list[RepeatedUpload]:
    """Those that at least `least` applicants sent again, in cases opened in the period. One statement."""
    length = "json_array_length" if connection.vendor == "sqlite" else "jsonb_array_length"
    terms, given = [f"{length}(f.attachments) > 0", "f.current"], list[Any]()
    for moment, sign in ((since, ">="), (until, "<")):
        if moment is not None:
            terms.append(f"c.opened_at {sign} %s")
            given.append(connection.ops.adapt_datetimefield_value(moment))
    quote = connection.ops.quote_name
    facts, cases = (quote(model._meta.db_table) for model in (Fact, Case))  # noqa: SLF001 (Django's documented way)
    sql = (
        "SELECT name, COUNT(*), SUM(many - 1), MAX(units) FROM (SELECT f.name AS name, "  # noqa: S608 (own names)
        f"COUNT(DISTINCT c.id) AS many, COUNT(DISTINCT c.unit) AS units FROM {facts} f "
        f"JOIN {cases} c ON c.id = f.case_id WHERE {' AND '.join(terms)} "
        "GROUP BY f.name, c.person, c.credit_code HAVING COUNT(DISTINCT c.id) > 1) r "
        "GROUP BY name HAVING COUNT(*) >= %s ORDER BY SUM(many - 1) DESC, name"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, least])
        return [RepeatedUpload(name, people, int(times), units) for name, people, times, units in cursor.fetchall()]
