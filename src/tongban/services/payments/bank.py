"""The built-in TEST BANK: a payment channel that speaks real HTTP and moves no money.

A WSGI application of its own, run beside the site in demonstration mode. The payer's browser comes with a signed link
(`/pay`), chooses to pay, refuse or pay later, and is sent back; the outcome goes to the node by signed callbacks,
and can be asked for (`POST /orders`), as can refunds (`POST /refunds`).
"""

from __future__ import annotations

import datetime as dt
import socketserver
import threading
import urllib.parse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tongban.kernel.money.api import MoneyError, money
from tongban.services.payments import wire
from tongban.services.payments.bank_calls import Caller, status_of
from tongban.services.payments.bank_orders import BankOrder, Orders
from tongban.services.payments.channel import test_port
from tongban.services.payments.errors import PaymentError

LINK_LIFE = dt.timedelta(days=1)
MAX_QUERY = 8_000
OUTCOMES: dict[str, Literal["paid", "refused"]] = {"paid": "paid", "refused": "refused"}
Start = Callable[[str, list[tuple[str, str]]], Any]


@dataclass(frozen=True)
class Reply:
    status: str
    body: bytes
    headers: tuple[tuple[str, str], ...]


class NotFound(Exception):  # noqa: N818 (an answer, not a fault)
    """The bank has no such page or order."""


class Bank:
    """The WSGI application."""

    def __init__(self, folder: Path) -> None:
        self.orders = Orders(folder / "test-bank.jsonl")
        self.caller = Caller(self.orders)
        self.routes = {
            ("GET", "/pay"): self.page,
            ("POST", "/pay"): self.choose,
            ("POST", "/orders"): self.answer,
            ("POST", "/refunds"): self.give_back,
            ("GET", "/tongban.css"): self.style,
        }

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        route = self.routes.get((environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")), _nowhere)
        try:
            reply = route(environ)
        except NotFound:
            reply = _page("404 Not Found", "missing", "zh")
        except wire.Refused:
            reply = _page("403 Forbidden", "refused", _language(environ.get("QUERY_STRING", "")))
        start(reply.status, [*reply.headers, ("Content-Length", str(len(reply.body)))])
        return [reply.body]

    def page(self, environ: dict[str, Any]) -> Reply:
        query = environ.get("QUERY_STRING", "")
        fields = _fields(query)
        order = self.orders.opened(_order(fields))
        return _page("200 OK", "pay", _language(query), order=order, fields=fields, query=query)

    def choose(self, environ: dict[str, Any]) -> Reply:
        form = urllib.parse.parse_qs(_body(environ).decode("utf-8", "replace"))
        query = form.get("query", [""])[0]
        fields = _fields(query)
        order = self.orders.opened(_order(fields))
        outcome = OUTCOMES.get(form.get("choice", [""])[0])
        if outcome:
            self.orders.decide(order.number, outcome)
            self.caller.wake()
        return Reply("303 See Other", b"", (("Location", fields["back"]), ("Cache-Control", "no-store")))

    def answer(self, environ: dict[str, Any]) -> Reply:
        message = _signed(environ, "query")
        order = self.orders.find(message.get("order", ""))
        if order is None:
            raise NotFound
        return _message(wire.written(status_of(order), "status"))

    def give_back(self, environ: dict[str, Any]) -> Reply:
        message = _signed(environ, "refund")
        number = message.get("refund", "")
        done = bool(number) and self.orders.give_back(message.get("order", ""), message.get("payment", ""), number)
        state = "done" if done else "refused"
        return _message(wire.packed({"kind": "refunded", "refund": number, "state": state}))

    def style(self, _environ: dict[str, Any]) -> Reply:
        path = finders.find("tongban.css")
        if not isinstance(path, str):
            raise NotFound
        return Reply("200 OK", Path(path).read_bytes(), (("Content-Type", "text/css; charset=utf-8"),))


def _nowhere(_environ: dict[str, Any]) -> Reply:
    raise NotFound


def _body(environ: dict[str, Any]) -> bytes:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > wire.MAX_BYTES:
        raise wire.Refused("malformed")
    data: bytes = environ["wsgi.input"].read(int(length))
    return data


def _signed(environ: dict[str, Any], kind: str) -> dict[str, str]:
    body = _body(environ)
    wire.verify(body, environ.get("HTTP_BANK_SIGNATURE", ""), at=dt.datetime.now(dt.UTC))
    return wire.unpacked(body, kind)


def _fields(query: str) -> dict[str, str]:
    """The fields of a signed link. Raises Refused."""
    signed, mark, tail = query.rpartition("&signature=")
    if not mark or len(query) > MAX_QUERY:
        raise wire.Refused("unsigned")
    signature = urllib.parse.unquote(tail.partition("&")[0])
    wire.verify(signed.encode(), signature, at=dt.datetime.now(dt.UTC), window=LINK_LIFE)
    return dict(urllib.parse.parse_qsl(signed))


def _order(fields: dict[str, str]) -> BankOrder:
    try:
        amount = money(fields["amount"], fields["currency"])
        return BankOrder(fields["order"], str(amount.amount), amount.currency, fields["notify"])
    except (KeyError, MoneyError):
        raise wire.Refused("malformed") from None


def _language(query: str) -> str:
    return "en" if query.endswith("&lang=en") else "zh"


def _message(body: bytes) -> Reply:
    signature = wire.sign(body, at=dt.datetime.now(dt.UTC))
    return Reply("200 OK", body, (("Content-Type", "application/json"), (wire.HEADER, signature)))


def _page(status: str, kind: str, language: str, **values: Any) -> Reply:
    back = urllib.parse.urlsplit(values.get("fields", {}).get("back", ""))
    origin = f" {back.scheme}://{back.netloc}" if back.scheme in ("http", "https") else ""
    query = str(values.get("query", "")).rpartition("&lang=")[0]
    with translation.override("en" if language == "en" else "zh-hans"):
        order: BankOrder | None = values.get("order")
        shown = money(order.amount, order.currency) if order else None
        context = {"kind": kind, "language": language, "unsigned": query, "shown": shown, **values}
        html = render_to_string("payments/bank.html", context).encode()
    policy = f"default-src 'self'; form-action 'self'{origin}; frame-ancestors 'none'; base-uri 'none'"
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
    )
    return Reply(status, html, headers)


class _Threads(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    timeout = 20

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name in the standard library)
        """The bank keeps no log of requests."""


class Server:
    """The test bank in threads of this process; a context manager."""

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self.bank = Bank(folder)
        self._http = make_server(host, port, self.bank, server_class=_Threads, handler_class=_Quiet)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.1,), name="test-bank", daemon=True)

    @property
    def address(self) -> str:
        """Where it listens: http://host:port."""
        return f"http://{self._http.server_address[0]!s}:{self._http.server_port}"

    def start(self) -> Self:
        self._thread.start()
        self.bank.caller.start()
        return self

    def stop(self) -> None:
        self.bank.caller.end()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)
        self.bank.orders.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def server(address: str) -> Server:
    """The server at host:port. Raises PaymentError outside demonstration mode."""
    config = settings.CONFIG
    if not config.demo:
        raise PaymentError(_("The test bank runs in demonstration mode only (demo = true)."))
    host, _colon, port = (address or f"{config.address.rpartition(':')[0]}:{test_port()}").rpartition(":")
    return Server(config.folder, host or "127.0.0.1", int(port))
