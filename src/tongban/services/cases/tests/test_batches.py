"""One act on many cases: the preview is what happens, each case once, whatever crashes and whoever helps."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tongban.engines.processes import api as processes
from tongban.kernel.declarations.api import Text
from tongban.services.cases import api as cases
from tongban.services.cases.api import batches
from tongban.services.cases.api.batches import doing
from tongban.services.cases.models import BatchRow, HistoryLine, Work
from tongban.services.cases.tests.test_crash import Killed
from tongban.trust.authority import api as authority
from tongban.trust.authority.api import SYSTEM, Subject

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def state(number: str) -> str:
    return BatchRow.objects.order_by("-batch").filter(case__number=number).values_list("state", flat=True).first() or ""


def holder(number: str) -> str:
    return Work.objects.filter(case__number=number).values_list("assignee", flat=True).first() or ""


@pytest.fixture()
def mixed(submitted, do, official, at: dt.datetime) -> dict[str, str]:
    """Cases of every kind: free, taken by somebody, accepted, waiting for papers, standing still, of another unit."""
    found = {name: submitted().number for name in ("free", "taken", "accepted", "lacking", "halted")}
    found["elsewhere"] = submitted("filing").number
    do(found["taken"], "claim", "market.clerk", name="other")
    do(found["accepted"], "accept", "market.clerk")
    do(found["lacking"], "supplement", "market.clerk", items=[cases.Missing("x", Text("租约", "Lease"))])
    processes.suspend(business_key=found["halted"], reason="test", by="x", at=at)
    return found


ORDERS = [
    ("claim", "market.clerk", ""), ("accept", "market.clerk", ""), ("release", "market.clerk", ""),
    ("assign", "market.leader", "person:market.clerk"), ("assign", "market.clerk", "person:market.leader"),
    ("assign", "market.leader", "person:fire.clerk"), ("transfer", "market.clerk", "post:c.market.leader"),
    ("transfer", "market.leader", "person:other"), ("transfer", "market.leader", "person:market.leader"),
    ("urge", "market.leader", ""), ("urge", "market.clerk", ""),
]  # fmt: skip


@pytest.mark.parametrize("ordered", ORDERS, ids="-".join)
def test_the_preview_is_what_happens(mixed, official, at: dt.datetime, ordered: tuple[str, str, str]) -> None:
    """What is promised is done, and what is left out would have been refused by the act's own front door."""
    act, post, to = ordered
    by = official(post)
    for one in ("market.leader", "fire.clerk"):
        official(one)
    lines = batches.preview(act=act, numbers=list(mixed.values()), to=to, by=by, at=at)
    assert mixed["elsewhere"] not in {line.number for line in lines}
    order = doing.Batch(act=act, to=to, reason="r", by=by.person, language="en")
    for line in lines:
        if line.fits:
            continue
        for task in Work.objects.filter(case=line.case).values_list("task", flat=True):
            with transaction.atomic():
                before = holder(line.number)
                try:
                    batches.ACTS[act].do(task, order, by, at)
                    assert holder(line.number) == before, (line, "could have been done")
                except (cases.CaseError, authority.Denied):
                    pass
                transaction.set_rollback(True)
    if not any(line.fits for line in lines):
        with pytest.raises(cases.Incomplete):
            batches.start(act=act, numbers=list(mixed.values()), key="k", by=by, at=at, to=to, reason="r")
        return
    made = batches.start(act=act, numbers=list(mixed.values()), key="k", by=by, at=at, to=to, reason="r")
    batches.tick(at=at)
    rows = batches.rows(batch=made, by=by)
    assert [row.state for row in rows] == ["done" if line.fits else "skipped" for line in lines], rows
    assert all(row.reason for row in rows if row.state == "skipped")


def test_each_kind_of_order_does_something_somewhere(mixed, official, at: dt.datetime) -> None:
    """The comparison above is not one of empty lists."""
    official("market.leader"), official("fire.clerk")
    done = {
        act
        for act, post, to in ORDERS
        for line in batches.preview(act=act, numbers=list(mixed.values()), to=to, by=official(post), at=at)
        if line.fits
    }
    assert {"claim", "accept", "assign", "transfer"} <= done


