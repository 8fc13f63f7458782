"""The front door of the legal entity base register (法人基础库): credit codes, entities, registration of a new one.

Services ask the mediator for `legal_entities.basic` or `legal_entities.business`; the act of registration itself is
`register_entity`, called for market supervision when its decision is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.db import transaction

from tongban.registers.legal_entities.codes import InvalidCode, Parts, body_mark, check_mark, make, parse
from tongban.registers.legal_entities.register import MARKET_SUPERVISION, REGISTER
from tongban.registers.legal_entities.registration import given, lock_series, next_code, remember
from tongban.registers.records import api as records
from tongban.trust.authority.api import Subject

__all__ = [
    "REGISTER", "Entity", "InvalidCode", "Parts", "body_mark", "check_credit_code", "check_mark", "entity", "make_code",
    "register_entity",
]  # fmt: skip

Kind = Literal["company", "sole_trader", "cooperative"]
make_code = make


@dataclass(frozen=True)
class Entity:
    """A registration: the code given, and whether this act gave it or an earlier one of the same case and name."""

    credit_code: str
    name: str
    new: bool


def check_credit_code(text: str) -> Parts:
    """Checks a unified social credit code (GB 32100-2015): length, alphabet, check character. Raises InvalidCode."""
    return parse(text)


def entity(*, credit_code: str, fields: Sequence[str] | None = None) -> records.Record:
    """The record of an entity. Raises records.NotRegistered.

    Its field `legal_representative` is a resident number: asked for (or with all fields), it needs `privacy.access`,
    and the read is noted for that resident.
    """
    return records.get(register=REGISTER.code, key=credit_code.strip().upper(), fields=fields)


def register_entity(
    *,
    name: str,
    kind: Kind,
    legal_representative: str,
    representative_name: str,
    address: str,
    division: str,
    capital: Decimal | str | None,
    scope: str,
    legal_basis: str,
    by: Subject,
    at: dt.datetime,
    established: dt.date,
    case: str = "",
    by_unit: str = MARKET_SUPERVISION,
) -> Entity:
    """Registers a new entity and gives it the next credit code of its division (six digits).

    Repeated for the same case and name it gives the same code and changes nothing. Raises records.RecordError for a
    value that does not fit, a unit other than market supervision, or a division that is not six digits.
    """
    with transaction.atomic():
        series = lock_series(division)
        earlier = given(case=case, name=name)
        if earlier:
            return Entity(earlier, name, new=False)
        code = next_code(series, kind=kind)
        data = {
            "credit_code": code, "name": name, "kind": kind, "legal_representative": legal_representative,
            "representative_name": representative_name, "address": address, "division": division, "capital": capital,
            "established": established, "status": "active", "scope": scope,
        }  # fmt: skip
        records.create(
            register=REGISTER.code, data=data, valid_from=established, by_unit=by_unit, legal_basis=legal_basis, by=by,
            at=at, case=case,
        )  # fmt: skip
        remember(code=code, case=case, name=name, at=at)
    return Entity(code, name, new=True)
