"""Letters by HTTP: receipts, refusals as problem details, never a fault of ours."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
from django.test import Client

from tongban.channels.rest import schemas
from tongban.exchange.letters import wire
from tongban.exchange.letters.tests import conftest
from tongban.exchange.letters.tests.test_letters import lying

other = conftest.other
PATH = "/api/v1/letters"


def post(body: bytes, **more: str):
    return Client().post(PATH, body, content_type=more.pop("kind", "application/json"), headers=more)


def test_a_letter_is_answered_by_its_receipt_again_and_again(other, at):
    body = lying(other, at)
    answers = [post(body) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json()["receipt"] == answers[1].json()["receipt"]
    jsonschema_rs.validator_for(schemas.LETTER_RECEIPT).validate(answers[0].json())


@pytest.mark.parametrize(
    ("change", "status"),
    [({"from": "stranger"}, 403), ({"to": "elsewhere"}, 422), ({"name": "gossip"}, 422), ({"data": "["}, 400), ({"id": "x"}, 400)],
)  # fmt: skip
def test_what_is_not_taken_is_a_problem(other, at, change, status):
    answer = post(lying(other, at, **change))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_bodies_that_are_no_letters_are_refused(other, at):
    good = lying(other, at)
    bodies = {b"0": 400, b"[" * 90_000: 400, good[:-1]: 400, good.replace(b"signature", b"signatures", 1): 400,
              b"{" + b" " * wire.MOST_BYTES: 413, b"x" * 3_000_000: 413, json.dumps({"letter": 1}).encode(): 400}  # fmt: skip
    for body, status in bodies.items():
        assert post(body).status_code == status, body[:30]
    assert post(good, kind="text/plain").status_code == 415
    assert post(good.replace(b"BEGIN CERTIFICATE", b"BEGIN NOTHING")).status_code == 403
