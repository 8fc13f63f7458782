"""A property of letters: one effect each, whatever becomes of requests and answers on their way."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.exchange.letters import api, sending, taking
from tongban.exchange.letters.models import Incoming, Outgoing
from tongban.exchange.letters.tests.test_letters import sent
from tongban.kernel.outbox import api as outbox

pytestmark = pytest.mark.django_db

FATES = st.lists(st.sampled_from(["ok", "lost", "mute"]), max_size=12)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.tuples(FATES, st.integers(1, 4), st.lists(st.integers(0, 20), max_size=8), st.randoms()))
def test_each_letter_has_its_effect_exactly_once_whatever_the_network_does(other, network, at, story):
    """Requests and answers are lost, old requests come again in any order, between and after all others."""
    (fates, count, again, seed), effects = story, []
    taking._RECEIVERS.clear()
    api.register_receiver("test", lambda letter, _at: effects.append(letter.data["n"]) or "somebody")
    Outgoing.objects.all().delete()
    Incoming.objects.all().delete()
    network.fates, network.kept = list(fates), []
    for n in range(count):
        sent(at, data={"n": n})
    moment = at
    for number in [*again, *range(30)]:
        if network.kept and number % 2:
            network.arrive(seed.choice(network.kept))
        api.post(at=moment)
        outbox.drain(at=moment)
        moment += dt.timedelta(hours=1)
    assert sorted(effects) == list(range(count))
    assert {one.state for one in Outgoing.objects.all()} == {"delivered"}


def test_a_kill_while_a_letter_is_on_its_way_only_delays_it(other, network, at, monkeypatch):
    letter = sent(at)

    def killed(*_args, **_more):
        raise SystemExit

    monkeypatch.setattr(sending.fetching, "fetch", killed)
    with pytest.raises(SystemExit):
        api.post(at=at)
    monkeypatch.setattr(sending.fetching, "fetch", network.fetch)
    assert api.post(at=at + dt.timedelta(seconds=30)) == 0  # it may still be on its way
    assert api.post(at=at + dt.timedelta(seconds=61)) == 1
    letter.refresh_from_db()
    assert letter.state == "delivered"
