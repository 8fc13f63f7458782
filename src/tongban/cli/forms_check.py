"""`tongban form check` and `form schema`: form texts judged and described in any folder, without a node."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from tongban.cli import guard
from tongban.cli.guard import Refused, Reply

SECONDS = 20.0


def add_check(check: argparse.ArgumentParser) -> None:
    """The arguments of `form check`."""
    check.add_argument("--json", action="store_true", help="one JSON object a file instead of text")
    check.add_argument("files", nargs="+", metavar="FILE", help="form texts (TOML)")
    check.set_defaults(run=run_check)


def add_schema(schema: argparse.ArgumentParser) -> None:
    """The arguments of `form schema`."""
    schema.add_argument("file", metavar="FILE", help="a form text (TOML)")
    schema.set_defaults(run=run_schema)


def run_check(chosen: argparse.Namespace) -> int:
    """Prints what is wrong with each file, in the order given: 0 all accepted, 1 any refused."""
    worker = guard.Worker(_checked, SECONDS)
    code = 0
    try:
        for name in chosen.files:
            reply = worker.ask(os.fsencode(name))
            told = json.loads(reply.out) if reply.code == 0 else _unread(name, reply)
            code = max(code, int(not told["accepted"]))
            shown = json.dumps(told, ensure_ascii=False) + "\n" if chosen.json else _as_text(told)
            if guard.printed(Reply(0, shown.encode("utf-8", "backslashreplace"))):
                return 1
    except KeyboardInterrupt:
        return guard.printed(guard.refusal("interrupted"))
    finally:
        worker.close()
    return code


def run_schema(chosen: argparse.Namespace) -> int:
    """Prints the schema of a form, or why there is none."""
    worker = guard.Worker(_described, SECONDS)
    try:
        return guard.printed(worker.ask(os.fsencode(chosen.file)))
    finally:
        worker.close()


def _text(name: str) -> str:
    from tongban.engines.forms import offline

    try:
        with Path(name).open("rb") as file:
            data = file.read(offline.MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Refused(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > offline.MAX_BYTES:
        raise Refused(f"larger than {offline.MAX_BYTES} bytes")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Refused(f"byte {error.start}: not UTF-8 text") from None


def _checked(request: bytes) -> Reply:
    """In the worker: the verdict on one file, as JSON."""
    from tongban.engines.forms import offline

    name = os.fsdecode(request)
    text = _text(name)
    found = offline.examine(text, name)
    problems = [
        {"severity": one.severity, "path": one.path, "line": one.line, "column": one.column, "message": one.message}
        for one in found
    ]
    accepted = all(one.severity != "error" for one in found)
    return Reply(0, json.dumps({"file": name, "accepted": accepted, "problems": problems}).encode())


def _described(request: bytes) -> Reply:
    """In the worker: the schema of one form."""
    from tongban.engines.forms import offline

    name = os.fsdecode(request)
    text = _text(name)
    found = offline.described(text, name)
    return Reply(0, (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode())


def _unread(name: str, reply: Reply) -> dict[str, Any]:
    reason = reply.err.decode("utf-8", "replace").strip().removeprefix("tongban: ")
    problem = {"severity": "error", "path": "", "line": 0, "column": 0, "message": reason}
    return {"file": name, "accepted": False, "problems": [problem]}


def _as_text(told: dict[str, Any]) -> str:
    lines = [
        f"{told['file']}:{one['line']}:{one['column']}: {one['severity']}: {one['path']}: {one['message']}"
        for one in told["problems"]
    ]
    verdict = f"{told['file']}: {'accepted' if told['accepted'] else 'refused'}"
    return "".join(" ".join(line.split()) + "\n" for line in (*lines, verdict))
