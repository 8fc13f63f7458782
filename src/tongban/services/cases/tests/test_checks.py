"""A process that names what is not there is refused before anybody meets it, with element, line and suggestion."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongban.kernel.declarations import api as declarations
from tongban.services.cases.tests import city, services

pytestmark = pytest.mark.django_db
MISTAKES = [
    ("market", "act=&accept&", "act=&acept&", "accept", "did you mean 'accept'?"),
    ("market", "post=&leader&", "post=&leadr&", "decide", "did you mean 'leader'?"),
    ("market", "form=&findings&", "form=&finding&", "inspect", "unknown forms/finding"),
    ("opening", "part=&food&", "part=&fod&", "food", "did you mean 'food'?"),
    ("opening", " tongban:part=&food&", "", "food", "which one?"),
    ("trade", "operation=&rules.decide&", "operation=&rules.decid&", "rule", "did you mean 'rules.decide'?"),
    ("trade", "evidence=&entity&", "evidence=&entty&", "fetch", "did you mean 'entity'?"),
    ("trade", " tongban:decision=&fee&", "", "rule", "needs tongban:rule and tongban:decision"),
    ("trade", "rule=&fees&", "rule=&feees&", "rule", "unknown rules/feees"),
    ("trade", "result=&licence&", "result=&lizence&", "issue", "did you mean 'licence'?"),
    ("trade", "key=&credit_code&", "key=&credit code(&", "change", "is not FEEL"),
]


def problems(tmp_path: Path, process: str, wrong: str, right: str) -> list[str]:
    texts = dict(city.PROCESSES) | services.FILES["processes"]
    changed = texts[process].replace(wrong.replace("&", '"'), right.replace("&", '"'))
    assert (changed == texts[process]) == (wrong == right)
    package = declarations.read(
        city.write(tmp_path / "odd", **services.FILES | {"processes": {**texts, process: changed}})
    )
    return [str(one) for one in declarations.check(package) if one.severity == "error"]


def test_the_city_has_no_fault(tmp_path: Path) -> None:
    assert problems(tmp_path, "market", "x", "x") == []


@pytest.mark.parametrize(("process", "wrong", "right", "element", "message"), MISTAKES)
def test_a_mistake_is_named_with_its_place(  # noqa: PLR0917 (the columns of the table)
    tmp_path: Path, process: str, wrong: str, right: str, element: str, message: str
) -> None:
    found = [one for one in problems(tmp_path, process, wrong, right) if message in one and f"{element!r}" in one]
    assert found
    assert all(f"processes/{process}.bpmn: line " in one for one in found)


def test_a_fee_that_its_rule_does_not_round_is_a_fault(tmp_path: Path) -> None:
    loose = services.FEES.replace("<text>120.50</text>", "<text>area * 1.205</text>")
    package = declarations.read(city.write(tmp_path / "odd", **services.FILES | {"rules": {"fees": loose}}))
    (found,) = [one for one in declarations.check(package) if one.severity == "error"]
    assert "rules/fees, fee, row 2: an amount of money that this rule does not round" in found.message
    assert "round half up" in found.suggestion
