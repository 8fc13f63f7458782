"""The register's first state, from the tables that come with the product (see `third_party/README.md`)."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from django.db import transaction

from tongban.registers.divisions.models import Change, Division
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import SYSTEM, Subject

DATA = Path(__file__).parent / "data"
LEVELS = {"1": "province", "2": "prefecture", "3": "county", "4": "township"}


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _date(year: str) -> dt.date | None:
    return dt.date(int(year), 1, 1) if year else None


def _division(row: dict[str, str]) -> Division:
    return Division(
        code=row["code"],
        name=row["name_zh"],
        name_en=row["name_en"],
        level=LEVELS[row["level"]],
        parent=row["parent"],
        valid_from=_date(row["valid_from"]),
        valid_to=_date(row["valid_to"]),
    )


def load(*, at: dt.datetime, by: Subject = SYSTEM) -> int:
    """Loads the divisions and their changes into an empty register; returns how many rows, 0 when it is not empty."""
    with transaction.atomic():
        if Division.objects.exists():
            return 0
        rows = Division.objects.bulk_create([_division(row) for row in _table("divisions.csv")], batch_size=2000)
        changes = [Change(**row) for row in _table("changes.csv")]
        Change.objects.bulk_create(changes, batch_size=2000)
        audit.record(at=at, by=by, action="divisions.load", object="register:divisions", detail={"count": len(rows)})
    return len(rows)
