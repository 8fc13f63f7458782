"""Trying a model: the steps of a person played on a virtual clock; nothing is started or kept."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.engines.processes import api as processes
from tongban.governance.drafts.api import DraftError

LONGEST, MOST = 20_000, 200


@dataclass(frozen=True)
class Waiting:
    """An element that a run waits at."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True)
class Trial:
    """How a run stands after its steps. `state` is running, completed, terminated or failed; `asks` are the conditions
    of the ways out of a gateway or step: its name, the way's and the expression.
    """

    state: str
    lines: tuple[tuple[str, str], ...]
    waiting: tuple[Waiting, ...]
    done: frozenset[str]
    data: str
    errors: tuple[str, ...]
    asks: tuple[tuple[str, str, str], ...]


def trial(*, text: str, process: str, script: list[Any], data: str, at: dt.datetime) -> Trial:
    """Plays the steps from the start. Raises DraftError for a model that cannot run and for steps that do not fit."""
    written = json.dumps(script).encode()
    if len(written) > LONGEST or len(data) > LONGEST or len(script) > MOST:
        raise DraftError(_("These are too many steps for one trial. Start again."))
    document = processes.load(text, process)
    if not document.accepted or process not in document.processes:
        raise DraftError(_("The draft has errors. Correct them first."))
    try:
        found = processes.play(document.processes, written, (data.strip() or "{}").encode(errors="replace"), at=at)
    except (processes.StepError, processes.EndlessError, processes.ProcessError) as error:
        raise DraftError(str(error)) from None
    graph = document.processes[process]
    names = {node.id: Waiting(node.id, str(node.name) or node.id, node.kind) for node in graph.nodes.values()}
    return Trial(
        state=found.state,
        lines=tuple((line.event, line.name or line.element) for line in found.lines[-MOST:]),
        waiting=tuple(names[one] for one in dict.fromkeys(found.open) if one in names),
        done=frozenset(line.element for line in found.lines if line.event == "completed"),
        data=json.dumps(found.data, ensure_ascii=False, indent=1, default=str),
        errors=found.errors,
        asks=tuple(
            (names[flow.source].name, str(flow.name) or names[flow.target].name, flow.condition.text)
            for flow in graph.flows.values()
            if flow.condition is not None
        ),
    )
