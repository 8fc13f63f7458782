"""A restaurant is opened: supplement, three departments at once, joint inspection, fee, decision, certificates."""

import datetime as dt
from pathlib import Path

import pytest

from tongban.engines.processes import api
from tongban.engines.processes.tests.building import AT, at_work, done, flows, graph, node, started

pytestmark = pytest.mark.django_db
CERTIFICATES = graph(
    node("start", "s"), node("service", "seal", tongban_operation="certificates.issue"), node("end", "e"),
    flows("s>seal", "seal>e"), key="certificates",
)  # fmt: skip


@pytest.fixture()
def restaurant() -> api.Graph:
    return api.read(
        (Path(__file__).parent / "models" / "restaurant.bpmn").read_text(encoding="utf-8"), "restaurant.bpmn"
    )


def answer(operation: str, **patch: object) -> None:
    call = next(
        one for one in api.calls(business_key="case-1") if one.operation == operation and one.state == "requested"
    )
    api.finish_call(call=call.id, patch=patch, at=AT)


def test_a_restaurant_is_opened(restaurant: api.Graph):
    host, _ = started(restaurant, CERTIFICATES, area=85)
    done("accept", materials="supplement")
    answer("notices.supplement")
    assert at_work() == []
    api.message(business_key="case-1", name="supplement-answered", data={}, by="person:anna", at=AT)
    done("accept", materials="complete")
    assert at_work() == ["fire", "food", "hygiene"]
    done("fire", fire_opinion="agree")
    assert api.tick(at=AT + dt.timedelta(days=6)) == 1  # the food department is urged
    done("food", food_opinion="agree")
    assert at_work() == ["hygiene"]
    done("hygiene", hygiene_opinion="agree")
    assert at_work() == ["inspection"] * 3
    for _department in range(3):
        done("inspection", passed=True)
    answer("rules.decide", fee=200)
    done("decide", granted=True)
    answer("payments.bill", bill="B-1")
    answer("certificates.issue")
    found = api.state("case-1")[0]
    assert found.status == "running"
    answer("notices.urge")
    found = api.state("case-1")[0]
    assert (found.status, found.variables["licences"], found.variables["fee"]) == ("completed", 3, 200)
    assert [one["department"] for one in found.variables["inspections"]] == ["food", "fire", "hygiene"]
    assert host.log[-1] == ("ended", "case-1")


def test_an_application_that_is_not_supplemented_in_time_is_abandoned(restaurant: api.Graph):
    started(restaurant, CERTIFICATES)
    done("accept", materials="supplement")
    answer("notices.supplement")
    assert api.tick(at=AT + dt.timedelta(days=30)) == 1
    assert api.state("case-1")[0].status == "terminated"


def test_an_unpaid_bill_ends_in_refusal(restaurant: api.Graph):
    started(restaurant, CERTIFICATES)
    done("accept", materials="complete")
    for element in ("fire", "food", "hygiene", "inspection", "inspection", "inspection"):
        done(element)
    answer("rules.decide", fee=0)
    done("decide", granted=True)
    assert api.tick(at=AT + dt.timedelta(days=31)) == 1
    found = api.state("case-1")[0]
    assert (found.status, "refused" in found.done, "issue" in found.done) == ("completed", True, False)
    assert [one.state for one in api.calls(business_key="case-1") if one.operation == "payments.bill"] == ["cancelled"]
