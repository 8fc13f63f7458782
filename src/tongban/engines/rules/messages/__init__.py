"""Every message of the engine by its code: the text in English, with the names of its parts."""

from __future__ import annotations

from tongban.engines.rules.messages import filters, functions, models, packages, patterns, reading, values
from tongban.engines.rules.messages.kinds import KINDS

__all__ = ["KINDS", "MESSAGES"]

MESSAGES: dict[str, str] = {
    **reading.MESSAGES,
    **models.MESSAGES,
    **values.MESSAGES,
    **functions.MESSAGES,
    **patterns.MESSAGES,
    **filters.MESSAGES,
    **packages.MESSAGES,
}
