"""Scripts played over models in a few words."""

from __future__ import annotations

import datetime as dt
import json

from lxml import etree

from tongban.engines.processes import xml
from tongban.engines.processes.runs import playing, steps
from tongban.engines.processes.tests.building import HEAD, ROOTS, model

AT = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)


def played(text: str, *script: object, wait: bool = False, **data: object) -> playing.Outcome:
    """Plays steps (a bare text completes a task) over a BPMN text."""
    document = xml.load(ordered(text), "p.bpmn")
    assert document.accepted, [one.message for one in document.problems]
    listed = [{"complete": step} if isinstance(step, str) else step for step in script]
    return playing.play(
        document.processes,
        steps.steps(json.dumps(listed).encode()),
        data=steps.data(json.dumps(data).encode()),
        at=AT,
        wait=wait,
    )


def ordered(text: str) -> bytes:
    """The text with the associations of each scope after its flow elements, where BPMN wants them."""
    root = etree.fromstring(text.encode())
    for one in list(root.iter("{*}association")):
        one.getparent().append(one)
    return etree.tostring(root)


def run(*parts: str, script: tuple[object, ...] = (), wait: bool = False, **data: object) -> playing.Outcome:
    """Plays a script over a process made of these parts."""
    return played(model(*parts), *script, wait=wait, **data)


def several(**processes: tuple[str, ...]) -> str:
    """A file of several processes by id."""
    inner = "".join(
        f'<process id="{key}" name="{key}" isExecutable="true">{"".join(parts)}</process>'
        for key, parts in processes.items()
    )
    return f"{HEAD}{ROOTS}{inner}</definitions>"


def tasks(outcome: playing.Outcome, event: str = "completed") -> list[str]:
    """The tasks of which a run tells this, in order; loops as a whole are left out."""
    looped = {line.element for line in outcome.lines if line.loop is not None}
    return [
        line.element for line in outcome.lines
        if line.event == event and line.type.endswith("ask") and (line.loop is not None or line.element not in looped)
    ]  # fmt: skip


def told(outcome: playing.Outcome, event: str) -> list[str]:
    """The elements of which a run tells this, in order."""
    return [line.element for line in outcome.lines if line.event == event]
