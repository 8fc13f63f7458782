"""`tongban rehearse`: a package's scenarios played without publishing it, what they come past, what they notice."""

from __future__ import annotations

import argparse
import json
from typing import Any

from tongban.cli.guard import Refused
from tongban.cli.packages import find
from tongban.cli.serve import migrate, set_up

SHOWN = 8


def add_commands(commands: Any) -> None:
    """Adds this module's commands to the command line."""
    play = commands.add_parser("rehearse", help="play the scenarios of a package without publishing it")
    play.add_argument("package", help="a folder, or the name of an installed package such as approvals")
    play.add_argument("--only", metavar="KEY", default="", help="one scenario: scenarios/KEY.toml")
    play.add_argument("--coverage", action="store_true", help="list what of forms and processes no scenario comes past")
    play.add_argument(
        "--mutate", type=float, default=0, metavar="SECONDS",
        help="drop each question and turn each condition of the forms for so long: what does no scenario notice?",
    )  # fmt: skip
    play.add_argument("--json", action="store_true", help="print one JSON object")
    play.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Prints a line for each scenario; 1 when one is red."""
    folder = find(chosen.package)
    set_up()
    migrate()
    from django.utils import timezone

    from tongban.kernel.declarations import api as declarations
    from tongban.services.cases import api as cases

    at, seen = timezone.now(), cases.Seen()
    try:
        package = declarations.read(folder)
        if chosen.only and package.find("scenarios", chosen.only) is None:
            raise Refused(f"there is no scenario {chosen.only!r} in this package")
        done = cases.rehearse(package, at=at, only=chosen.only, seen=seen)
    except declarations.DeclarationError as error:
        raise Refused(f"the package cannot be rehearsed:\n{error}") from None
    told: dict[str, Any] = {"scenarios": {one.key: [str(fault) for fault in one.problems] for one in done}}
    if chosen.coverage:
        found = cases.coverage(package, seen)
        told["coverage"] = [
            {"text": one.text, "kind": one.kind, "total": one.total, "missing": one.missing} for one in found
        ]
    if chosen.mutate > 0 and all(one.green for one in done):
        tally = cases.mutate(package, at=at, seconds=chosen.mutate)
        told["mutants"] = {"possible": tally.possible, "tried": tally.tried, "survivors": tally.survivors}
    print(json.dumps(told, ensure_ascii=False, indent=1) if chosen.json else "\n".join(_lines(told)))
    return 0 if all(one.green for one in done) else 1


def _lines(told: dict[str, Any]) -> list[str]:
    lines = []
    for key, faults in told["scenarios"].items():
        lines += [f"{'red  ' if faults else 'green'} {key}", *(f"      {fault}" for fault in faults)]
    for one in told.get("coverage", ()):
        past, missing = one["total"] - len(one["missing"]), list(one["missing"])
        rest = ", ".join(missing[:SHOWN]) + (f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else "")
        lines.append(f"{one['text']}: {past} of {one['total']} {one['kind']}" + (f"; not: {rest}" if missing else ""))
    if "mutants" in told:
        tally = told["mutants"]
        lines += [f"forms/{form}: nobody notices: {change}" for form, change in tally["survivors"]]
        noticed = tally["tried"] - len(tally["survivors"])
        rest = f"; {tally['possible'] - tally['tried']} were not reached in time" * (tally["tried"] < tally["possible"])
        lines.append(f"{noticed} of {tally['tried']} changes of forms are noticed{rest}")
    return lines
