"""The command `tongban`: one node from its first start to its restored backup. Each noun has a module of its own."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from tongban.cli import demo, inspect, packages, serve, trust

NOUNS = (serve, packages, inspect, trust, demo)


def parser() -> argparse.ArgumentParser:
    """The whole command line; the reference in the documentation is generated from it."""
    top = argparse.ArgumentParser(prog="tongban", description="One government, one node.")
    top.add_argument("--node", help="the node folder (default: TONGBAN_NODE or var)")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for noun in NOUNS:
        noun.add_commands(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns 0 done, 1 refused with the reason printed, 2 wrong use."""
    chosen = parser().parse_args(arguments)
    if chosen.node:
        os.environ["TONGBAN_NODE"] = chosen.node
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.settings")
    from django.db import OperationalError, ProgrammingError

    from tongban.kernel.config.api import ConfigError

    try:
        return int(chosen.run(chosen) or 0)
    except (ConfigError, serve.Refused) as error:
        print(f"tongban: {error}", file=sys.stderr)
        return 1
    except (OperationalError, ProgrammingError) as error:
        why = str(error).partition("\n")[0]
        print(f"tongban: the database cannot be used ({why}); tongban init makes its tables", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
