"""`tongban feel`, `tongban rules`: expressions and decision models in any folder, without a node or a database."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from tongban.cli import guard, proving
from tongban.cli.guard import Refused, Reply

MAX_INPUT = 6_300_000  # bytes: of a file, of standard input, of a line of a batch
STEPS = 1_000_000  # a process of its own may work longer than a request
MAX_WARNING = 400  # characters
EXACTLY_ONE = "give exactly one expression; options come before it, and -- ends them"


class Parser(argparse.ArgumentParser):
    """Wrong use is a refusal with code 1 here: whoever calls these commands from a program gets one kind of answer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **options})

    def error(self, message: str) -> NoReturn:
        raise Refused(f"{message}; see {self.prog} --help")


def add_commands(commands: Any) -> None:
    """Adds this module's commands to the command line."""
    feel = commands.add_parser("feel", help="compute a FEEL expression; prints one JSON value")
    feel.add_argument("--context", metavar="FILE", help="a JSON file: an object of names with values")
    feel.add_argument("--unary", action="store_true", help="unary tests, as in a cell of a decision table, of --input")
    feel.add_argument("--input", metavar="JSON", help="the value that the unary tests judge")
    feel.add_argument("expression", help="the expression; - reads it from standard input; -- ends the options")
    feel.set_defaults(run=run_feel)
    rules = commands.add_parser("rules", help="decide by a DMN model, or check one").add_subparsers(
        dest="what", required=True, metavar="COMMAND"
    )
    decide = rules.add_parser("evaluate", help="decide; prints the result and its warnings as JSON")
    decide.add_argument("model", nargs="?", help="a DMN file")
    named = decide.add_mutually_exclusive_group()
    named.add_argument("--decision", metavar="NAME", help="one decision (default: all)")
    named.add_argument("--service", metavar="NAME", help="a decision service")
    named.add_argument("--batch", action="store_true", help="read JSON lines from standard input, answer each")
    decide.add_argument("--input", metavar="FILE", help="a JSON file: an object of input names with values")
    decide.add_argument("--trace", action="store_true", help="add the rows that matched, with their articles")
    decide.set_defaults(run=run_evaluate)
    check = rules.add_parser("check", help="say what is wrong with a DMN model, a finding a line; 1 when an error is")
    check.add_argument("model", help="a DMN file")
    check.set_defaults(run=run_check)
    proving.add_commands(rules)


def main(arguments: Sequence[str]) -> int:
    """Runs `feel …` or `rules …`. Always ends with 0, or with 1 and the reason on standard error."""
    parser = Parser(prog="tongban")
    add_commands(parser.add_subparsers(required=True, parser_class=Parser))
    try:
        given = _ended(list(arguments)) if arguments[0] == "feel" else list(arguments)
        chosen = parser.parse_args(given)
        return int(chosen.run(chosen))
    except (Refused, OSError) as error:
        return guard.printed(guard.refusal(error))
    except MemoryError:
        return guard.printed(guard.refusal("there is not enough memory to begin"))
    except KeyboardInterrupt:
        return guard.printed(guard.refusal("interrupted"))


def _ended(arguments: list[str]) -> list[str]:
    """The arguments of `feel` with the end of its options made plain: expressions and values may begin with a minus."""
    options = arguments[:1]
    rest = arguments[1:]
    while rest and rest[0].startswith(("--", "-h")) and rest[0] != "--":
        width = 2 if rest[0] in ("--context", "--input") else 1
        options.append("=".join(rest[:width]))
        rest = rest[width:]
    if rest[:1] == ["--"]:
        rest = rest[1:]
    if len(rest) != 1 and not {"-h", "--help"} & set(options):
        raise Refused(EXACTLY_ONE)
    return [*options, "--", *rest]


def run_feel(chosen: argparse.Namespace) -> int:
    """Prints the value of an expression as JSON, its warnings on standard error."""
    if chosen.unary != (chosen.input is not None):
        raise Refused("--unary and --input go together: the tests, and the JSON value that they judge")
    data = guard.input_bytes(MAX_INPUT) if chosen.expression == "-" else b""
    return guard.once(lambda _: _feel(chosen, data))


def _feel(chosen: argparse.Namespace, data: bytes) -> Reply:
    from tongban.engines.rules import api as rules

    text = characters(data, "standard input") if chosen.expression == "-" else _argument(chosen.expression)
    context = rules.inputs_from_json(read(Path(chosen.context))) if chosen.context is not None else {}
    if chosen.unary:
        value = rules.from_json(_argument(chosen.input))
        found = rules.compile_tests(text, names=context).judge(value, context, steps=STEPS, at=now())
    else:
        found = rules.compile_expression(text, names=context).evaluate(context, steps=STEPS, at=now())
    warned = "".join(f"warning: {shown}\n" for shown in warnings_of(found.warnings))
    return Reply(0, f"{rules.to_json(found.value)}\n".encode(), warned.encode("utf-8", "replace"))


def now() -> dt.datetime:
    """What `now()` and `today()` say: the moment, in the zone of this machine."""
    return dt.datetime.now(dt.UTC).astimezone()


def warnings_of(warnings: Sequence[object]) -> list[str]:
    """Warnings as texts of one line and a bounded length."""
    return [" ".join(str(one).split())[:MAX_WARNING] for one in warnings]


def _argument(text: str) -> str:
    """An argument of the command line. Raises Refused when its bytes are no UTF-8."""
    return characters(text.encode("utf-8", "surrogateescape"), "the argument")


def characters(data: bytes, what: str) -> str:
    """UTF-8 as text. Raises Refused."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{what} is no UTF-8: byte {error.start + 1} begins no character") from None


def read(path: Path) -> bytes:
    """A file of bounded size. Raises Refused."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_INPUT + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Refused(f"cannot read {str(path)!a}: {reason}") from None
    if len(data) > MAX_INPUT:
        raise Refused(f"{str(path)!a} has more than {MAX_INPUT} bytes")
    return data


def run_evaluate(chosen: argparse.Namespace) -> int:
    """Prints `{"result": …, "warnings": […]}`, with the trace when asked; or answers a batch."""
    from tongban.cli import decisions

    if chosen.batch:
        if chosen.model or chosen.input or chosen.trace:
            raise Refused("--batch takes models and inputs from its lines")
        return decisions.batch()
    if not chosen.model:
        raise Refused("which model? tongban rules evaluate MODEL.dmn")
    return guard.once(lambda _: decisions.evaluate(chosen))


def run_check(chosen: argparse.Namespace) -> int:
    """Prints each finding on a line; 1 when one of them is an error."""
    from tongban.cli import decisions

    return guard.once(lambda _: decisions.check(Path(chosen.model)))


def line_of_json(members: dict[str, str]) -> bytes:
    """An object of members that are JSON already, on one line."""
    return ("{" + ", ".join(f"{json.dumps(name)}: {text}" for name, text in members.items()) + "}\n").encode()
