"""The command `tongban`: one node from its first start to its restored backup. Each noun has a module of its own."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence


def parser() -> argparse.ArgumentParser:
    """The whole command line; the reference in the documentation is generated from it."""
    from tongban.cli import (
        archives,
        calendars,
        deadline,
        demo,
        forms,
        inspect,
        packages,
        processes,
        rehearsing,
        rules,
        serve,
        trust,
    )

    top = argparse.ArgumentParser(prog="tongban", description="One government, one node.")
    top.add_argument("--node", help="the node folder (default: TONGBAN_NODE or var)")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for noun in (
        serve,
        packages,
        rehearsing,
        inspect,
        trust,
        rules,
        deadline,
        calendars,
        processes,
        forms,
        archives,
        demo,
    ):
        noun.add_commands(commands)
    return top


def _command(given: list[str]) -> list[str]:
    """The arguments from the command on."""
    place = 2 if given[:1] == ["--node"] else int(bool(given) and given[0].startswith("--node="))
    return given[place:]


def _alone(command: list[str]) -> Callable[[list[str]], int] | None:
    """What runs a command that needs no node: nothing of it is loaded."""
    from importlib import import_module

    nouns = {"feel": "rules", "rules": "rules", "deadline": "deadline", "process": "processes", "form": "forms"}
    noun = nouns.get("".join(command[:1]))
    if noun is None or command[:2] == ["process", "export"]:  # the log is the node's
        return None
    found: Callable[[list[str]], int] = import_module(f"tongban.cli.{noun}").main
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns 0 done, 1 refused with the reason printed, 2 wrong use."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    alone = _alone(_command(given))
    if alone is not None:
        return alone(_command(given))
    chosen = parser().parse_args(given)
    if chosen.node:
        os.environ["TONGBAN_NODE"] = chosen.node
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    from django.db import OperationalError, ProgrammingError

    from tongban.cli.guard import Refused
    from tongban.kernel.config.api import ConfigError

    try:
        return int(chosen.run(chosen) or 0)
    except (ConfigError, Refused) as error:
        print(f"tongban: {error}", file=sys.stderr)
        return 1
    except (OperationalError, ProgrammingError) as error:
        why = str(error).partition("\n")[0]
        print(f"tongban: the database cannot be used ({why}); tongban init makes its tables", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
