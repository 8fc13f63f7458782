"""`tongban process import-digit`: a state machine of DIGIT becomes a BPMN file with a diagram."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tongban.cli import guard
from tongban.cli.guard import Refused
from tongban.cli.rules import read


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of `process import-digit`."""
    command.add_argument("file", help="a BusinessService of egov-workflow-v2, JSON")
    command.add_argument("-o", "--output", metavar="OUT.bpmn", required=True, help="the BPMN file to write")


def run(chosen: argparse.Namespace) -> int:
    """Writes the file and prints what could not be carried over: 0, 1 refused, 2 wrong use."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False, USE_TZ=True, TIME_ZONE="UTC")
    try:
        lost = _written(Path(chosen.file), Path(chosen.output))
    except Refused as error:
        return guard.printed(guard.refusal(error))
    for line in lost:
        print(f"not carried over: {line}", file=sys.stderr)
    return 0


def _written(source: Path, target: Path) -> list[str]:
    from tongban.cli import digit
    from tongban.engines.processes import offline

    try:
        found = digit.imported(json.loads(read(source)))
    except (digit.DigitError, json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(f"{str(source)!a}: {error}") from None
    text = offline.layout(found.text)
    faults = [one for one in offline.load(text, target.name).problems if one.severity == "error"]
    if faults:
        raise Refused(f"{str(source)!a}: {faults[0].element}: {faults[0].message}")
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{str(target)!a}: {error.strerror}") from None
    return found.lost
