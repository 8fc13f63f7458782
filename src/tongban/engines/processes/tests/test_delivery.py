"""Messages and signals between business keys and nodes: each taken once, whatever happens between."""

import pytest
from django.db import OperationalError, connection

from tongban.engines.processes import api, models
from tongban.engines.processes.tests.building import AT, MESSAGE, SIGNAL, Host, at_work, done, flows, graph, node
from tongban.engines.processes.tests.building import started as begun

pytestmark = pytest.mark.django_db
CORRELATED = MESSAGE + " "


def keyed(trigger: str) -> dict[str, str]:
    return {"tongban_correlation": "number"} if trigger == CORRELATED else {}


def waiting(trigger: str) -> api.Graph:
    parts = (node("start", "s"), node("catch", "c", trigger, **keyed(trigger)), node("user", "after"), node("end", "e"))
    return graph(*parts, flows("s>c", "c>after", "after>e"), key="waits")


def throwing(trigger: str) -> api.Graph:
    inputs = '<extensionElements><tongban:input target="n" source="n"/></extensionElements>'
    end = node("end", "e", inputs + trigger, **keyed(trigger))
    return graph(node("start", "s"), node("user", "a"), end, flows("s>a", "a>e"), key="throws")


class Post(Host):
    """A host that notes what leaves."""

    def __init__(self, *graphs: api.Graph) -> None:
        super().__init__(*graphs)
        self.sent: list[api.Sent] = []

    def thrown(self, sent: api.Sent, at) -> None:  # noqa: ARG002
        self.sent.append(sent)


def start(host: Host, model: api.Graph, key: str, **data: object) -> api.Step:
    api.register_host("test", host)
    return api.start(
        host="test", definition=(model.key, "v1"), graph=model, business_key=key, data=data, by="x", at=AT
    )  # fmt: skip


def test_a_message_finds_its_case_by_the_correlation_key_and_arrives_with_the_next_tick():
    one, other = throwing(CORRELATED), waiting(CORRELATED)
    host = Post(one, other)
    for number in (7, 8):
        start(host, other, f"case-{number}", number=number)
    start(host, one, "sender", number=8, n=5)
    done("a", key="sender")
    assert (at_work("case-7"), at_work("case-8"), models.Letter.objects.count()) == ([], [], 1)
    assert api.tick(at=AT) == 1
    assert (at_work("case-7"), at_work("case-8")) == ([], ["after"])
    assert api.state("case-8")[0].variables["n"] == 5
    assert (models.Letter.objects.count(), api.tick(at=AT), host.sent) == (0, 0, [])


def test_a_message_that_nobody_here_waits_for_is_handed_to_the_host():
    one = throwing(CORRELATED)
    host = Post(one)
    step = start(host, one, "sender", number=9, n=1)
    done("a", key="sender")
    assert host.sent == [
        api.Sent("message", "news", "9", "sender", step.instance, "e", {"n": 1}, {"correlation": "number"})
    ]


def test_a_message_without_a_key_stays_under_its_business_key():
    one, other = throwing(MESSAGE), waiting(MESSAGE)
    host = Post(one, other)
    start(host, other, "case-7")
    start(host, one, "sender", n=1)
    done("a", key="sender")
    assert (len(host.sent), models.Letter.objects.count()) == (1, 0)


def test_a_signal_of_one_case_reaches_all_that_wait_for_it_then():
    one, other = throwing(SIGNAL), waiting(SIGNAL)
    host = Post(one, other)
    for key in ("case-1", "case-2"):
        start(host, other, key)
    start(host, one, "sender", n=1)
    done("a", key="sender")
    start(host, other, "late")
    assert api.tick(at=AT) == 2
    assert [at_work(key) for key in ("case-1", "case-2", "late")] == [["after"], ["after"], []]
    assert [sent.kind for sent in host.sent] == ["signal"]


def test_a_signal_from_outside_is_heard_at_once():
    model = waiting(SIGNAL)
    host = Host(model)
    for key in ("case-1", "case-2"):
        start(host, model, key)
    assert api.signal(name="alarm", data={"n": 1}, by="x", at=AT) == 2
    assert at_work("case-2") == ["after"]
    assert api.signal(name="alarm", data={}, by="x", at=AT) == 0


def test_a_signal_may_start_a_process():
    model = graph(node("start", "s", SIGNAL), node("user", "a"), node("end", "e"), flows("s>a", "a>e"))
    api.register_host("test", Host(model))
    api.start(
        host="test", definition=("p", "v1"), graph=model, business_key="k", data={}, by="x", at=AT, signal="alarm"
    )
    assert at_work("k") == ["a"]


def took(message_id: str = "m-1", **more: object) -> api.Received | None:
    return api.receive(message_id=message_id, name="news", data={"n": 1}, by="node:b", at=AT, **more)


def test_a_message_from_outside_is_taken_once_by_its_id():
    model = waiting(CORRELATED)
    step = start(Host(model), model, "case-7", number=7)
    assert took(correlation="8") is None
    assert took(correlation="7") == api.Received(step.instance, again=False, business_key="case-7")
    assert took(correlation="7") == api.Received(step.instance, again=True)
    assert took("m-2", business_key="case-7") is None
    assert at_work("case-7") == ["after"]


def test_a_letter_to_a_suspended_process_waits_until_it_is_resumed():
    one, other = throwing(CORRELATED), waiting(CORRELATED)
    host = Post(one, other)
    start(host, other, "case-7", number=7)
    start(host, one, "sender", number=7, n=1)
    done("a", key="sender")
    api.suspend(business_key="case-7", reason="checking", by="x", at=AT)
    assert (api.deliver(at=AT), models.Letter.objects.count()) == (0, 1)
    api.resume(business_key="case-7", by="x", at=AT)
    assert (api.deliver(at=AT), at_work("case-7")) == (1, ["after"])


def test_a_letter_that_nobody_waits_for_any_longer_is_kept_with_the_reason():
    one, other = throwing(CORRELATED), waiting(CORRELATED)
    host = Post(one, other)
    start(host, other, "case-7", number=7)
    start(host, one, "sender", number=7, n=1)
    done("a", key="sender")
    api.cancel(business_key="case-7", by="x", at=AT, reason="r")
    assert api.deliver(at=AT) == 0
    assert "waits for the message news" in models.Letter.objects.get().stuck.replace("'", "")


class CrashError(OperationalError):
    pass


def test_a_crash_before_any_statement_of_a_delivery_delivers_later_and_once():
    one, other = throwing(CORRELATED), waiting(CORRELATED)
    host = Post(one, other)
    start(host, other, "case-7", number=7)
    start(host, one, "sender", number=7, n=1)
    done("a", key="sender")
    for left in range(100):
        passed = iter(range(left, -1, -1))

        def crash(execute, *statement: object, passed=passed):
            if next(passed, None) == 0:
                raise CrashError
            return execute(*statement)

        try:
            with connection.execute_wrapper(crash):
                api.deliver(at=AT, limit=1)
        except CrashError:
            assert (models.Letter.objects.count(), at_work("case-7")) == (1, [])
            continue
        break
    assert left > 8
    assert (models.Letter.objects.count(), at_work("case-7")) == (0, ["after"])


def test_a_send_task_throws_its_message_when_the_host_has_no_service_for_it():
    send = node("send", "t", messageRef="r-m")
    model = graph(
        node("start", "s"), node("and", "f"), send, node("catch", "c", MESSAGE), node("user", "a"), node("end", "e"),
        flows("s>f", "f>t", "f>c", "c>a", "t>e", "a>e"),
    )  # fmt: skip
    begun(model)
    assert at_work() == ["a"]
