"""Rating by a code over the interface."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tongban.openness.evaluation import api as evaluation

pytestmark = pytest.mark.django_db


def post(code: str, body: object):
    return Client().post(f"/api/v1/ratings/{code}", body, content_type="application/json")


def test_a_program_rates_a_case_by_its_code_once(city, ask, fits) -> None:
    code = evaluation.code(f"case:{city.cases['closed']}")
    found = ask(f"ratings/{code}")
    fits(found, "/ratings/{code}")
    assert (found.json()["step"], found.json()["kind"]) == ("rate", "case")
    taken = post(code, {"stars": 1, "tags": ["slow"], "comment": "x"})
    fits(taken, "/ratings/{code}", "post")
    waiting = ask(f"ratings/{taken.json()['next']}")
    fits(waiting, "/ratings/{code}")
    assert waiting.json()["step"] == "wait"
    used, unknown = ask(f"ratings/{code}"), ask(f"ratings/{'A' * 16}")
    assert (used.status_code, used.content) == (unknown.status_code, unknown.content) == (404, unknown.content)
    assert post(code, {"stars": 5}).status_code == 404
    assert evaluation.follow_ups(by=city.subject("cgj.leader"), at=timezone.now()).rows


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 400), ([], 400), ({"stars": "5"}, 400), ({"stars": True}, 400), ({"stars": 5, "tags": "slow"}, 400),
     ({"stars": 9}, 422), ({"stars": 5, "tags": ["x"]}, 422), ({"stars": 5, "comment": "x" * 2001}, 422)],
)  # fmt: skip
def test_what_is_entered_wrongly_is_refused_and_uses_nothing_up(city, ask, fits, body: object, status: int) -> None:
    code = evaluation.code(f"case:{city.cases['closed']}")
    answer = post(code, body)
    fits(answer, "/ratings/{code}", "post")
    assert answer.status_code == status
    assert ask(f"ratings/{code}").json()["step"] == "rate"
