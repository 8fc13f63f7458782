"""The payment channel: what the node asks of it, and the client of a channel that speaks our signed HTTP."""

from __future__ import annotations

import datetime as dt
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import urllib3
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.kernel.money.api import Money
from tongban.services.payments import wire
from tongban.services.payments.errors import ChannelUnavailable
from tongban.services.payments.wire import Status

TIMEOUT = urllib3.Timeout(connect=2, read=5)


@dataclass(frozen=True)
class Order:
    """What the payer is asked to pay. `back` is where the browser returns, `notify` where the channel reports."""

    number: str
    amount: Money
    payee: Text
    subject: Text
    back: str
    notify: str
    language: str


class Channel(Protocol):
    """A payment channel. Everything it is asked to do is idempotent by number; each call may raise
    ChannelUnavailable and is tried again.
    """

    def pay_address(self, order: Order, *, at: dt.datetime) -> str:
        """Where to send the payer's browser."""

    def status(self, number: str, *, at: dt.datetime) -> Status | None:
        """What the channel knows of an order; None when the payer never came."""

    def refund(self, number: str, *, order: str, payment: str, amount: Money, at: dt.datetime) -> bool:
        """Gives money back; True once it is done."""


class HttpChannel:
    """A channel at an address: a signed pay link for the browser, signed JSON requests between the servers."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._pool = urllib3.PoolManager(timeout=TIMEOUT, retries=False, maxsize=4)

    def pay_address(self, order: Order, *, at: dt.datetime) -> str:
        query = urllib.parse.urlencode(
            {
                "order": order.number,
                "amount": str(order.amount.amount),
                "currency": order.amount.currency,
                "payee_zh": order.payee.zh,
                "payee_en": order.payee.en,
                "subject_zh": order.subject.zh,
                "subject_en": order.subject.en,
                "back": order.back,
                "notify": order.notify,
            }
        )
        signature = urllib.parse.quote(wire.sign(query.encode(), at=at))
        return f"{self.address}/pay?{query}&signature={signature}&lang={order.language}"

    def status(self, number: str, *, at: dt.datetime) -> Status | None:
        answer = self._ask("/orders", {"kind": "query", "order": number}, at)
        if answer is None:
            return None
        try:
            found = wire.status_of(answer, "status")
        except wire.Refused:
            raise ChannelUnavailable(_("The payment channel gave an answer that cannot be read.")) from None
        if found.order != number:
            raise ChannelUnavailable(_("The payment channel gave an answer that cannot be read."))
        return found

    def refund(self, number: str, *, order: str, payment: str, amount: Money, at: dt.datetime) -> bool:
        message = {"kind": "refund", "refund": number, "order": order, "payment": payment, "amount": str(amount.amount)}
        answer = self._ask("/refunds", message, at)
        try:
            found = wire.unpacked(answer or b"", "refunded")
        except wire.Refused:
            return False
        return found.get("refund") == number and found.get("state") == "done"

    def _ask(self, path: str, message: dict[str, str], at: dt.datetime) -> bytes | None:
        """The body of the signed answer; None for 404."""
        body = wire.packed(message)
        headers = {"Content-Type": "application/json", wire.HEADER: wire.sign(body, at=at)}
        try:
            answer = self._pool.request(
                "POST", self.address + path, body=body, headers=headers, redirect=False, preload_content=False
            )
            try:
                data: bytes = answer.read(wire.MAX_BYTES + 1)
            finally:
                answer.close()
        except urllib3.exceptions.HTTPError:
            raise ChannelUnavailable(_("The payment channel does not answer. Try again in a few minutes.")) from None
        if answer.status == 404:  # noqa: PLR2004 (HTTP)
            return None
        try:
            wire.verify(data, answer.headers.get(wire.HEADER, ""), at=at)
        except wire.Refused:
            raise ChannelUnavailable(_("The payment channel gave an answer that cannot be trusted.")) from None
        return data


_made: dict[str, Channel] = {}
_make: list[Callable[[str], Channel]] = [HttpChannel]


def use_channel(make: Callable[[str], Channel]) -> None:
    """Names the client for another kind of channel; for `apps.py` of the package that brings it."""
    _make[:] = [make]
    _made.clear()


def address() -> str:
    """Where the channel is: as configured, else the built-in test bank in demonstration mode, beside the site."""
    config = settings.CONFIG
    if config.bank:
        return str(config.bank).rstrip("/")
    if not config.demo:
        raise ChannelUnavailable(_("No payment channel is set up. The operator sets it in tongban.toml (bank)."))
    site = urllib.parse.urlsplit(config.site_url)
    return f"http://{site.hostname}:{test_port()}"


def test_port() -> int:
    """The port of the test bank: the one after the site's own."""
    return int(str(settings.CONFIG.address).rpartition(":")[2] or 8000) + 1


def channel() -> Channel:
    """The channel of this node. Raises ChannelUnavailable when none is set up."""
    place = address()
    if place not in _made:
        _made[place] = _make[0](place)
    return _made[place]
