"""The report over a past whose answers can be told by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.engines.processes.api import picture
from tongban.engines.processes.tests.building import AT
from tongban.engines.processes.tests.eventlog.past import HOUR, MODEL
from tongban.governance.performance import api
from tongban.governance.performance.api import Query
from tongban.trust.authority.api import Denied

NOW = AT + dt.timedelta(days=30)


def report(played, by, **query) -> api.Report:
    return api.report(key="past", graphs=played, query=Query(**query), by=by, at=NOW)


def test_steps_tell_times_rework_and_whose_they_are(played, leader) -> None:
    a, b = report(played, leader).steps
    assert (a.name.en, a.body.name.en, a.done, a.again, a.again_in) == ("Step a", "Bureau one", 8, 2, 1)
    assert round(b.p50 or 0) == 3 * 3600
    assert (a.waiting, a.claimed) == (None, 2)  # claimed by too few to be told
    assert (a.heat, b.heat) == (5, 5)


def test_small_groups_are_counted_but_not_shown(played, leader) -> None:
    found = report(played, leader)
    assert [([str(step) for step in one.steps], one.instances) for one in found.variants] == [(["Step a", "Step b"], 4)]
    assert (found.variants_in_all, found.rare, found.rare_instances) == (5, 1, 1)
    one, two = (
        next(place for place, body in enumerate(found.matrix.bodies) if body.code == code) for code in ("one", "two")
    )
    assert found.matrix.cells[one][two] == 5
    assert found.matrix.cells[one][one] is None  # one case only
    assert (found.matrix.between, found.matrix.within) == (5, 0)


def test_a_unit_and_a_period_narrow_the_report(played, leader) -> None:
    assert report(played, leader, unit="two").totals.instances == 6
    assert report(played, leader, unit="c").totals.instances == 0
    assert report(played, leader, since=AT + 45 * HOUR).totals.instances == 1
    assert report(played, leader, since=NOW).steps == ()


def test_no_person_is_in_the_report(played, leader) -> None:
    assert "person:" not in repr(report(played, leader))
    assert "anna" not in repr(report(played, leader))


def test_who_lacks_the_permission_is_denied(played, official) -> None:
    with pytest.raises(Denied):
        report(played, official("performance.simulate", name="other"))


def test_the_bottleneck_map_marks_steps_on_the_diagram(played, leader) -> None:
    marks = api.marks(report(played, leader).steps)
    assert (marks["b"].text, marks["b"].kind) == ("3 h", "heat-5")
    assert "3 h" in picture(MODEL, marks=marks, language="en") or MODEL.diagram is None


def test_the_number_of_statements_does_not_grow_with_the_log(played, leader, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(20):
        report(played, leader)


@pytest.mark.parametrize(
    ("seconds", "text"), [(5, "5 s"), (2400, "40 min"), (12_600, "3.5 h"), (90_000, "1 d"), (3_456_000, "40 d")]
)
def test_spans_are_short(seconds: float, text: str) -> None:
    assert api.span(seconds) == text
