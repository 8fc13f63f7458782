"""Cursors of lists that are paged by key: an instant and the row's id."""

from __future__ import annotations

import datetime as dt

BIGGEST = 2**63


def written(moment: dt.datetime, key: int) -> str:
    return f"{moment.isoformat()}|{key}"


def read(text: str) -> tuple[dt.datetime, int] | None:
    """The place that a cursor names; None for what is none, so that reading begins at the start."""
    moment, _bar, key = text.partition("|")
    try:
        found = dt.datetime.fromisoformat(moment), int(key)
    except ValueError:
        return None
    return found if found[0].tzinfo is not None and abs(found[1]) < BIGGEST else None
