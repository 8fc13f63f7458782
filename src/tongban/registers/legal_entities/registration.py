"""Giving out credit codes: one after another in a division, and once for a case and name."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

from tongban.registers.legal_entities.codes import ALPHABET, make
from tongban.registers.legal_entities.models import Issue, Series
from tongban.registers.records.api import RecordError

# The bodies of real codes come from ranges that the national coding centre assigns; this one it has, to our knowledge,
# assigned to nobody.
PREFIX = "XX"


def body_of(serial: int) -> str:
    """The organisation code, without its check character, of a serial number."""
    marks = ""
    for _place in range(6):
        serial, rest = divmod(serial, len(ALPHABET))
        marks = ALPHABET[rest] + marks
    return PREFIX + marks


def lock_series(division: str) -> Series:
    """The series of a division, held until the caller's transaction ends. Raises RecordError."""
    if not re.fullmatch(r"[1-9][0-9]{5}", division, re.ASCII):
        raise RecordError(_("Division “%(division)s”: expected six digits.") % {"division": division[:20]})
    Series.objects.get_or_create(division=division)
    return Series.objects.select_for_update().get(division=division)


def given(*, case: str, name: str) -> str:
    """The code that this case and name already have, or nothing."""
    earlier = Issue.objects.filter(case=case, name=name).first() if case else None
    return earlier.code if earlier else ""


def next_code(series: Series, *, kind: str) -> str:
    """The next code of a locked series; an act that is undone gives it back."""
    code = make(kind=kind, division=series.division, body=body_of(series.next))
    series.next += 1
    series.save(update_fields=["next"])
    return code


def remember(*, code: str, case: str, name: str, at: dt.datetime) -> None:
    """Notes that a code was given out."""
    Issue.objects.create(code=code, case=case, name=name, at=at)
