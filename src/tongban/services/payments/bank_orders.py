"""What the test bank remembers: its orders, in a file of JSON lines that outlives the process."""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tongban.services.payments.wire import PaymentState


@dataclass(frozen=True)
class BankOrder:
    """An order that a payer came with. `told`: the node accepted the callback."""

    number: str
    amount: str
    currency: str
    notify: str
    state: PaymentState = "waiting"
    reference: str = ""
    told: bool = False
    refund: str = ""


class Orders:
    """The bank's book: the last line about an order counts. Safe in several threads of one process."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, BankOrder] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                self._remember(line)
        self._file = path.open("a", encoding="utf-8")

    def _remember(self, line: str) -> None:
        try:
            order = BankOrder(**json.loads(line))
        except (ValueError, TypeError):
            return  # half a line, from a process that was killed while writing
        self._known[order.number] = order

    def _write(self, order: BankOrder) -> BankOrder:
        self._known[order.number] = order
        self._file.write(json.dumps(dataclasses.asdict(order), ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        return order

    def close(self) -> None:
        self._file.close()

    def find(self, number: str) -> BankOrder | None:
        return self._known.get(number)

    def untold(self) -> list[BankOrder]:
        """Orders whose outcome the node has not accepted yet."""
        with self._lock:
            return [order for order in self._known.values() if order.state != "waiting" and not order.told]

    def opened(self, order: BankOrder) -> BankOrder:
        """The order as the bank knows it, entered when it is new."""
        with self._lock:
            return self._known.get(order.number) or self._write(order)

    def decide(self, number: str, state: Literal["paid", "refused"]) -> BankOrder:
        """Paid or refused by the payer; what is paid stays paid."""
        with self._lock:
            order = self._known[number]
            if order.state == "paid":
                return order
            reference = f"TEST{secrets.randbelow(10**12):012}" if state == "paid" else ""
            return self._write(dataclasses.replace(order, state=state, reference=reference, told=False))

    def tell(self, order: BankOrder) -> None:
        """The node accepted the callback about this state."""
        with self._lock:
            if self._known[order.number].state == order.state:
                self._write(dataclasses.replace(self._known[order.number], told=True))

    def give_back(self, number: str, payment: str, refund: str) -> bool:
        """A refund of a payment; the same refund again is done already, another one is not."""
        with self._lock:
            order = self._known.get(number)
            if order is None or order.reference != payment or order.refund not in ("", refund):
                return False
            if not order.refund:
                self._write(dataclasses.replace(order, refund=refund))
            return True
