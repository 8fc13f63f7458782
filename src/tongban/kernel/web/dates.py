"""Dates and moments as a page shows them: in the node's zone and the page's language."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language


def _english() -> bool:
    return (get_language() or "").startswith("en")


def day(value: dt.date | None) -> str:
    """A date: 2026年11月23日, or 23 November 2026. A moment is shown as its day in the node's zone."""
    if value is None:
        return ""
    local = timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
    return str(date_format(local, "j F Y" if _english() else "Y年n月j日", use_l10n=False))


def when(value: dt.datetime | None) -> SafeString | str:
    """A moment in the node's zone: 2026年11月23日 14:05, or 23 November 2026, 14:05."""
    if value is None:
        return ""
    if not isinstance(value, dt.datetime):
        return day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    text = f"{day(local)}{', ' if _english() else ' '}{local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)
