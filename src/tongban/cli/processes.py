"""`tongban process`: models checked and played in any folder, without a node; the log of a node exported."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from tongban.cli import process_check, process_export, process_import, process_layout, process_run


def add_commands(commands: Any) -> None:
    """Adds this module's commands to the command line."""
    process = commands.add_parser(
        "process", help="check BPMN models, lay them out, or play one by a script"
    ).add_subparsers(dest="what", required=True, metavar="COMMAND")
    check = process.add_parser("check", help="say what is wrong with BPMN files; 1 when one is refused")
    process_check.add_arguments(check)
    check.set_defaults(run=process_check.run)
    layout = process.add_parser("layout", help="draw a diagram of our own layout into BPMN files")
    process_layout.add_arguments(layout)
    layout.set_defaults(run=process_layout.run)
    run = process.add_parser("run", help="play a model on a virtual clock; prints a JSON line for what happens")
    process_run.add_arguments(run)
    run.set_defaults(run=process_run.run)
    digit = process.add_parser("import-digit", help="make a BPMN file of a state machine of DIGIT")
    process_import.add_arguments(digit)
    digit.set_defaults(run=process_import.run)
    export = process.add_parser("export", help="the event log of a process on this node as XES or OCEL 2.0")
    process_export.add_arguments(export)
    export.set_defaults(run=process_export.run)


def main(arguments: Sequence[str]) -> int:
    """Runs `process …`: 0, 1 refused with the reason printed, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="tongban", allow_abbrev=False)
    add_commands(parser.add_subparsers(required=True))
    chosen = parser.parse_args(arguments)
    return int(chosen.run(chosen))