def order(official, at: dt.datetime, numbers: list[str], key: str = "k") -> int:
    return batches.start(act="accept", numbers=numbers, key=key, by=official("market.clerk"), at=at)


def test_a_crash_in_the_middle_leaves_whole_cases_and_the_rest_is_done_later(
    submitted, official, at: dt.datetime, monkeypatch
) -> None:
    numbers = [submitted().number for _ in range(3)]
    made = order(official, at, numbers)
    by = official("market.clerk")
    plain, calls = BatchRow.save, []

    def save(self: BatchRow, **more: object) -> None:
        calls.append(self.pk)
        if len(calls) == 2:
            raise Killed
        plain(self, **more)

    monkeypatch.setattr(BatchRow, "save", save)
    with pytest.raises(Killed):
        batches.tick(at=at)
    assert [row.state for row in batches.rows(batch=made, by=by)] == ["done", "waiting", "waiting"]
    assert [cases.desk_case(number=one, by=by, at=at).summary.state for one in numbers] == [
        "accepted", "submitted", "submitted",
    ]  # fmt: skip
    assert batches.tick(at=at) == 2
    assert batches.tick(at=at) == 0
    assert HistoryLine.objects.filter(code="accepted", by=by.person).count() == len(numbers)


def test_a_right_lost_between_preview_and_doing_is_a_failure_that_can_be_tried_again(
    submitted, official, at: dt.datetime
) -> None:
    number = submitted().number
    made, by = order(official, at, [number]), official("market.clerk")
    authority.end_appointment(person=by.person, post="c.market.clerk", at=at, by=SYSTEM)
    assert batches.tick(at=at + HOUR) == 1
    (row,) = batches.rows(batch=made, by=by)
    assert (row.state, bool(row.reason)) == ("failed", True)
    authority.appoint(person=by.person, post="c.market.clerk", since=at + HOUR, at=at + HOUR, by=SYSTEM)
    assert batches.retry(batch=made, by=by, at=at + 2 * HOUR) == 1
    assert batches.go_on(batch=made, by=by, at=at + 2 * HOUR) == 1
    assert batches.batch(batch=made, by=by).done == 1


def test_what_waits_is_taken_back_and_a_second_press_orders_nothing(submitted, official, at: dt.datetime) -> None:
    numbers = [submitted().number for _ in range(3)]
    made, by = order(official, at, numbers), official("market.clerk")
    assert order(official, at, numbers) == made
    assert batches.go_on(batch=made, by=by, at=at, most=1) == 1
    assert batches.cancel(batch=made, by=by, at=at) == 2
    assert batches.tick(at=at) == 0
    assert [row.state for row in batches.rows(batch=made, by=by)] == ["done", "cancelled", "cancelled"]


def test_a_batch_is_its_makers_alone_and_nothing_is_decided_in_one(submitted, official, at: dt.datetime) -> None:
    made, other = order(official, at, [submitted().number]), official("market.leader")
    for act in (batches.go_on, batches.retry, batches.cancel):
        with pytest.raises(cases.NotFound):
            act(batch=made, by=other, at=at)
    assert batches.batches(by=other) == ()
    assert batches.batches(by=Subject("program")) == ()
    with pytest.raises(cases.Incomplete):
        batches.start(act="decide", numbers=[submitted().number], key="d", by=other, at=at)
    assert not {"decide", "decline", "examine", "inspect", "do"} & set(batches.ACTS)
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchRow.objects.update(state="failed", at=at, reason="")


def test_the_same_queries_for_one_case_and_for_many(submitted, official, at: dt.datetime) -> None:
    numbers, by = [submitted().number for _ in range(6)], official("market.leader")
    official("market.clerk")
    for act, to in (
        ("assign", "person:market.clerk"),
        ("transfer", "person:market.clerk"),
        ("accept", ""),
        ("urge", ""),
    ):
        counts = []
        for chosen in (numbers[:2], numbers):
            with CaptureQueriesContext(connection) as found:
                assert len(batches.preview(act=act, numbers=chosen, to=to, by=by, at=at)) == len(chosen)
            counts.append(len(found))
        assert counts[0] == counts[1], act
