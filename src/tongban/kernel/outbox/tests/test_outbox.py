"""News is written with its act, delivered at least once, done once, and never lost."""

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import connection, transaction

from tongban.kernel.declarations.models import Published
from tongban.kernel.outbox import api
from tongban.kernel.outbox.models import Delivery, Message


@dataclass(frozen=True)
class Happened:
    number: str
    day: dt.date = dt.date(2026, 1, 1)
    moment: dt.datetime | None = None
    amount: Decimal = Decimal("0.10")
    days: tuple[dt.date, ...] = ()
    table: dict[str, Decimal] | None = None


class Kill(BaseException):
    """The process ends here: nothing of the transaction may remain."""


@pytest.fixture(autouse=True)
def subscribers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "_SUBSCRIBERS", {})
    monkeypatch.setattr(api, "_KINDS", {})


def note(key: str, at: dt.datetime) -> None:
    """What a subscriber does: a row that may exist once."""
    Published.objects.create(kind="test", key=key, version="1", published=at)


def notes() -> list[str]:
    return list(Published.objects.filter(kind="test").order_by("pk").values_list("key", flat=True))


def tell(at: dt.datetime, number: str = "1", **more: object) -> None:
    with transaction.atomic():
        api.publish(Happened(number, **more), at=at)


def later(at: dt.datetime, hours: int = 2) -> dt.datetime:
    return at + dt.timedelta(hours=hours)


@pytest.mark.django_db
def test_an_event_arrives_as_it_was_told(at) -> None:
    taken: list[Happened] = []
    api.subscribe(Happened, lambda event, _at: taken.append(event), name="a")
    event = Happened("1", moment=at, days=(dt.date(2026, 2, 1),), table={"x": Decimal("1.50")})
    with transaction.atomic():
        api.publish(event, at=at)
    assert api.relay(at=at) == 1
    assert taken == [event]


@pytest.mark.django_db(transaction=True)
def test_news_without_its_act_is_impossible(at) -> None:
    with pytest.raises(RuntimeError, match="outside the transaction"):
        api.publish(Happened("1"), at=at)

    def undone() -> None:
        with transaction.atomic():
            api.publish(Happened("1"), at=at)
            raise Kill

    with pytest.raises(Kill):
        undone()
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_every_subscriber_gets_it_once_however_often_it_is_relayed(at) -> None:
    for name in "ab":
        api.subscribe(Happened, lambda event, when, name=name: note(f"{name}{event.number}", when), name=name)
    tell(at)
    assert [api.relay(at=at) for _ in range(3)] == [2, 0, 0]
    Message.objects.update(settled=None)  # as after a crash between delivery and settling
    assert api.relay(at=at) == 0
    assert notes() == ["a1", "b1"]


@pytest.mark.django_db
def test_an_event_without_subscribers_is_settled(at) -> None:
    tell(at)
    api.relay(at=at)
    assert Message.objects.get().settled == at


class KillAt:
    """Ends the process before the statement with this number."""

    def __init__(self, statement: int) -> None:
        self.left = statement

    def __call__(self, execute, sql, params, many, context):
        if not self.left:
            raise Kill
        self.left -= 1
        return execute(sql, params, many, context)


def _at_each_statement(work: Callable[[], object], judge: Callable[[], None]) -> int:
    """Runs `work` again and again, killed before its first, second, … statement, until it gets through."""
    for statement in range(200):
        judge()
        try:
            with connection.execute_wrapper(KillAt(statement)):
                work()
        except Kill:
            continue
        return statement
    raise AssertionError("never got through")


@pytest.mark.django_db(transaction=True)
def test_a_kill_between_any_two_statements_loses_and_doubles_nothing(at) -> None:
    api.subscribe(Happened, lambda event, when: note(event.number, when), name="a")
    tell(at)
    statements = _at_each_statement(lambda: api.relay(at=at), lambda: None)
    assert statements >= 1
    api.drain(at=at)
    assert notes() == ["1"]
    assert Delivery.objects.get().done
    assert Message.objects.get().settled


@pytest.mark.django_db(transaction=True)
def test_a_kill_while_telling_leaves_both_or_neither(at) -> None:
    def act() -> None:
        with transaction.atomic():
            note("act", at)
            api.publish(Happened("1"), at=at)

    def whole() -> None:
        assert len(notes()) == Message.objects.count()

    _at_each_statement(act, whole)
    assert (notes(), Message.objects.count()) == (["act"], 1)


