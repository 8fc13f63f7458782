"""`tongban process run` without its command line, and its lines in the short notation of the cases.

A mark and an element: `+a` entered, `-a` completed, `!a` cancelled, `^t` thrown, `?c` caught; `/2` is the pass of a
loop. Only what activities do is compared, and of events what is thrown and caught: what a line says of gateways and of
events that are merely passed is the command's own matter.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tongban.engines.processes import xml
from tongban.engines.processes.runs import playing, steps
from tongban.engines.processes.runs.playing import Outcome

AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
MARKS = {"entered": "+", "completed": "-", "cancelled": "!", "thrown": "^", "caught": "?"}
WORK = ("task", "Task", "subProcess", "transaction", "callActivity")


def run(
    model: Path, script: Sequence[Mapping[str, Any]], *, data: Mapping[str, Any] | None = None, wait: bool = False
) -> Outcome:
    """Runs a model on a virtual clock; what is refused fails the test with its reasons."""
    document = xml.load(model.read_bytes(), model.name)
    assert document.accepted, [one.message for one in document.problems]
    assert document.executable, [one.message for one in document.problems]
    given = steps.data(json.dumps(data or {}).encode())
    return playing.play(
        document.processes, steps.steps(json.dumps(list(script)).encode()), data=given, at=AT, wait=wait
    )


def mark(line: playing.Line) -> str:
    """A line in the short notation; empty when it is not compared."""
    sign = MARKS.get(line.event, "")
    if not sign or not line.element or (sign in "^?") == line.type.endswith(WORK):
        return ""
    return f"{sign}{line.element}" + (f"/{line.loop}" if line.loop is not None else "")


def opened(outcome: Outcome) -> list[str]:
    """The elements that are open at the end."""
    return sorted(one["element"] if isinstance(one, dict) else one for one in outcome.open)
