"""Letters written, posted, taken, handed over; what goes wrong on the way."""

import datetime as dt
import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.exchange.letters import api, sending, wire
from tongban.exchange.letters.errors import REASONS
from tongban.exchange.letters.models import Incoming, Outgoing, Partner
from tongban.kernel.outbox import api as outbox
from tongban.trust.audit.models import Pending
from tongban.trust.authority.api import SYSTEM
from tongban.trust.signatures import api as signatures

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def sent(at, name="transfer", **more) -> Outgoing:
    facts = {"data": {"n": 1}, "origin": "case-1", "element": "send", "correlation": "k"} | more
    number = api.send(name=name, at=at, **facts)
    return Outgoing.objects.get(number=number)


@pytest.fixture()
def hears():
    """Who takes letters, and what was taken."""
    taken = []
    api.register_receiver("test", lambda letter, _at: taken.append(letter) or "somebody")
    return taken


def test_a_letter_arrives_once_and_its_receipt_is_kept(other, network, hears, at):
    letter = sent(at)
    assert api.post(at=at) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.partner, letter.receipt["receipt"]["id"]) == ("delivered", other.code, letter.number)
    outbox.drain(at=at)
    assert [(one.name, one.correlation, one.data) for one in hears] == [("transfer", "k", {"n": 1})]
    assert (api.post(at=at + DAY), api.hand_over(at=at + DAY), len(hears)) == (0, 0, 1)
    said = "".join(Pending.objects.values_list("body", flat=True))
    assert all(f"letters.{verb}" in said for verb in ("send", "take", "deliver", "hand"))


def test_a_letter_whose_act_is_undone_was_never_written(other, at):
    with transaction.atomic():
        sent(at)
        transaction.set_rollback(True)
    assert Outgoing.objects.count() == 0


def test_what_nobody_waits_for_waits_and_is_taken_later_or_asks_for_an_officer(other, network, at):
    answers = ["", "", "somebody"]
    api.register_receiver("test", lambda _letter, _at: answers.pop(0))
    sent(at)
    api.post(at=at)
    outbox.drain(at=at)
    row = Incoming.objects.get()
    assert (row.state, row.attempts, row.stuck) == ("waiting", 1, False)
    assert api.hand_over(at=at + DAY) == 0
    assert api.letters(way="in", state="stuck").rows[0].id == row.pk
    assert api.hand_over(at=at + 2 * DAY) == 1
    row.refresh_from_db()
    assert (row.state, row.taken_by, row.stuck) == ("taken", "somebody", False)


def test_a_receiver_s_fault_undoes_what_it_did_and_the_letter_waits(other, network, at):
    def broken(letter, at):
        Partner.objects.update(refusal="half done")
        raise ValueError("broken")

    api.register_receiver("test", broken)
    sent(at)
    api.post(at=at)
    outbox.drain(at=at)
    row = Incoming.objects.get()
    assert (row.state, row.error) == ("waiting", "ValueError: broken")
    assert not Partner.objects.filter(refusal="half done").exists()
    for hour in range(1, 9):
        api.hand_over(at=at + hour * dt.timedelta(hours=1))
    assert api.stuck() == 1


def test_a_partner_that_does_not_answer_costs_one_attempt_for_all_of_its_letters(other, network, at):
    letters = [sent(at) for _ in range(5)]
    network.fates = ["lost"]
    assert api.post(at=at) == 0
    assert network.asked == 1
    assert api.post(at=at + dt.timedelta(seconds=2)) == 5
    assert {Outgoing.objects.get(pk=one.pk).state for one in letters} == {"delivered"}


def test_tries_grow_further_apart_and_never_end(other, network, at):
    letter = sent(at)
    network.fates = ["lost"] * 20
    moment, pauses = at, []
    for _ in range(20):
        api.post(at=moment)
        letter.refresh_from_db()
        pauses.append((letter.due - moment).total_seconds())
        moment = letter.due
    assert pauses == [min(2**n, 3600) for n in range(1, 21)]
    assert (letter.state, letter.stuck) == ("waiting", True)
    assert api.post(at=moment) == 1


@pytest.mark.parametrize("status", [400, 409, 413, 415, 422])
def test_what_the_partner_refuses_for_good_asks_for_an_officer_who_can_send_it_again(
    other, network, at, monkeypatch, status
):
    letter = sent(at)
    monkeypatch.setattr(
        network, "arrive", lambda _body: sending.fetching.Answer(status, {}, b'{"detail": "no such thing"}')
    )
    api.post(at=at)
    letter.refresh_from_db()
    assert (letter.state, letter.stuck, letter.error) == ("refused", True, f"{status} no such thing")
    monkeypatch.undo()
    monkeypatch.setattr(sending.fetching, "fetch", network.fetch)
    network.arrive = type(network).arrive.__get__(network)
    api.retry(way="out", id=letter.pk, by=SYSTEM, at=at)
    assert api.post(at=at) == 1


def test_an_answer_that_is_no_receipt_of_this_letter_does_not_count(other, network, at, monkeypatch):
    first, second = sent(at), sent(at)
    real = network.arrive
    answers = []

    def mixed(body):
        answers.append(real(body))
        return answers[0]  # the second letter gets the receipt of the first

    monkeypatch.setattr(network, "arrive", mixed)
    assert api.post(at=at) == 1
    second.refresh_from_db()
    assert (second.state, "receipt" in second.error) == ("waiting", True)
    monkeypatch.setattr(network, "arrive", lambda _body: sending.fetching.Answer(200, {}, b"<html>hello"))
    assert api.post(at=at + DAY) == 0
    assert first.number != second.number


