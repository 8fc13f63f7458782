"""Simulations as jobs."""

from __future__ import annotations

import datetime as dt

import pytest

from tongban.engines.processes.tests.building import flows, graph, node
from tongban.engines.processes.tests.eventlog.past import MODEL
from tongban.governance.performance import api
from tongban.governance.performance.models import Study
from tongban.governance.performance.tests.test_report import NOW
from tongban.trust.authority.api import Denied


def plan(**given) -> dict:
    found = api.first_plan("past", MODEL, {}, limit=(2, True), posts={}, at=NOW)
    return found | {"cases": 40} | given


def begun(by, **given) -> int:
    return api.start(process="past", version="v1", text="", title="First try", plan=plan(**given), by=by, at=NOW)


def run(number: int, by) -> api.StudyView:
    while not api.run(number=number, process="past", graph=MODEL, called={}, by=by, at=NOW):
        pass
    return api.study(number=number, process="past", by=by, at=NOW)


def test_the_first_plan_is_prefilled_from_the_log_and_says_so(played, leader) -> None:
    found = plan()
    assert found["shares"]["g-b"] == {"share": 0.75, "source": "log", "count": 8}
    assert found["steps"]["a"]["source"] == "assumed"  # claimed twice only
    assert found["steps"]["a"]["post"] == "unit:one"
    assert set(found["staff"]) == {"unit:one", "unit:two"}


def test_a_simulation_runs_to_a_result_and_an_answer(played, leader) -> None:
    found = run(begun(leader), leader)
    assert found.done
    assert found.outcome is not None
    assert found.outcome.finished == 40
    assert found.answer is not None
    assert found.answer.kept
    assert found.runs == Study.objects.get().step - 1 or found.runs == Study.objects.get().step


def test_without_a_search_one_run_is_all(played, leader) -> None:
    found = run(begun(leader, find=False), leader)
    assert (found.runs, found.answer) == (1, None)


def test_a_plan_that_cannot_be_run_says_why(played, leader) -> None:
    found = run(begun(leader, staff={"unit:one": 0, "unit:two": 1}), leader)
    assert found.done
    assert "people" in found.failure


def test_the_same_run_is_kept_once(played, leader, monkeypatch) -> None:
    """Somebody else keeps the run while this worker computes it: its own is dropped."""
    number = begun(leader, find=False)
    from tongban.governance.performance import studies

    real = studies._next

    def slow(row, graph, called):
        changes = real(row, graph, called)
        if row.step == 0:
            Study.objects.filter(pk=row.pk).update(step=1, done_at=NOW)
        return changes

    monkeypatch.setattr(studies, "_next", slow)
    assert api.run(number=number, process="past", graph=MODEL, called={}, by=leader, at=NOW)
    assert Study.objects.get().runs == []


def test_those_nobody_keeps_go_in_time(played, leader) -> None:
    first = begun(leader)
    api.keep(number=first, process="past", kept=True, by=leader, at=NOW)
    second = begun(leader)
    for _ in range(20):
        begun(leader)
    left = [one.id for one in api.studies(process="past", by=leader, at=NOW, limit=100)]
    assert first in left
    assert second not in left


def test_who_lacks_the_permission_cannot_simulate(played, official) -> None:
    with pytest.raises(Denied):
        begun(official("performance.read", name="reader"))


def test_another_process_does_not_see_it(played, leader) -> None:
    with pytest.raises(api.PerformanceError):
        api.study(number=begun(leader), process="other", by=leader, at=NOW)


def test_called_processes_have_steps_of_their_own(played, leader) -> None:
    whole = graph(
        node("start", "s"), node("call", "k", calledElement="past"), node("end", "e"), flows("s>k", "k>e"), key="whole"
    )  # fmt: skip
    found = api.first_plan("whole", whole, {"past": MODEL}, limit=None, posts={}, at=NOW)
    assert set(found["steps"]) == {"past/a", "past/b"}
    made = api.plan_of(found | {"start": dt.datetime(2026, 11, 23, tzinfo=dt.UTC).isoformat()}, {"past": MODEL})
    assert made.limit is None
