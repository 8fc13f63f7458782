"""Processes that begin by themselves: by signals, messages, letters, the clock; what leaves a node."""

import datetime as dt

import pytest
from django.db import transaction

from tongban.engines.processes import api as processes
from tongban.exchange.letters import api as letters
from tongban.exchange.letters.models import Outgoing
from tongban.exchange.letters.models import Partner as PartnerRow
from tongban.kernel.declarations import api as declarations
from tongban.kernel.outbox import api as outbox
from tongban.kernel.outbox.models import Delivery
from tongban.services.proceedings import api, starting
from tongban.services.proceedings.host import NAME
from tongban.services.proceedings.tests import texts
from tongban.trust.signatures import api as signatures

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture()
def publish(tmp_path, at):
    def published(**found: str) -> None:
        declarations.publish(declarations.read(texts.write(tmp_path / "self", **found)), at=at)

    return published


def begin(key: str, at, **data) -> processes.Step:
    item = declarations.current("processes", key)
    with transaction.atomic():
        return processes.start(
            host=NAME, definition=(key, item.version), graph=item.value, business_key=f"{key}-1", data=data, by="x", at=at
        )  # fmt: skip


def partner(at, code: str = "node-b", **more) -> None:
    signatures.ensure_keys()
    facts = {
        "name_zh": "乙",
        "name_en": "B",
        "address": "https://b.example",
        "pinned": ["0" * 64],
        "valid_from": at.date(),
    }
    PartnerRow.objects.create(code=code, takes=["question"], sends=["question"], **facts | more)


def ran(key: str) -> int:
    """How many instances of a process there are or were."""
    from tongban.engines.processes.models import Instance

    return Instance.objects.filter(key=key, host=NAME).count()


def test_a_signal_begins_every_process_that_waits_for_it_once(publish, at):
    publish(ring=texts.RING, watch=texts.WATCH, guard=texts.GUARD)
    begin("ring", at, number=1, to="")
    assert (ran("watch"), ran("guard")) == (0, 0)
    outbox.drain(at=at)
    assert (ran("watch"), ran("guard")) == (1, 1)
    Delivery.objects.filter(subscriber="proceedings.start").update(done=None)  # as if the receipt were lost
    from tongban.kernel.outbox.models import Message

    Message.objects.update(settled=None)
    outbox.drain(at=at)
    assert (ran("watch"), ran("guard")) == (1, 1)


def test_a_signal_whose_act_is_undone_begins_nothing(publish, at):
    publish(ring=texts.RING, watch=texts.WATCH)
    with transaction.atomic():
        begin("ring", at, number=1, to="")
        transaction.set_rollback(True)
    outbox.drain(at=at)
    assert ran("watch") == 0


def test_a_message_begins_a_process_of_this_node_before_it_leaves(publish, at):
    publish(call=texts.CALL, reply=texts.REPLY)
    partner(at)
    begin("call", at, number=1, to="node-b")
    outbox.drain(at=at)
    assert (ran("reply"), Outgoing.objects.filter(name="question").count()) == (1, 0)


def test_a_message_that_nobody_here_takes_goes_to_the_partner_that_does(publish, at):
    publish(call=texts.CALL)
    begin("call", at, number=1, to="")
    assert Outgoing.objects.count() == 0
    partner(at)
    item = declarations.current("processes", "call")
    processes.start(
        host=NAME, definition=("call", item.version), graph=item.value, business_key="call-2", data={"number": 1, "to": ""},
        by="x", at=at,
    )  # fmt: skip
    letter = Outgoing.objects.get()
    assert (letter.name, letter.partner, letter.origin, letter.element) == ("question", "node-b", "call-2", "send")


def test_a_message_with_a_participant_leaves_whoever_waits_here(publish, at):
    publish(ask=texts.ASK, reply=texts.REPLY)
    partner(at)
    begin("ask", at, number=7, to="node-b")
    outbox.drain(at=at)
    letter = Outgoing.objects.get()
    assert (ran("reply"), letter.wanted, letter.correlation, letter.data) == (
        0,
        "node-b",
        "7",
        '{"number":{"$":"number","v":"7"},"to":"node-b"}',
    )


def test_a_participant_that_the_data_do_not_name_is_left_to_the_officer(publish, at):
    publish(ask=texts.ASK)
    signatures.ensure_keys()
    begin("ask", at, number=7, to="")
    letters.post(at=at)
    assert (Outgoing.objects.get().state, letters.stuck()) == ("refused", 1)


def test_a_letter_goes_on_with_who_waits_for_it_else_begins_a_process_once(publish, at):
    publish(ask=texts.ASK, reply=texts.REPLY)
    partner(at)
    begin("ask", at, number=7, to="node-b")
    answer = letters.Letter("node-b/letter-1", "node-b", "answer", "7", {"text": "yes"})
    assert starting.receive(answer, at) == "ask-1"
    assert starting.receive(answer, at).startswith("instance ")  # the same letter again
    assert processes.state("ask-1")[0].status == "completed"
    question = letters.Letter("node-b/letter-2", "node-b", "question", "8", {"number": 8, "to": ""})
    keys = {starting.receive(question, at) for _ in range(3)}
    assert (len(keys), ran("reply")) == (1, 1)
    assert starting.receive(letters.Letter("node-b/letter-3", "node-b", "gossip", "", {}), at) == ""


@pytest.mark.parametrize(
    "data",
    [{"n": {"$": "number", "v": "1E+999999999"}}, {"n": {"$": "number", "v": "x"}}, {"n": {"$": "magic", "v": "1"}},
     {"n": {"$": "number"}}, {"n": {"$": "date", "v": "2026-99-99"}}, {"n": {"$": ["number"], "v": "1"}}, {"n": 10**40},
     {"n": {"$": "months", "v": None}}],
)  # fmt: skip
def test_data_that_no_process_can_keep_begins_nothing(publish, at, data):
    publish(reply=texts.REPLY)
    with pytest.raises(processes.ProcessError):
        starting.receive(letters.Letter("node-b/letter-1", "node-b", "question", "", data), at)
    assert ran("reply") == 0


def test_the_clock_begins_processes_of_the_version_in_force(publish, at):
    publish(daily=texts.DAILY)
    assert (api.tick(at=at), api.tick(at=at)) == (1, 0)
    processes.tick(at=at + DAY)
    processes.tick(at=at + 2 * DAY)
    assert ran("daily") == 2
    publish(daily=texts.DAILY.replace("R/P1D", "R/P2D"))
    assert api.tick(at=at + 2 * DAY) == 1
    processes.tick(at=at + 3 * DAY)
    assert ran("daily") == 2
    processes.tick(at=at + 4 * DAY)
    assert ran("daily") == 3


CONDITION = "<conditionalEventDefinition><condition>x &gt; 1</condition></conditionalEventDefinition>"
REFUSED = {
    "begins by a condition": texts.WATCH.replace(texts.ALARM, CONDITION),
    "several triggers": texts.WATCH.replace('<startEvent id="s"', '<startEvent id="s" parallelMultiple="true"').replace(
        texts.ALARM, texts.ALARM + texts.QUESTION
    ),
    "nobody to give work to": texts.WATCH.replace("endEvent", "endEvent").replace(
        '<sequenceFlow id="s-e" sourceRef="s" targetRef="e"/>',
        texts.event("userTask", "t") + texts.flows("s>t", "t>e"),
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_start_that_nobody_looks_at_and_work_for_nobody_are_refused_for_publication(publish, why):
    with pytest.raises(declarations.DeclarationError, match=why):
        publish(watch=REFUSED[why])
