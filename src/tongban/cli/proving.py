"""`tongban rules mutate`, `import-openfisca`: what the worked cases of a package prove, and cases from elsewhere."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongban.cli.cases import Parameters, cases, text_of
from tongban.cli.guard import Refused

if TYPE_CHECKING:
    from tongban.engines.rules import api as engine


def add_commands(rules: Any) -> None:
    """Adds this module's commands to `tongban rules`."""
    mutate = rules.add_parser(
        "mutate", help="change each row of a package's rules: which changes no worked case notices"
    )
    mutate.add_argument("package", type=Path, help="the folder of a package")
    mutate.add_argument("--seconds", type=float, default=60, help="stop after so many seconds (default: 60)")
    mutate.set_defaults(run=run_mutate)
    fisca = rules.add_parser("import-openfisca", help="print OpenFisca's YAML tests as worked cases in TOML")
    fisca.add_argument("file", type=Path, help="a YAML file of tests")
    fisca.add_argument("--rule", required=True, metavar="KEY", help="the rule that the cases are about: rules/KEY.dmn")
    fisca.add_argument("--source", required=True, help="where the cases come from")
    fisca.add_argument("--certainty", choices=("official", "worked", "assumed"), default="assumed")
    fisca.set_defaults(run=run_import)


def run_mutate(chosen: argparse.Namespace) -> int:
    """Prints each change that nobody notices, then how many were noticed; 1 when a worked case itself fails."""
    from tongban.engines.rules import api as rules
    from tongban.kernel.declarations.api import DeclarationError

    folder: Path = chosen.package
    if not (folder / "rules").is_dir():
        raise Refused(f"{str(folder)!a} is no package with rules: it has no folder rules")
    until, red = time.monotonic() + chosen.seconds, 0
    try:
        rules.use_parameters(Parameters(folder).find)
        kernels = folder / "rules.py"
        functions = rules.read_functions(text_of(kernels), "rules.py") if kernels.is_file() else {}
        known = cases(folder)
        for path in sorted((folder / "rules").glob("*.dmn")):
            model = rules.read_dmn_file(path, lenient=False)
            own = known.get(path.stem, [])
            report = rules.mutate(
                model=model,
                cases=[case for _, case in own],
                functions=functions,
                seconds=max(0.0, until - time.monotonic()),
            )
            red += len(report.red)
            for line in told(path, [place for place, _ in own], report):
                print(line)
    except (DeclarationError, rules.ModelError) as error:
        raise Refused(str(error)) from None
    return 1 if red else 0


def run_import(chosen: argparse.Namespace) -> int:
    """Prints a scenario file."""
    from tongban.cli import openfisca, yamltext

    file: Path = chosen.file
    try:
        found = openfisca.read(text_of(file))
        print(
            openfisca.scenario(
                found, rule=chosen.rule, title=file.stem, source=chosen.source, certainty=chosen.certainty
            ),
            end="",
        )
    except yamltext.YamlError as error:
        raise Refused(f"{str(file)!a}: {error}") from None
    return 0


def told(path: Path, places: list[str], report: engine.Report) -> Iterator[str]:
    """The lines of a report."""
    name = f"rules/{path.name}"
    for place, fault in report.red:
        yield f"error: {places[place]}: {fault}"
    for one in report.survivors:
        cell = f", row {one.row}" if one.row else ""
        cell += f", column {one.column}" if one.column else ""
        yield f"{name}:{one.line}: {one.decision}{cell}: {one.change}"
    noticed = report.tried - len(report.survivors)
    rest = f"; {report.possible - report.tried} were not reached in time" if report.tried < report.possible else ""
    if report.red:
        rest = "; the cases that fail come first"
    yield f"{name}: {len(places)} worked cases notice {noticed} of {report.tried} changes{rest}"
