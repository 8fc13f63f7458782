"""`tongban process check`: what is wrong with BPMN files, in any folder, without a node or a database."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from tongban.cli import guard
from tongban.cli.guard import Refused, Reply

SECONDS = 20.0
MAX_SHOWN = 1_000  # problems of one file


def add_arguments(check: argparse.ArgumentParser) -> None:
    """The arguments of `process check`."""
    check.add_argument("--json", action="store_true", help="one JSON object a file instead of text")
    check.add_argument("files", nargs="+", metavar="FILE", help="BPMN files")


def run(chosen: argparse.Namespace) -> int:
    """Prints what is wrong with each file, in the order given: 0 all accepted, 1 any refused, 2 wrong use."""
    worker = guard.Worker(_checked, SECONDS)
    show = _as_json if chosen.json else _as_text
    code = 0
    try:
        for name in chosen.files:
            reply = worker.ask(os.fsencode(name))
            told = json.loads(reply.out) if reply.code == 0 else _unread(name, reply)
            code = max(code, int(not told["accepted"]))
            if guard.printed(Reply(0, show(told).encode("utf-8", "backslashreplace"))):
                return 1
    except KeyboardInterrupt:
        return guard.printed(guard.refusal("interrupted"))
    finally:
        worker.close()
    return code


def _checked(request: bytes) -> Reply:
    """In the worker: the verdict on one file, as JSON."""
    from tongban.engines.processes import offline

    name = os.fsdecode(request)
    try:
        with Path(name).open("rb") as file:
            data = file.read(offline.MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Refused(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    found = offline.examine(data, name)
    shown = sorted(found.problems, key=lambda one: one.severity)[:MAX_SHOWN]
    problems = [
        {"severity": one.severity, "code": one.code, "element": one.element, "line": one.line, "message": one.message}
        for one in sorted(shown, key=lambda one: one.line)
    ]
    verdict = {"file": name, "accepted": found.accepted, "executable": found.executable, "problems": problems}
    return Reply(0, json.dumps(verdict).encode())


def _unread(name: str, reply: Reply) -> dict[str, Any]:
    """The verdict on a file that could not be read or took too much: refused, with the reason."""
    reason = reply.err.decode("utf-8", "replace").strip().removeprefix("tongban: ")
    problem = {"severity": "error", "code": "unreadable", "element": "", "line": 0, "message": reason}
    return {"file": name, "accepted": False, "executable": False, "problems": [problem]}


def _as_json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False) + "\n"


def _as_text(told: dict[str, Any]) -> str:
    lines = [
        f"{told['file']}:{one['line']}: {one['severity']}: {one['message']} [{one['code']}]\n"
        for one in told["problems"]
    ]
    verdict = ("accepted" if told["executable"] else "accepted, not executable") if told["accepted"] else "refused"
    return "".join(" ".join(line.split()) + "\n" for line in lines) + f"{told['file']}: {verdict}\n"
