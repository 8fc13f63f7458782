"""`tongban process run`: a model played by a script on a virtual clock, in any folder, without a node."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongban.cli import guard
from tongban.cli.guard import Refused, Reply
from tongban.cli.rules import read

if TYPE_CHECKING:
    from tongban.engines.processes.runs.playing import Outcome

SECONDS = 60.0
MAX_REASONS = 100


def add_arguments(run: argparse.ArgumentParser) -> None:
    """The arguments of `process run`."""
    run.add_argument("file", help="a BPMN file")
    run.add_argument("--script", metavar="STEPS.json", required=True, help="a JSON list of steps")
    run.add_argument("--data", metavar="DATA.json", help="a JSON object: the variables of each instance at its start")
    run.add_argument("--clock", metavar="START", help="when the run begins, ISO 8601 (default: now)")
    run.add_argument(
        "--wait-services", action="store_true", help="service, send and rule tasks wait for a step that completes them"
    )


def run(chosen: argparse.Namespace) -> int:
    """Prints a JSON line for everything that happens and one for the end: 0, 1 refused, 2 wrong use."""
    return guard.printed(guard.replied(guard.Worker(lambda _: _run(chosen), SECONDS)))


def _wrong(reason: object) -> Reply:
    return Reply(2, b"", guard.refusal(reason).err)


def _run(chosen: argparse.Namespace) -> Reply:
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False, USE_TZ=True, TIME_ZONE="UTC")
    from tongban.engines.processes.runs import playing, steps
    from tongban.engines.processes.runs.world import EndlessError

    try:
        script = steps.steps(read(Path(chosen.script)))
        data = steps.data(read(Path(chosen.data))) if chosen.data is not None else {}
        at = _moment(chosen.clock)
        text = read(Path(chosen.file))
    except (Refused, ValueError) as error:
        return _wrong(error)
    graphs = _graphs(text, chosen.file)
    if isinstance(graphs, Reply):
        return graphs
    try:
        return _shown(playing.play(graphs, script, data=data, at=at, wait=chosen.wait_services))
    except steps.StepError as error:
        return _wrong(error)
    except EndlessError as error:
        return guard.refusal(error)


def _graphs(text: bytes, name: str) -> Any:
    """The processes of a file by id, or the reply that says why it is not run."""
    from tongban.engines.processes import offline

    document = offline.load(text, name)
    if document.accepted and document.executable and document.processes:
        return document.processes
    severity = "warning" if document.accepted else "error"
    found = [one for one in document.problems if one.severity == severity][:MAX_REASONS]
    lines = [f"{name}: line {one.line}: {one.severity}: {one.message}\n" for one in found]
    return Reply(1, b"", "".join(lines or [f"{name}: there is nothing to run\n"]).encode("utf-8", "replace"))


def _moment(text: str | None) -> dt.datetime:
    """When the run begins; without a zone in UTC. Raises ValueError."""
    if text is None:
        return dt.datetime.now(dt.UTC).replace(microsecond=0)
    try:
        found = dt.datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"--clock is a moment such as 2026-01-31T09:00:00+08:00, not {text[:60]!a}") from None


def _shown(outcome: Outcome) -> Reply:
    """The lines of a run, one JSON object each."""
    lines = [
        json.dumps(
            {
                "event": one.event, "element": one.element, "name": one.name, "type": one.type,
                "instance": one.instance, "loop": one.loop,
            },
            ensure_ascii=False,
        )
        for one in outcome.lines
    ]  # fmt: skip
    end = {"state": json.dumps(outcome.state), "open": json.dumps(list(outcome.open), ensure_ascii=False)}
    end["data"] = _members(outcome.data)
    lines.append("{" + ", ".join(f'"{key}": {value}' for key, value in end.items()) + "}")
    reasons = "".join(f"failed: {' '.join(error.split())[:400]}\n" for error in outcome.errors)
    return Reply(0, ("\n".join(lines) + "\n").encode("utf-8", "replace"), reasons.encode("utf-8", "replace"))


def _members(data: Any) -> str:
    """Variables as a JSON object, each value as rules write it."""
    from tongban.engines.rules import api as rules

    return "{" + ", ".join(f"{rules.to_json(key)}: {rules.to_json(rules.to_feel(data[key]))}" for key in data) + "}"
