"""The door for the command that works without a node: no Django, no tables, the shipped calendars."""

from __future__ import annotations

from tongban.engines.deadlines.calendars import DeadlineError
from tongban.engines.deadlines.lines import MAX_BYTES, answers
from tongban.engines.deadlines.wire import answer

__all__ = ["MAX_BYTES", "DeadlineError", "answer", "answers"]
