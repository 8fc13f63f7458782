"""The tables of "Write a package" name what the program knows, no less and no more."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from tongban.kernel.declarations import api as declarations
from tongban.services.cases.host import ACTS
from tongban.services.cases.operations import registry
from tongban.services.cases.scenarios.declarations import ActName, Scenario, Then
from tongban.services.offers.declarations import Offer

PAGE = Path(__file__).parents[5] / "docs" / "how-to" / "write-a-package.md"


def names(header: str, place: int = 0) -> set[str]:
    """The names in the first column of a table, found by its header row."""
    table = PAGE.read_text(encoding="utf-8").split(header)[1 + place].split("\n\n")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def keys(kind: type) -> set[str]:
    return {one.name for one in fields(kind) if one.init}


def test_offers() -> None:
    assert names("| key | |\n") == keys(Offer)


def test_scenarios() -> None:
    assert names("| key | |\n", 1) == keys(Scenario) - {"title", "source", "at"}
    assert names("| key | |\n", 2) == keys(Then)
    assert names("| act | by | with |\n") == set(get_args(ActName))


def test_operations() -> None:
    assert names("| operation | properties | |\n") == set(registry.known())


def test_acts_of_tasks() -> None:
    row = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `act` | user task"))
    assert set(row.split("|")[3].strip().split(", ")) == set(ACTS)


@pytest.mark.parametrize("kind", [one.folder for one in declarations.kinds()])
def test_every_kind_of_file(kind: str) -> None:
    files = names("| file | holds | read by |\n")
    assert any(name.startswith((f"{kind}/", f"{kind}.")) or (kind, name) == ("functions", "rules.py") for name in files)