def test_whom_a_letter_goes_to(other, network, at):
    unknown, dumb, named = sent(at, to="nowhere"), sent(at, name="gossip"), sent(at, to=other.code)
    api.post(at=at)
    states = {one.pk: one.state for one in Outgoing.objects.all()}
    assert [states[one.pk] for one in (unknown, dumb, named)] == ["refused", "refused", "delivered"]
    Partner.objects.create(
        code="third", name_zh="三", name_en="Third", address="https://third.example", pinned=["0" * 64], takes=["transfer"],
        valid_from=at.date(),
    )  # fmt: skip
    torn = sent(at)
    api.post(at=at)
    torn.refresh_from_db()
    assert (torn.state, "third" in torn.error) == ("refused", True)


def test_a_letter_too_large_to_travel_is_kept_for_the_officer(other, network, at):
    letter = sent(at, data={"text": "x" * 300_000})
    assert (letter.state, letter.stuck) == ("refused", True)


def test_an_officer_dismisses_with_a_reason_and_nothing_comes_of_it_any_more(other, network, hears, at):
    letter = sent(at)
    with pytest.raises(api.LetterError):
        api.dismiss(way="out", id=letter.pk, reason="no", by=SYSTEM, at=at)
    api.dismiss(way="out", id=letter.pk, reason="sent by mistake", by=SYSTEM, at=at)
    assert api.post(at=at + DAY) == 0
    with pytest.raises(api.LetterError):
        api.retry(way="out", id=letter.pk, by=SYSTEM, at=at)


def lying(other, at, **changes) -> bytes:
    record = {
        "kind": wire.LETTER, "id": "letter-0001", "from": other.code, "to": other.code, "name": "transfer",
        "correlation": "", "at": at.isoformat(), "data": "{}",
    } | changes  # fmt: skip
    return wire.signed("letter", record, at=at)


def refusal(body: bytes, at) -> str:
    with pytest.raises(api.LetterRefused) as caught:
        api.take(body=body, at=at)
    assert Incoming.objects.count() <= 1
    return caught.value.code


def test_only_what_a_partner_signed_for_this_node_and_may_send_is_taken(other, at, tmp_path):
    assert refusal(lying(other, at, **{"from": "stranger"}), at) == "unknown"
    assert refusal(lying(other, at, to="elsewhere"), at) == "addressee"
    assert refusal(lying(other, at, name="gossip"), at) == "message"
    changed = json.loads(lying(other, at))
    changed["letter"]["data"] = '{"n": 2}'
    assert refusal(json.dumps(changed).encode(), at) == "signature"
    assert "signature" in Partner.objects.get().refusal
    Partner.objects.update(pinned=["0" * 64])
    assert refusal(lying(other, at), at) == "signature"
    Partner.objects.update(pinned=[api.own_fingerprint()], valid_to=at.date() - DAY)
    assert refusal(lying(other, at), at) == "unknown"


def test_a_replay_gets_the_same_receipt_and_another_letter_of_the_same_number_none(other, hears, at):
    body = lying(other, at)
    receipts = [json.loads(api.take(body=body, at=at + day * DAY))["receipt"] for day in range(3)]
    assert receipts[0] == receipts[1] == receipts[2]
    outbox.drain(at=at)
    assert (Incoming.objects.count(), len(hears)) == (1, 1)
    assert refusal(lying(other, at, data='{"n": 2}'), at) == "reused"


def test_a_receipt_or_another_record_of_the_node_is_no_letter(other, at):
    receipt = {"kind": wire.RECEIPT, "id": "letter-0001", "from": other.code, "to": other.code, "digest": "", "at": ""}
    assert refusal(wire.signed("letter", receipt, at=at), at) == "malformed"
    evidence = signatures.sign_record(record={"x": "y"}, at=at).envelope()
    good = json.loads(lying(other, at))
    assert refusal(json.dumps({"letter": good["letter"], "signature": evidence}).encode(), at) == "signature"


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(["kind", "id", "from", "to", "name", "correlation", "at", "data", "extra"]), value=ODD,
       place=st.sampled_from(["letter", "signature"]))  # fmt: skip
def test_odd_values_anywhere_are_refused_in_words(other, at, field, value, place):
    found = json.loads(lying(other, at))
    name = (
        field
        if place == "letter"
        else {"at": "at", "data": "certificate_pem", "id": "signature_b64"}.get(field, "suite")
    )
    if value == found[place].get(name):
        return
    found[place][name] = value
    assert refusal(json.dumps(found).encode(), at) in REASONS


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"null", b"\xff", b"[" * 100_000, b'{"letter": {}}', b'{"letter": [], "signature": 1}',
     b'{"letter": {"kind": "tongban letter 1"}, "signature": {}}', b"{" + b" " * 500_000],
)  # fmt: skip
def test_what_is_no_letter_is_refused(other, at, body: bytes):
    assert refusal(body, at) in ("malformed", "large")


@pytest.mark.parametrize(
    "data", ["[]", "1", "{", '{"a": "\\u0000"}', '{"a": "\\ud800"}', '{"a": NaN}', '{"a": 1, "a": 2}']
)
def test_data_that_nobody_could_keep_is_refused(other, at, data: str):
    assert refusal(lying(other, at, data=data), at) == "malformed"