@pytest.mark.django_db
def test_a_failing_subscriber_is_tried_again_and_stops_no_other(at) -> None:
    failures = [RuntimeError("not yet")]

    def fragile(event: Happened, when: dt.datetime) -> None:
        note(f"fragile{event.number}", when)
        if failures:
            raise failures.pop()

    api.subscribe(Happened, fragile, name="fragile")
    api.subscribe(Happened, lambda event, when: note(f"sound{event.number}", when), name="sound")
    tell(at)
    assert api.relay(at=at) == 1
    assert notes() == ["sound1"]
    assert api.relay(at=at) == 0, "not before its pause is over"
    assert api.relay(at=later(at)) == 1
    assert notes() == ["sound1", "fragile1"]


@pytest.mark.django_db
def test_waiting_news_does_not_keep_newer_news_waiting(at) -> None:
    def only_second(event: Happened, when: dt.datetime) -> None:
        if event.number == "1":
            raise RuntimeError("never")
        note(event.number, when)

    api.subscribe(Happened, only_second, name="a")
    tell(at, "1")
    api.relay(at=at, limit=1)
    tell(at, "2")
    assert api.relay(at=at, limit=1) == 1
    assert notes() == ["2"]


@pytest.mark.django_db
def test_after_every_attempt_an_event_waits_for_a_person(at) -> None:
    broken = [True]

    def handler(event: Happened, when: dt.datetime) -> None:
        if broken:
            raise ValueError("no such case")
        note(event.number, when)

    api.subscribe(Happened, handler, name="a")
    tell(at)
    for attempt in range(api.MAX_ATTEMPTS + 2):
        api.relay(at=later(at, attempt + 1))
    (letter,) = api.dead_letters()
    assert (letter.subscriber, letter.attempts, letter.error) == ("a", api.MAX_ATTEMPTS, "ValueError: no such case")
    broken.clear()
    api.redrive(letter=letter.id, at=later(at, 50))
    assert api.drain(at=later(at, 50)) == 1
    assert (api.dead_letters(), notes()) == ([], ["1"])
    with pytest.raises(LookupError):
        api.redrive(letter=letter.id, at=at)


@pytest.mark.django_db
def test_an_event_of_an_older_release_is_still_read(at) -> None:
    taken: list[Happened] = []
    api.subscribe(Happened, lambda event, _at: taken.append(event), name="a")
    Message.objects.create(kind=api.name_of(Happened), body={"number": "1", "gone": 1}, at=at)
    api.relay(at=at)
    assert taken == [Happened("1")]


@pytest.mark.django_db
def test_an_event_that_cannot_be_read_is_kept(at) -> None:
    api.subscribe(Happened, lambda _event, _at: None, name="a")
    Message.objects.create(kind=api.name_of(Happened), body={}, at=at)
    assert api.relay(at=at) == 0
    assert "missing 1 required" in Delivery.objects.get().error


@pytest.mark.django_db
def test_a_relay_that_was_overtaken_by_another_does_nothing_twice(at, monkeypatch: pytest.MonkeyPatch) -> None:
    api.subscribe(Happened, lambda event, when: note(event.number, when), name="a")
    tell(at)
    deliver, overtaken = api._deliver, []

    def slow(*arguments: object) -> str:
        if not overtaken:
            overtaken.append(True)
            assert api.relay(at=at) == 1
        return deliver(*arguments)

    monkeypatch.setattr(api, "_deliver", slow)
    assert api.relay(at=at) == 0
    assert notes() == ["1"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_relays_at_once_do_the_work_once(at) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the test database is in memory, where two writers do not wait for each other")
    api.subscribe(Happened, lambda event, when: note(event.number, when), name="a")
    for number in range(5):
        tell(at, str(number))
    start = threading.Barrier(2)
    done: list[int] = []

    def run() -> None:
        start.wait()
        done.append(api.drain(at=at))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == 5
    assert sorted(notes()) == ["0", "1", "2", "3", "4"]


@pytest.mark.django_db
def test_the_backlog_counts_what_somebody_still_has_to_take(at: dt.datetime) -> None:
    api.subscribe(Happened, lambda _event, _at: None, name="one")
    assert api.backlog() == api.Backlog(0, None)
    with transaction.atomic():
        api.publish(Happened("1"), at=at)
        api.publish(Happened("2"), at=at + dt.timedelta(hours=1))
    assert api.backlog() == api.Backlog(2, at)
    api.drain(at=at + dt.timedelta(hours=1))
    assert api.backlog().waiting == 0
