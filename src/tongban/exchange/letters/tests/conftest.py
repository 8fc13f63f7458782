"""A node that is its own partner, and a network that a test holds in its hands."""

import datetime as dt

import pytest

from tongban.exchange.letters import api, partners, sending, wire
from tongban.exchange.letters.models import Partner
from tongban.kernel.fetch.api import Answer, Unreachable
from tongban.trust.signatures import api as signatures

ADDRESS = "https://other.example"


@pytest.fixture()
def other(db):
    """The partner, which is this node itself: what leaves by one door comes in by the other."""
    signatures.ensure_keys()
    facts = {"name_zh": "邻市", "name_en": "Neighbour", "address": ADDRESS, "pinned": [api.own_fingerprint()]}
    Partner.objects.create(
        code=wire.own_code(), sends=["transfer"], takes=["transfer"], valid_from=dt.date(2026, 1, 1), **facts
    )
    return partners.partner(wire.own_code())


class Network:
    """Carries each request as the next fate says: "ok", "lost" (it never comes), "mute" (its answer never comes),
    "late" (comes again whenever the test wants).
    """

    def __init__(self, at):
        self.fates, self.kept, self.at, self.asked = [], [], at, 0

    def fetch(self, address, *, allowed, body, **_more):
        assert address == ADDRESS + "/api/v1/letters"
        assert allowed == [ADDRESS]
        self.asked += 1
        fate = self.fates.pop(0) if self.fates else "ok"
        self.kept.append(body)
        if fate == "lost":
            raise Unreachable("lost")
        answer = self.arrive(body)
        if fate == "mute":
            raise Unreachable("the answer is lost")
        return answer

    def arrive(self, body):
        try:
            return Answer(200, {}, api.take(body=body, at=self.at))
        except api.LetterRefused as error:
            return Answer(error.status, {}, b'{"detail": "%s"}' % error.code.encode())


@pytest.fixture()
def network(monkeypatch, at):
    found = Network(at)
    monkeypatch.setattr(sending.fetching, "fetch", found.fetch)
    return found
