"""A fault at any statement of an act leaves nothing behind, and the act can be repeated."""

from contextlib import contextmanager

import pytest
from django.db import connection

from tongban.kernel.outbox.models import Message
from tongban.services.payments import api as payments
from tongban.services.payments import wire
from tongban.services.payments.models import Bill, BillItem, Posting, Refund, Series
from tongban.services.payments.tests.test_callbacks import message
from tongban.trust.audit.models import Pending
from tongban.trust.authority.api import SYSTEM


class Killed(Exception):  # noqa: N818 (not an error of ours)
    """The process ends here."""


@contextmanager
def killed_at(statement):
    left = [statement]

    def wrapper(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] < 0 and "SAVEPOINT" not in sql:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield


def everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Bill, BillItem, Posting, Refund, Series, Message, Pending)
    ]


def survives(act):
    """Kills the act at each of its statements in turn; returns how many it has."""
    before = everything()
    for statement in range(200):
        try:
            with killed_at(statement):
                act()
        except Killed:
            assert everything() == before
        else:
            return statement
    raise AssertionError("the act never ends")


@pytest.mark.parametrize("name", ["bill", "paid", "void", "refund", "surplus"])
def test_an_act_happens_whole_or_not_at_all(issue, at, name):
    bill = issue()

    def send(reference):
        body = message(bill, reference=reference)
        return payments.receive_callback(body=body, signature=wire.sign(body, at=at), at=at)

    if name in ("refund", "surplus"):
        send("B1")
    acts = {
        "bill": lambda: issue(key="fee"),
        "paid": lambda: send("B1"),
        "void": lambda: payments.void(bill=bill.number, reason="x", at=at, by=SYSTEM),
        "refund": lambda: payments.refund(bill=bill.number, reason="x", at=at, by=SYSTEM),
        "surplus": lambda: send("B2"),
    }
    assert survives(acts[name]) >= 5
    after = everything()
    acts[name]()
    assert everything() == after
