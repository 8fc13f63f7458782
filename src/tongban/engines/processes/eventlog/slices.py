"""Which instances a question is about, as SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tongban.engines.processes import models

Statement = tuple[str, list[Any]]


@dataclass(frozen=True)
class Slice:
    """Instances of a process, called ones too. `since` and `until` bound when they started (until excluded); `versions`
    and `who` (candidates of at least one of its tasks, such as `unit:fire`) are left out when empty.
    """

    key: str
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    versions: tuple[str, ...] = ()
    who: tuple[str, ...] = ()


def table(name: str) -> str:
    """The quoted table of a model of the engine."""
    model: Any = getattr(models, name)
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 (Django's documented way to a model's table)


def chosen(part: Slice) -> Statement:
    """A condition on the instances `i`, with its parameters."""
    terms, given = ["i.key = %s"], [part.key]
    found: list[Any] = [*given]
    for moment, sign in ((part.since, ">="), (part.until, "<")):
        if moment is not None:
            terms.append(f"i.started {sign} %s")
            found.append(connection.ops.adapt_datetimefield_value(moment))
    if part.versions:
        terms.append(f"i.version IN ({marks(part.versions)})")
        found += part.versions
    if part.who:
        terms.append(
            f"EXISTS (SELECT 1 FROM {table('Task')} wt JOIN {table('Candidate')} wc ON wc.task_id = wt.id "  # noqa: S608 (own names)
            f"WHERE wt.instance_id = i.id AND wc.reference IN ({marks(part.who)}))"
        )
        found += part.who
    return " AND ".join(terms), found


def marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def seconds(later: str, earlier: str) -> str:
    """The time between two columns in seconds: SQLite keeps UTC as text."""
    if connection.vendor == "sqlite":
        return f"((julianday({later}) - julianday({earlier})) * 86400.0)"
    return f"CAST(EXTRACT(EPOCH FROM ({later} - {earlier})) AS double precision)"


def number_in(column: str, key: str) -> str:
    """A whole number under a key of a JSON column."""
    if connection.vendor == "sqlite":
        return f"CAST(json_extract({column}, '$.{key}') AS INTEGER)"
    return f"CAST({column} ->> '{key}' AS bigint)"


def ask(sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def ranked(measures: str, groups: str, shares: Sequence[int], distinct: str = "") -> str:
    """A statement over `measures` (a query of `groups` and `value`): the groups, how many, the sum, the value at each
    share in percent, by nearest rank; last, how many different values the column `distinct` has, if one is named.
    """
    picks = "".join(f", MAX(CASE WHEN place = (many * {share} + 99) / 100 THEN value END)" for share in shares)
    also, counted = (f", {distinct}", f", COUNT(DISTINCT {distinct})") if distinct else ("", "")
    return (
        f"WITH m AS ({measures}), r AS (SELECT {groups}, value{also}, "  # noqa: S608 (own names and numbers)
        f"ROW_NUMBER() OVER (PARTITION BY {groups} ORDER BY value) AS place, "
        f"COUNT(*) OVER (PARTITION BY {groups}) AS many FROM m) "
        f"SELECT {groups}, MAX(many), SUM(value){picks}{counted} FROM r GROUP BY {groups} "
        f"ORDER BY MAX(many) DESC, {groups}"
    )
