"""Receipt numbers: division, year, place in the series, check character (ISO 7064, MOD 37-36).

Within a division and year the series has no gap: the row that holds the last number is locked until the case is there.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from stdnum.iso7064 import mod_37_36

from tongban.services.cases.models import Series

DIGITS = 6


def take(*, division: str, year: int) -> str:
    """The next number; undone with the transaction that takes it."""
    series = Series.objects.select_for_update().filter(division=division, year=year).first()
    if series is None:
        try:
            with transaction.atomic():
                Series.objects.create(division=division, year=year)
        except IntegrityError:
            pass  # somebody began the year at the same moment
        series = Series.objects.select_for_update().get(division=division, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return written(division, year, series.last)


def written(division: str, year: int, place: int) -> str:
    body = f"{division}{year}{place:0{DIGITS}}"
    return f"{division}-{year}-{place:0{DIGITS}}-{mod_37_36.calc_check_digit(body)}"


def tidy(text: str) -> str:
    """A number as a person typed it, in the form in which it is stored; empty when its check character is wrong."""
    plain = text.strip().upper().replace(" ", "")
    bare = plain.replace("-", "")
    if not plain.isascii() or not bare.isalnum() or not mod_37_36.is_valid(bare):
        return ""
    if "-" in plain:
        return plain
    return f"{bare[:6]}-{bare[6:10]}-{bare[10:-1]}-{bare[-1]}"
