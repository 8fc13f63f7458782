"""The front door of the population base register (人口基础库): resident numbers and residents.

The register is personal: `resident` is called inside `privacy.access`, and the read is noted for the resident to see.
Services do not call it; they ask the mediator for `population.basic`, `population.address` or `population.contact`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from tongban.registers.divisions import api as divisions
from tongban.registers.population.numbers import Facts, InvalidNumber, check_mark, parse
from tongban.registers.population.register import REGISTER
from tongban.registers.records import api as records

__all__ = ["REGISTER", "Facts", "InvalidNumber", "check_mark", "check_resident_number", "resident"]

FIRST_NUMBERS = dt.date(1984, 1, 1)  # nobody had a number before: whoever was born earlier has the code of the issue


def check_resident_number(text: str, *, today: dt.date) -> Facts:
    """Checks a resident number: length, date of birth, check character (GB 11643). Raises InvalidNumber.

    A county code that was in use at no time since the birth is a warning only: the division register's history is known
    to the year, and a number issued late carries the code of its issue.
    """
    facts = parse(text, today=today)
    since = max(facts.birth, FIRST_NUMBERS)
    if divisions.used(code=facts.division, since=since, until=today) is False:
        warning = _("The division register does not know the county code %(code)s.") % {"code": facts.division}
        return dataclasses.replace(facts, warnings=(warning,))
    return facts


def resident(*, number: str, fields: Sequence[str] | None = None) -> records.Record:
    """The record of a resident, by number. Raises records.NotRegistered, privacy.OutsideAccess."""
    return records.get(register=REGISTER.code, key=number.strip().upper(), fields=fields)
