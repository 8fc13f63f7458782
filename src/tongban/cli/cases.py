"""What the worked cases of a package folder need, read without a node: parameters, and the cases themselves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongban.cli.guard import Refused

if TYPE_CHECKING:
    from tongban.engines.rules import api as engine
    from tongban.kernel.codes import api as codes


class Parameters:
    """The dated parameters of a package folder, without a node."""

    def __init__(self, folder: Path) -> None:
        from tongban.kernel.codes import api as codes

        self.sets = {
            path.stem: codes.read_parameters(text_of(path), f"parameters/{path.name}")
            for path in sorted((folder / "parameters").glob("*.toml"))
        }

    def find(self, name: str, on: dt.date) -> codes.Value:
        """A value by name. Raises LookupError."""
        stem, _, table = name.partition(".")
        known = self.sets[stem].parameters.get(table) if stem in self.sets else None
        value = known.on(on.date() if isinstance(on, dt.datetime) else on) if known else None
        if value is None:
            raise LookupError(f"no parameter {name!r} on {on:%Y-%m-%d} in this package")
        return value


def text_of(path: Path) -> str:
    """A text of a package. Raises Refused."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"cannot read {str(path)!a}: {error}") from None


def cases(folder: Path) -> dict[str, list[tuple[str, engine.WorkedCase]]]:
    """The worked cases of a package by rule, each with its place. Raises Refused, DeclarationError."""
    from tongban.kernel.declarations import api as declarations

    found: dict[str, list[tuple[str, engine.WorkedCase]]] = {}
    for path in sorted((folder / "scenarios").glob("*.toml")):
        text = declarations.parse_toml(text_of(path), f"scenarios/{path.name}")
        for place, row in enumerate(text.get("rules", [])):
            where = f"scenarios/{path.name}: rules[{place}]"
            if not isinstance(row, dict) or not {"rule", "decision", "expect"} <= row.keys():
                raise Refused(f"{where}: a worked case has rule, decision and expect")
            found.setdefault(str(row["rule"]), []).append((where, case(row, text.get("at"))))
    return found


def case(row: dict[str, Any], at: object) -> engine.WorkedCase:
    """A worked case as the engine takes it."""
    from tongban.engines.rules import api as rules

    moment = row.get("at", at)
    inputs = row.get("inputs", {})
    return rules.WorkedCase(
        decision=str(row["decision"]),
        expect=row["expect"],
        inputs=inputs if isinstance(inputs, dict) else {},
        at=moment if isinstance(moment, dt.datetime) else None,
        article=str(row.get("article", "")),
        margin=Decimal(str(row.get("margin", 0))),
    )
