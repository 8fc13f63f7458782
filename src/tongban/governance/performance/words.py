"""Spans of time in short words."""

from __future__ import annotations

from django.utils.translation import gettext as _

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
TEN = 10


def span(seconds: float) -> str:
    """Such as "40 min", "3.5 h" or "12 d": two figures that count."""
    if seconds < MINUTE:
        return _("%(n)s s") % {"n": round(seconds)}
    if seconds < HOUR:
        return _("%(n)s min") % {"n": round(seconds / MINUTE)}
    if seconds < DAY:
        return _("%(n)s h") % {"n": _short(seconds / HOUR)}
    return _("%(n)s d") % {"n": _short(seconds / DAY)}


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= TEN else f"{value:.1f}".removesuffix(".0")
