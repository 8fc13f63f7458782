"""Which versions of a text were published, by whom they came, and which is in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Release:
    """A published version of one text. `since`: in force since then, None when another is; `amended`: its text was
    changed on this node and differs from the package's. `package` is empty for what was begun on this node.
    """

    key: str
    version: str
    package: str
    package_version: str
    published: dt.datetime
    since: dt.datetime | None
    amended: bool


def _release(row: Any, now: Any) -> Release:
    current = now is not None and now.published_id == row.pk
    return Release(
        row.key, row.version, row.package, row.package_version, row.published, now.since if current else None,
        current and hasattr(now, "amendment"),
    )  # fmt: skip


def releases(kind: str, key: str) -> tuple[Release, ...]:
    """Every published version of a text, the newest first: two queries."""
    from tongban.kernel.declarations.models import Current, Published  # noqa: PLC0415

    now = Current.objects.filter(kind=kind, key=key).select_related("amendment").first()
    return tuple(_release(row, now) for row in Published.objects.filter(kind=kind, key=key).order_by("-id"))


def in_force(kind: str) -> dict[str, Release]:
    """The versions in force of a kind, by key: one query."""
    from tongban.kernel.declarations.models import Current  # noqa: PLC0415

    rows = Current.objects.filter(kind=kind).select_related("published", "amendment").order_by("key")
    return {row.key: _release(row.published, row) for row in rows}
