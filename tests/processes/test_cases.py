"""Each model of `cases` does what chapter 13 of BPMN 2.0 says: expected traces written by hand, none recorded."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

import pytest

from tests.processes.running import mark, opened, run

CASES = sorted(Path(__file__).with_name("cases").glob("*.json"))


def grouped(found: list[str], wanted: list[list[str]]) -> list[list[str]]:
    """What was found, cut into steps as long as those that were wanted, each in order of the alphabet."""
    cut, place = [], 0
    for group in wanted:
        cut.append(sorted(found[place : place + len(group)]))
        place += len(group)
    return [*cut, found[place:]] if found[place:] else cut


def test_there_are_cases_enough_and_each_has_its_model():
    assert len(CASES) >= 100
    assert {path.with_suffix(".bpmn") for path in CASES} == set(CASES[0].parent.glob("*.bpmn"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_model_does_what_the_standard_says(path: Path):
    case = json.loads(path.read_text(encoding="utf-8"))
    wait = "--wait-services" in case.get("options", ())
    found = run(path.with_suffix(".bpmn"), case["steps"], data=case.get("data"), wait=wait)
    wanted = [one.split() for one in case["expect"]]
    signs = {one[0] for one in chain(*wanted)} | set("+-!")
    marks = [one for one in map(mark, found.lines) if one and one[0] in signs]
    if case["expect"] != ["*"]:  # how far it came before it failed is not the standard's matter
        assert grouped(marks, wanted) == [sorted(one) for one in wanted]
    if case.get("exact"):
        assert marks == list(chain(*wanted))
    assert found.state == case["state"]
    if "open" in case:
        assert opened(found) == case["open"]
    assert {name: found.data.get(name) for name in case.get("final", {})} == case.get("final", {})
