"""`tongban deadline`: due days from standard input in any folder, without a node or a database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from tongban.cli import guard
from tongban.cli.guard import Reply

HELP = "compute due days: a JSON object, or JSON lines, from standard input; prints a JSON line for each"
MAX_MESSAGE = 1_500  # characters


def add_commands(commands: Any) -> None:
    """Adds this module's command to the command line."""
    commands.add_parser("deadline", help=HELP, description=HELP).set_defaults(run=run)


def main(arguments: Sequence[str]) -> int:
    """Runs `deadline`: 0, 1 when standard output or input fails, 2 for wrong input with its key on standard error."""
    parser = argparse.ArgumentParser(prog="tongban", allow_abbrev=False)
    add_commands(parser.add_subparsers(required=True))
    return run(parser.parse_args(arguments))


def run(_chosen: argparse.Namespace) -> int:
    """Answers each request by a line, in order, and ends with 2 at the first that is wrong."""
    from tongban.engines.deadlines import offline

    if sys.stdin is None:
        return guard.printed(guard.refusal("standard input is closed"))
    try:
        for line in offline.answers(_lines(sys.stdin.buffer, offline.MAX_BYTES), offline.answer):
            if code := guard.printed(Reply(0, line)):
                return code
    except offline.DeadlineError as error:
        return guard.printed(Reply(2, b"", _message(str(error))))
    except OSError as error:
        return guard.printed(guard.refusal(error))
    except KeyboardInterrupt:
        return 130
    return 0


def _lines(file: BinaryIO, most: int) -> Iterator[bytes]:
    """Lines of bounded size; of one that is too long only as much as tells so."""
    while line := file.readline(most + 2):
        yield line


def _message(text: str) -> bytes:
    plain = " ".join(text.split())
    shown = plain if len(plain) <= MAX_MESSAGE else f"{plain[:MAX_MESSAGE]} ..."
    return f"tongban: {shown}\n".encode("utf-8", "backslashreplace")
