"""`tongban form import-…`: what a foreign form says as our text, and a list of what it says beyond that."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tongban.cli import guard
from tongban.cli.guard import Refused, Reply
from tongban.cli.rules import read

WHOLE, PART, NONE = 0, 1, 2
LEFT_OUT = 3  # what the worker says for PART: 1 is its own word for a refusal


def run(chosen: argparse.Namespace) -> int:
    """Prints or writes the form; 0 all carried over, 1 something left out, 2 unreadable."""
    return guarded(lambda _: _carried(chosen))


def guarded(work: guard.Work) -> int:
    """Runs the work on a stranger's file in a process of its own, bounded in time and memory."""
    plain()
    reply = guard.replied(guard.Worker(work))
    code = {WHOLE: WHOLE, LEFT_OUT: PART}.get(reply.code, NONE)
    return guard.printed(Reply(code, reply.out, reply.err))


def plain() -> None:
    """The settings that texts need, where there is no node."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False, USE_TZ=True, TIME_ZONE="UTC")


def _carried(chosen: argparse.Namespace) -> Reply:
    from tongban.engines.forms import offline

    source = Path(chosen.file)
    try:
        found = offline.imported(read(source), format=chosen.format, title=source.stem)
    except offline.ImportFault as error:
        raise Refused("\n".join(f"{chosen.file}: {line}" for line in str(error).splitlines()[:40])) from None
    text = offline.written(found.form).encode()
    if chosen.output:
        put(Path(chosen.output), text)
    report = "".join(f"not carried over: {one}\n" for one in found.lost)
    if chosen.json:
        listed = [{"place": one.place, "what": one.what, "reason": one.reason} for one in found.lost]
        whole = {"form": str(source), "questions": len(found.form.fields()), "not_carried_over": listed}
        made = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
        report = made if chosen.json == "-" else report
        if chosen.json != "-":
            put(Path(chosen.json), made.encode())
    return Reply(LEFT_OUT if found.lost else WHOLE, b"" if chosen.output else text, report.encode("utf-8", "replace"))


def put(path: Path, data: bytes) -> None:
    """Writes a file. Raises Refused."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Refused(f"{str(path)!a}: {error.strerror}") from None
