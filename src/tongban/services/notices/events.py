"""What notices tell: a notice was written and now goes out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NoticeWritten:
    """A notice is in the inbox. Its text is never in an event."""

    notice: int
    kind: str
