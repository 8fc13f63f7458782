"""The test bank over real HTTP: page, choice, callbacks with retries, status queries, refunds."""

import dataclasses
import datetime as dt
import http.server
import re
import threading
import time
import urllib.parse

import pytest
import urllib3
from django.test import Client
from django.utils import timezone, translation

from tongban.services.payments import api as payments
from tongban.services.payments import bank_calls
from tongban.services.payments.tests.conftest import PAYER
from tongban.trust.authority.api import SYSTEM

HTTP = urllib3.PoolManager(timeout=5, retries=False)


class Mailbox:
    """Takes callbacks over HTTP for the node: the test hands them on in its own transaction."""

    def __init__(self):
        self.taken = []
        self.answers = [200]
        box = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                box.taken.append((body, self.headers["Bank-Signature"]))
                self.send_response(box.answers[min(len(box.taken), len(box.answers)) - 1])
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                """Silent."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def wait(self, count):
        until = time.monotonic() + 5
        while len(self.taken) < count and time.monotonic() < until:
            time.sleep(0.01)
        assert len(self.taken) >= count
        return self.taken


@pytest.fixture()
def mailbox():
    box = Mailbox()
    yield box
    box.server.shutdown()
    box.server.server_close()


@pytest.fixture()
def bank(settings, mailbox):
    site = f"http://127.0.0.1:{mailbox.server.server_port}"
    with payments.demo_bank(address="127.0.0.1:0") as server:
        settings.CONFIG = dataclasses.replace(settings.CONFIG, bank=server.address, site=site)
        yield server


def choose(url, choice):
    page = HTTP.request("GET", url)
    html = page.data.decode()
    query = re.search(r'name="query" value="([^"]+)"', html)[1].replace("&amp;", "&")
    body = urllib.parse.urlencode({"query": query, "choice": choice})
    address = url.partition("/pay?")[0] + "/pay"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return html, HTTP.request("POST", address, body=body, headers=headers, redirect=False)


def test_a_payer_pays_and_the_signed_callback_settles_the_bill(issue, bank, mailbox):
    bill = issue()
    with translation.override("en"):
        url = payments.pay_url(bill=bill.number, at=timezone.now(), by=PAYER, back="/cases/1")
    html, answer = choose(url, "paid")
    assert "This is a test bank. No money moves." in html
    assert "¥180.50" in html
    assert "Hygiene licence fee" in html
    assert answer.status == 303
    assert answer.headers["Location"].endswith("/cases/1")
    ((body, signature),) = mailbox.wait(1)
    client = Client()
    headers = {"Bank-Signature": signature}
    reply = client.post("/payments/callback", body, content_type="application/json", headers=headers)
    assert (reply.status_code, reply.json()) == (200, {"result": "paid"})
    again, answer = choose(url, "paid")
    assert "Already paid" in again
    time.sleep(0.1)
    assert len(mailbox.taken) == 1


def test_the_page_speaks_chinese_and_offers_english(issue, bank):
    url = payments.pay_url(bill=issue().number, at=timezone.now(), by=PAYER)
    html = HTTP.request("GET", url).data.decode()
    assert '<html lang="zh-Hans">' in html
    assert "测试银行" in html
    assert "&amp;lang=en" in html
    english = HTTP.request("GET", url.replace("&lang=zh", "&lang=en")).data.decode()
    assert "Pay now" in english


@pytest.mark.parametrize("choice", ["refused", "later"])
def test_a_payer_who_does_not_pay_leaves_the_bill_open(issue, bank, choice):
    bill = issue()
    url = payments.pay_url(bill=bill.number, at=timezone.now(), by=PAYER)
    assert choose(url, choice)[1].status == 303
    payments.reconcile(at=timezone.now())
    assert payments.bills_of(case=bill.case)[0].state == "open"
    choose(url, "paid")
    assert payments.reconcile(at=timezone.now() + dt.timedelta(minutes=2)).paid == 1


def test_a_callback_is_repeated_until_the_node_accepts_it(issue, bank, mailbox, monkeypatch):
    mailbox.answers = [500, 500, 200]
    monkeypatch.setattr(bank_calls, "PAUSES", (0.01,) * 8)
    choose(payments.pay_url(bill=issue().number, at=timezone.now(), by=PAYER), "paid")
    bodies = {body for body, _ in mailbox.wait(3)}
    assert len(bodies) == 1


def test_without_any_callback_the_status_query_settles_the_bill_once(issue, bank):
    bill = issue()
    choose(payments.pay_url(bill=bill.number, at=timezone.now(), by=PAYER), "paid")
    found = [payments.reconcile(at=timezone.now() + dt.timedelta(minutes=n)) for n in range(3)]
    assert [one.paid for one in found] == [1, 0, 0]
    assert payments.bills_of(case=bill.case)[0].state == "paid"
    assert payments.balances()["bank"] == bill.total


def test_the_returning_payer_sees_the_payment_at_once(issue, bank):
    bill = issue()
    choose(payments.pay_url(bill=bill.number, at=timezone.now(), by=PAYER), "paid")
    payments.refresh(bill=bill.number, at=timezone.now())
    assert payments.bills_of(case=bill.case)[0].state == "paid"


def test_refunds_reach_the_bank_once_and_stand_in_the_daily_list(issue, bank):
    bill = issue()
    choose(payments.pay_url(bill=bill.number, at=timezone.now(), by=PAYER), "paid")
    payments.reconcile(at=timezone.now())
    payments.refund(bill=bill.number, reason="refused", at=timezone.now(), by=SYSTEM)
    assert [payments.reconcile(at=timezone.now()).refunded for _ in range(2)] == [1, 0]
    daily = payments.daily(day=timezone.localdate())
    assert [line.kind for line in daily.lines] == ["payment", "refund-done"]
    assert daily.received == daily.returned == bill.total
    assert {str(held) for held in payments.balances().values()} == {"¥0.00"}


@pytest.mark.parametrize(
    "change",
    [("180.50", "0.01"), ("callback", "elsewhere"), ("v1=", "v1=0"), ("&signature=", "&other=")],
)
def test_a_pay_link_that_was_changed_is_refused(issue, bank, change):
    url = payments.pay_url(bill=issue().number, at=timezone.now(), by=PAYER).replace("v1%3D", "v1=")
    assert change[0] in url
    assert HTTP.request("GET", url.replace(*change)).status == 403


def test_an_old_link_and_unknown_pages_are_refused(issue, bank):
    old = payments.pay_url(bill=issue().number, at=timezone.now() - dt.timedelta(days=2), by=PAYER)
    assert HTTP.request("GET", old).status == 403
    assert HTTP.request("GET", f"{bank.address}/admin").status == 404
    assert HTTP.request("POST", f"{bank.address}/orders", body=b"{}").status == 403
    assert HTTP.request("POST", f"{bank.address}/pay", body=b"x" * 20_000).status == 403


def test_the_bank_remembers_after_a_restart(issue, settings, bank):
    bill = issue()
    choose(payments.pay_url(bill=bill.number, at=timezone.now(), by=PAYER), "paid")
    reference = bank.bank.orders.find(bill.number).reference
    with payments.demo_bank(address="127.0.0.1:0") as second:
        assert second.bank.orders.find(bill.number).reference == reference


def test_a_bank_that_does_not_answer_stops_nothing(issue, settings, at):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, bank="http://127.0.0.1:9")
    bill = issue()
    payments.pay_url(bill=bill.number, at=at, by=PAYER)
    payments.refresh(bill=bill.number, at=at)
    found = payments.reconcile(at=at + dt.timedelta(hours=2))
    assert (found.asked, found.reachable) == (1, False)
