"""An ended process begins again at a step where a run of the model can stand with this step alone open."""

from __future__ import annotations

import pytest

from tongban.engines.processes import api
from tongban.engines.processes.tests.building import AT, at_work, done, flows, graph, node, started, straight
from tongban.engines.processes.tests.test_operations import FORKED, LATER, kinds

pytestmark = pytest.mark.django_db
HOST = "test"


def again(element: str) -> api.Step:
    return api.reopen(business_key="case-1", host=HOST, element=element, reason="错了", by="person:bo", at=LATER)


def steps() -> list[str]:
    return [one.element for one in api.beginnings_again(business_key="case-1", host=HOST)]


def test_it_runs_on_from_the_step_with_what_it_knew_and_ends_again():
    started(graph(*straight("a", "b", "c")))
    assert steps() == []
    for element in ("a", "b", "c"):
        done(element, **{element: 1})
    assert steps() == ["a", "b", "c"]
    again("b")
    assert (at_work(), api.state("case-1")[0].status) == (["b"], "running")
    assert api.state("case-1")[0].variables["a"] == 1
    done("b")
    done("c")
    assert api.state("case-1")[0].status == "completed"
    assert "reopened" in kinds()


def test_a_step_beside_others_is_no_beginning():
    started(FORKED)
    for element in ("a", "b", "d", "c", "z"):
        done(element)
    assert steps() == ["a", "z"]
    with pytest.raises(api.ProcessError):
        again("d")
    assert api.state("case-1")[0].status == "completed"


def test_what_may_come_after_a_step_is_named_also_beyond_a_merge():
    model = graph(
        node("start", "s"), node("xor", "x"), node("user", "a"), node("user", "b"), node("user", "z"),
        node("end", "e"), flows("s>x", "x>a", "x>b", "a>z", "b>z", "z>e"),
    )  # fmt: skip
    started(model)
    for element in at_work():
        done(element)
    done("z")
    found = {one.element: one.again for one in api.beginnings_again(business_key="case-1", host=HOST)}
    assert "z" in found["a"]
    assert "a" not in found["z"]


def test_a_cancelled_process_begins_again_and_a_running_one_does_not():
    started(graph(*straight("a", "b")))
    with pytest.raises(api.NotFound):
        again("a")
    api.cancel(business_key="case-1", by="person:bo", at=AT, reason="granted by law")
    again("a")
    assert at_work() == ["a"]
