"""Deciding by models from the command line: one by one, a batch of JSON lines, and what a check finds."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from tongban.cli import guard
from tongban.cli.guard import Refused, Reply
from tongban.cli.rules import MAX_INPUT, STEPS, characters, line_of_json, now, read, warnings_of
from tongban.engines.rules import api as rules

MAX_MODELS = 2_000
MAX_ID = 10_000  # characters
Held = tuple[rules.Model, rules.Functions]
_models: dict[str, Held | str] = {}


def evaluate(chosen: argparse.Namespace) -> Reply:
    """Decides by one model: `{"result": …, "warnings": […]}`, with `trace` when asked."""
    inputs = rules.inputs_from_json(read(Path(chosen.input))) if chosen.input is not None else {}
    outcome = decided(model_at(chosen.model), chosen.decision, chosen.service, inputs)
    members = answer(outcome)
    if chosen.trace:
        members["trace"] = rules.to_json([_row(row) for row in outcome.trace])
    return Reply(0, line_of_json(members))


def decided(held: Held, decision: str | None, service: str | None, inputs: dict[str, Any]) -> rules.Outcome:
    """The outcome of a decision, of a service, or of all decisions. Raises LookupError for an unknown name."""
    model, functions = held
    if service is not None:
        return rules.call_service(
            model=model, service=service, inputs=inputs, steps=STEPS, at=now(), functions=functions
        )
    if decision is not None:
        return rules.decide(model=model, decision=decision, inputs=inputs, steps=STEPS, at=now(), functions=functions)
    return rules.evaluate_all(model=model, inputs=inputs, steps=STEPS, at=now(), functions=functions)


def answer(outcome: rules.Outcome) -> dict[str, str]:
    """The members of an answer, as JSON."""
    warnings = json.dumps(warnings_of(outcome.warnings), ensure_ascii=False)
    return {"result": rules.to_json(outcome.result), "warnings": warnings.encode("utf-8", "replace").decode()}


def _row(row: rules.Row) -> dict[str, Any]:
    return {
        "decision": row.table,
        "rule": row.rule_id,
        "row": rules.to_feel(row.index),
        "inputs": dict(row.inputs),
        "outputs": dict(row.outputs),
        "annotations": dict(row.annotations),
    }


def model_at(path: str) -> Held:
    """The model of a file with the functions of its package, read and compiled once. Raises Refused with the reason."""
    if path not in _models:
        if len(_models) >= MAX_MODELS:
            _models.clear()
        _models[path] = _read(Path(path))
    found = _models[path]
    if isinstance(found, str):
        raise Refused(found)
    return found


def package_of(path: Path) -> Path | None:
    """The folder of the package whose rules hold this model; None for a model from elsewhere."""
    folder = path.absolute().parent
    package = folder.parent
    return package if folder.name == "rules" and (package / "system.toml").is_file() else None


def functions_of(package: Path | None) -> rules.Functions:
    """What the `rules.py` of a package lets FEEL call. Raises ModelError, Refused."""
    kernels = package / "rules.py" if package else None
    if kernels is None or not kernels.is_file():
        return {}
    return rules.read_functions(characters(read(kernels), "rules.py"), "rules.py")


def _read(path: Path) -> Held | str:
    try:
        return rules.read_dmn_file(path), functions_of(package_of(path))
    except rules.ModelError as error:
        return f"{path} cannot be decided: {error}"
    except OSError as error:
        return f"cannot read {path}: {error.strerror}"
    except ValueError as error:
        return f"cannot read {path}: {error}"


def batch() -> int:
    """Answers each line of standard input by a line; always 0 unless standard output is closed."""
    if sys.stdin is None:
        raise Refused("standard input is closed")
    worker = guard.Worker(_answered)
    try:
        for line in _lines(sys.stdin.buffer):
            reply = worker.ask(line)
            if reply.code:  # the worker was ended over this line, or did not come to read its id
                reason = reply.err.decode("utf-8", "replace").removeprefix("tongban: ").strip()
                reply = Reply(0, _refused(_id_of(line), reason))
            if guard.printed(reply):
                return 1
    finally:
        worker.close()
    return 0


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines without their ends; of one that is too long only as much as tells so."""
    while line := file.readline(MAX_INPUT + 2):
        if not line.endswith(b"\n") and len(line) > MAX_INPUT:
            while (rest := file.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
        yield line.rstrip(b"\r\n")


def _answered(line: bytes) -> Reply:
    if len(line) > MAX_INPUT:
        raise Refused(f"a line of more than {MAX_INPUT} bytes")
    asked = rules.parsed(line)
    if type(asked) is not dict:
        raise Refused("a line must be a JSON object with id, model, decision or service, and input")
    number = _id(asked)
    reply = guard.answered(lambda _: Reply(0, _line(number, asked)), b"")
    if reply is guard.HUNGRY and len(_models) > 1:  # the models of the lines before may be what fills the memory
        _models.clear()
        reply = guard.answered(lambda _: Reply(0, _line(number, asked)), b"")
    if reply.code:
        reason = reply.err.decode("utf-8", "replace").removeprefix("tongban: ").strip()
        return Reply(0, _refused(number, reason))
    return reply


def _line(number: str, asked: dict[str, Any]) -> bytes:
    names = {name: _name(asked, name) for name in ("model", "decision", "service")}
    if names["model"] is None:
        raise Refused('"model" must be the path of a DMN file')
    if names["decision"] is not None and names["service"] is not None:
        raise Refused('give "decision" or "service", not both')
    inputs = rules.inputs_of(asked["input"]) if asked.get("input") is not None else {}
    outcome = decided(model_at(names["model"]), names["decision"], names["service"], inputs)
    return line_of_json({"id": number, **answer(outcome)})


def _name(asked: dict[str, Any], name: str) -> str | None:
    found = asked.get(name)
    if found is not None and type(found) is not str:
        raise Refused(f'"{name}" must be a text')
    return found


def _refused(number: str, reason: str) -> bytes:
    return line_of_json({"id": number, "error": json.dumps(reason, ensure_ascii=False), "warnings": "[]"})


def _id(asked: dict[str, Any]) -> str:
    """The id as it stood in the line."""
    found = rules.unparsed(asked.get("id"))
    if len(found) > MAX_ID:
        raise Refused(f'an "id" of more than {MAX_ID} characters')
    return found


def _id_of(line: bytes) -> str:
    """The id of a line whose worker was ended, null when it cannot be read."""
    try:
        asked = rules.parsed(line)
        return _id(asked) if type(asked) is dict else "null"
    except (ValueError, Refused):
        return "null"


def check(path: Path) -> Reply:
    """Each finding on a line: severity, decision, row, column, element id, message."""
    read(path)  # that it can be read at all, is said on standard error
    package = package_of(path)
    try:
        model = rules.read_dmn_file(path, lenient=package is None)
        findings = rules.check(model, article=package is not None, functions=functions_of(package))
    except rules.ModelError as error:
        findings = error.findings
    lines = [f"{_shown(finding)}\n" for finding in findings]
    code = 1 if any(finding.severity == "error" for finding in findings) else 0
    return Reply(code, "".join(lines).encode("utf-8", "replace"))


def _shown(finding: rules.Finding) -> str:
    """A finding on one line; what it is not about is a dash."""
    tail = f"; {finding.suggestion}" if finding.suggestion else ""
    parts = (
        finding.decision or "-", f"row {finding.row or '-'}", f"column {finding.column or '-'}", finding.element or "-",
    )  # fmt: skip
    return " ".join(f"{finding.severity}: {', '.join(parts)}: {finding.message}{tail}".split())
