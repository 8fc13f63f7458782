"""Letters: messages and signals on their way to other business keys, written in the transaction of their throw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tongban.engines.processes import models
from tongban.engines.processes.values import packed


def post_signal(name: str, data: Mapping[str, Any], sender: str, at: dt.datetime) -> list[models.Letter]:
    """Writes a letter for each other business key under which a signal is waited for now."""
    waiting = models.Wait.objects.filter(kind="signal", message=name, due=None).exclude(business_key=sender)
    keys = waiting.order_by("business_key").values_list("business_key", flat=True).distinct()
    return models.Letter.objects.bulk_create(
        models.Letter(business_key=key, kind="signal", name=name, data=packed(data), sent=at, sender=sender)
        for key in keys
    )


def post_message(name: str, correlation: str, data: Mapping[str, Any], sender: str, at: dt.datetime) -> bool:
    """Writes a letter for whoever has waited longest for a message of this correlation; whether there is anybody."""
    key = waiting_key(name, correlation, sender)
    if key:
        models.Letter.objects.create(
            business_key=key, kind="message", name=name, correlation=correlation[:200], data=packed(data), sent=at,
            sender=sender,
        )  # fmt: skip
    return bool(key)


def waiting_key(name: str, correlation: str, sender: str = "") -> str:
    """The business key under which a message with a correlation key is waited for longest; "" for none."""
    if not correlation:
        return ""  # without a key it is nobody's in particular
    waiting = models.Wait.objects.filter(kind="message", message=name, correlation=correlation, due=None)
    found = waiting.exclude(business_key=sender).order_by("id").values_list("business_key", flat=True).first()
    return found or ""
