"""The test bank's callbacks: signed anew at each attempt, repeated with growing pauses until the node accepts."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from decimal import Decimal

import urllib3

from tongban.kernel.money.api import Money
from tongban.services.payments import wire
from tongban.services.payments.bank_orders import BankOrder, Orders

log = logging.getLogger(__name__)
PAUSES = (0.2, 1, 2, 5, 15, 60, 300, 900)
TIMEOUT = urllib3.Timeout(connect=2, read=10)


def status_of(order: BankOrder) -> wire.Status:
    amount = Money(Decimal(order.amount), order.currency)
    return wire.Status(order.number, order.state, amount, order.reference)


class Caller(threading.Thread):
    """Sends what the node has not accepted yet."""

    def __init__(self, orders: Orders) -> None:
        super().__init__(name="test-bank-callbacks", daemon=True)
        self._orders = orders
        self._due: dict[tuple[str, str], tuple[float, int]] = {}
        self._pool = urllib3.PoolManager(timeout=TIMEOUT, retries=False)
        self._wake = threading.Event()
        self._ended = False

    def wake(self) -> None:
        self._wake.set()

    def end(self) -> None:
        self._ended = True
        self._wake.set()
        self.join(timeout=15)

    def run(self) -> None:
        while not self._ended:
            self._wake.clear()
            pause = self._round()
            self._wake.wait(pause)

    def _round(self) -> float:
        """Sends what is due; returns the seconds until the next is."""
        nearest: float = PAUSES[-1]
        for order in self._orders.untold():
            when, attempt = self._due.get((order.number, order.state), (0.0, 0))
            if attempt >= len(PAUSES):
                continue
            if when <= time.monotonic():
                if self.send(order):
                    self._orders.tell(order)
                    continue
                when = time.monotonic() + PAUSES[attempt]
                self._due[order.number, order.state] = (when, attempt + 1)
            nearest = min(nearest, max(when - time.monotonic(), 0.01))
        return nearest

    def send(self, order: BankOrder) -> bool:
        """One attempt; True when the node accepted."""
        body = wire.written(status_of(order), "payment")
        headers = {"Content-Type": "application/json", wire.HEADER: wire.sign(body, at=dt.datetime.now(dt.UTC))}
        try:
            answer = self._pool.request("POST", order.notify, body=body, headers=headers, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            log.info("callback for %s: %s", order.number, error)
            return False
        return answer.status == 200  # noqa: PLR2004 (HTTP)
