"""The dataclasses that the front door gives out, and how they are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongban.engines.rules import api as rules
from tongban.kernel.declarations.api import Text
from tongban.services.decisions import models


@dataclass(frozen=True)
class Parameter:
    """A dated parameter that was read: in force from `since`, by `article`. `verified`: a person read the source;
    `local`: this place sets it.     `on` is the day asked for.
    """

    key: str
    title: Text
    value: Decimal | str
    unit: str
    since: dt.date
    on: dt.date
    article: str
    source: str
    second_source: str
    verified: bool
    local: bool


@dataclass(frozen=True)
class Entry:
    """One decision. `rows` are the rule rows that matched, in order, with their articles as annotations."""

    id: int
    at: dt.datetime
    case: str
    rule: str
    version: str
    decision: str
    inputs: Mapping[str, Any]
    result: Any
    rows: tuple[rules.Row, ...]
    parameters: tuple[Parameter, ...]
    warnings: tuple[str, ...]
    by: str


def kept_row(row: rules.Row) -> dict[str, Any]:
    """A row that matched, as FEEL values."""
    return {
        "table": row.table,
        "id": row.rule_id,
        "index": row.index,
        "inputs": dict(row.inputs),
        "outputs": dict(row.outputs),
        "annotations": dict(row.annotations),
        "cells": list(row.cells),
    }


def _row(kept: dict[str, Any]) -> rules.Row:
    return rules.Row(
        table=kept["table"],
        rule_id=kept["id"],
        index=int(kept["index"]),
        inputs=kept["inputs"],
        outputs=kept["outputs"],
        annotations=kept["annotations"],
        cells=tuple(kept["cells"]),
    )


def kept_parameter(used: rules.Used) -> dict[str, Any]:
    """A parameter that was read, as FEEL values."""
    found = used.found
    return {
        "key": used.name,
        "zh": found.title.zh,
        "en": found.title.en,
        "value": found.value,
        "unit": found.unit,
        "since": found.since,
        "on": used.on,
        "article": found.article,
        "source": found.source,
        "second source": found.second_source,
        "verified": found.verified,
        "local": found.local,
    }


def _parameter(kept: dict[str, Any]) -> Parameter:
    on = kept["on"]
    return Parameter(
        key=kept["key"],
        title=Text(kept["zh"], kept["en"]),
        value=kept["value"],
        unit=kept["unit"],
        since=kept["since"],
        on=on,
        article=kept["article"],
        source=kept["source"],
        second_source=kept["second source"],
        verified=kept["verified"],
        local=kept["local"],
    )


def entry(row: models.Entry) -> Entry:
    """A row of the log as the front door gives it."""
    return Entry(
        id=row.pk,
        at=row.at,
        case=row.case,
        rule=row.rule,
        version=row.version,
        decision=row.decision,
        inputs=rules.from_json(row.inputs),
        result=rules.from_json(row.result),
        rows=tuple(_row(one) for one in rules.from_json(row.rows)),
        parameters=tuple(_parameter(one) for one in rules.from_json(row.parameters)),
        warnings=tuple(row.warnings),
        by=row.by,
    )
