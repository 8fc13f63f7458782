"""Numbers of bills (F), receipts (R) and refunds (T): division, year, place, check character (ISO 7064, MOD 37-36)."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Literal

from django.conf import settings
from django.db import IntegrityError, transaction
from stdnum.iso7064 import mod_37_36

from tongban.services.payments.models import Series


def day_of(at: dt.datetime) -> dt.date:
    """The day of a moment in the node's zone."""
    return at.astimezone(zoneinfo.ZoneInfo(settings.CONFIG.time_zone)).date()


def take(kind: Literal["F", "R", "T"], *, at: dt.datetime) -> str:
    """The next number of a series without gaps; undone with the transaction that takes it."""
    division, year = settings.CONFIG.division, day_of(at).year
    wanted = Series.objects.select_for_update().filter(kind=kind, division=division, year=year)
    series = wanted.first()
    if series is None:
        try:
            with transaction.atomic():
                Series.objects.create(kind=kind, division=division, year=year)
        except IntegrityError:
            pass  # somebody began the year at the same moment
        series = wanted.get()
    series.last += 1
    series.save(update_fields=["last"])
    check = mod_37_36.calc_check_digit(f"{kind}{division}{year}{series.last:06}")
    return f"{kind}{division}-{year}-{series.last:06}-{check}"
