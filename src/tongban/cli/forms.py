"""`tongban form`: forms checked and described; those of other programs as ours; a spreadsheet and back; any folder."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from tongban.cli import forms_check, forms_export, forms_import

WHAT = {
    "formio": ("FILE.json", "a form of Form.io, JSON"),
    "formcode": ("FILE", "a form in OneGov's formcode"),
    "xlsx": ("FILE.xlsx", "a spreadsheet as export-xlsx writes it, or any with the columns page, kind, label"),
}


def add_commands(commands: Any) -> None:
    """Adds this module's commands to the command line."""
    form = commands.add_parser(
        "form", help="check forms, describe their answers, carry them over from other programs"
    ).add_subparsers(dest="what", required=True, metavar="COMMAND")
    forms_check.add_check(form.add_parser("check", help="say what is wrong with form texts; 1 when one is refused"))
    forms_check.add_schema(form.add_parser("schema", help="print the JSON Schema (draft 2020-12) of a form's answers"))
    for name, (file, words) in WHAT.items():
        taken = form.add_parser(f"import-{name}", help=f"make a form text of {words}; 1 when something is left out")
        taken.add_argument("file", metavar=file, help=words)
        taken.add_argument("-o", "--output", metavar="OUT.toml", help="the file to write (default: standard output)")
        taken.add_argument("--json", metavar="REPORT.json", help="write what is left out as JSON; - is standard error")
        taken.set_defaults(run=forms_import.run, format=name)
    given = form.add_parser("export-xlsx", help="write a form text as a spreadsheet")
    given.add_argument("file", metavar="FORM.toml", help="a form text")
    given.add_argument("-o", "--output", metavar="OUT.xlsx", required=True, help="the spreadsheet to write")
    given.set_defaults(run=forms_export.run)


def main(arguments: Sequence[str]) -> int:
    """Runs `form …`: 0 done, 1 something is left out, 2 wrong use or an unreadable file."""
    parser = argparse.ArgumentParser(prog="tongban", allow_abbrev=False)
    add_commands(parser.add_subparsers(required=True))
    chosen = parser.parse_args(arguments)
    return int(chosen.run(chosen))
