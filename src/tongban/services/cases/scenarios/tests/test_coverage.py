"""What scenarios come past and what they notice of a form that was changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tongban.kernel.declarations import api as declarations
from tongban.services.cases import api as cases
from tongban.services.cases.scenarios.mutating import mutants
from tongban.services.cases.scenarios.tests.test_scenarios import ACCEPT, HEAD, THEN
from tongban.services.cases.tests import city

pytestmark = pytest.mark.django_db


@pytest.fixture()
def package(tmp_path: Path) -> declarations.Package:
    return declarations.read(city.write(tmp_path / "tiny", scenarios={"one": HEAD + ACCEPT + THEN}))


def test_what_no_scenario_comes_past_is_listed(package, at: dt.datetime) -> None:
    seen = cases.Seen()
    (done,) = cases.rehearse(package, at=at, seen=seen)
    assert done.green
    found = {(one.text, one.kind): one for one in cases.coverage(package, seen)}
    assert found["forms/shop", "questions"].missing == ()
    steps = found[f"processes/{package.find('offers', 'food').value.process}", "steps"]
    assert 0 < len(steps.missing) < steps.total


def test_nothing_is_come_past_without_scenarios(package, at: dt.datetime) -> None:
    assert all(len(one.missing) == one.total for one in cases.coverage(package, cases.Seen()))


def test_a_dropped_question_is_noticed_where_a_scenario_answers_it(package, at: dt.datetime) -> None:
    every = list(mutants(package))
    assert {one.change for one in every} >= {"drop area", "drop shop_name"}
    tally = cases.mutate(package, at=at, seconds=60)
    assert (tally.possible, tally.tried) == (len(every), len(every))
    assert not {"drop area", "drop shop_name"} & {change for _form, change in tally.survivors}


def test_no_time_tries_nothing_and_says_so(package, at: dt.datetime) -> None:
    assert cases.mutate(package, at=at, seconds=0).tried == 0
