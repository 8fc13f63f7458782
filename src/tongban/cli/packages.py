"""`tongban check`, `load`, `new-system`: declarative packages."""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import re
from pathlib import Path
from typing import Any

from tongban.cli.guard import Refused
from tongban.cli.serve import migrate, set_up

SKELETON = {
    "__init__.py": '"""{title}: authorities, laws, what it covers and what not."""\n',
    "system.toml": 'id = "{id}"\nversion = "0.1"\ntitle = {{ zh = "{title}", en = "{title}" }}\n',
}


def add_commands(commands: Any) -> None:
    """Adds this module's commands to the command line."""
    check = commands.add_parser("check", help="check a package without publishing it")
    check.add_argument("package", help="a folder, or the name of an installed package such as approvals")
    check.set_defaults(run=run_check)
    load = commands.add_parser("load", help="check a package, run its scenarios, publish it")
    load.add_argument("package", help="a folder, or the name of an installed package such as approvals")
    load.add_argument(
        "--replace", action="append", default=[], metavar="KIND/KEY",
        help="give up what was changed on this node, for example rules/food-licence; may be repeated",
    )  # fmt: skip
    load.set_defaults(run=run_load)
    new = commands.add_parser("new-system", help="begin a package folder of your own")
    new.add_argument("folder", type=Path)
    new.set_defaults(run=run_new_system)


def find(name: str) -> Path:
    """The folder of a package given by path or by entry point. Raises Refused when there is none."""
    path = Path(name)
    if path.is_dir():
        return path
    for entry in importlib.metadata.entry_points(group="tongban.systems"):
        if entry.name == name:
            return Path(str(importlib.import_module(entry.value).__file__)).parent
    inside = Path(__file__).parents[1] / "systems" / name
    if re.fullmatch(r"[a-z_]+", name) and inside.is_dir():
        return inside
    raise Refused(f"no package {name!r}: neither a folder nor an installed package")


def run_check(chosen: argparse.Namespace) -> int:
    """Prints every fault with its place; 1 when there is an error."""
    folder = find(chosen.package)
    set_up()
    migrate()
    from tongban.kernel.declarations import api as declarations

    try:
        package = declarations.read(folder)
        problems = declarations.check(package)
    except declarations.DeclarationError as error:
        problems = list(error.problems)
    for problem in problems:
        print(f"{problem.severity}: {problem}")
    errors = sum(problem.severity == "error" for problem in problems)
    print(f"{errors} errors, {len(problems) - errors} warnings")
    return 1 if errors else 0


def run_load(chosen: argparse.Namespace) -> int:
    """Publishes a package; refuses when a check or a scenario fails."""
    folder = find(chosen.package)
    set_up()
    migrate()
    from django.utils import timezone

    from tongban.kernel.declarations import api as declarations
    from tongban.services.cases import api as cases

    try:
        package = declarations.read(folder)
        changed = cases.publish_package(package, at=timezone.now(), replace=chosen.replace)
    except declarations.DeclarationError as error:
        raise Refused(f"the package was not published:\n{error}") from None
    print(f"{package.system.title.en} {package.system.version}: {changed} texts published.")
    return 0


def run_new_system(chosen: argparse.Namespace) -> int:
    """Writes the skeleton of a package: the folders appear as you need them."""
    folder: Path = chosen.folder
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} exists and is not empty")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", folder.name):
        raise Refused("name the folder in lower-case letters, digits and _, for example parking_permits")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in SKELETON.items():
        words = {"id": folder.name, "title": folder.name.replace("_", " ").capitalize()}
        (folder / name).write_text(text.format(**words), encoding="utf-8")
    print(f"{folder} begins with system.toml. Next: docs/tutorial.md, then tongban check {folder}")
    return 0
