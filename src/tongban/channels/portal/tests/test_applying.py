"""Applying without scripts and with autosave: drafts, two windows, errors, sending once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tongban.channels.conftest import PDF
from tongban.services.cases import api as cases

BASE = "/services/shop-sign/apply"
PREMISES = {"premises_division": "430702", "premises_address": "演示路 1 号"}
SIGN = {"sign_text": "小满餐馆", "sign_width": "4.2", "sign_height": "0.9", "terrace": "no"}


@pytest.fixture()
def browser(city):
    return city.client("owner", company=True, language="en")


def revision(page: Any) -> str:
    return re.search(r'name="revision" value="(\d+)"', page.text)[1]


def fill(browser: Any) -> None:
    for page, values in (("company", {}), ("premises", PREMISES), ("sign", SIGN), ("declaration", {"truth": "yes"})):
        now = revision(browser.get(f"{BASE}/{page}"))
        answer = browser.post(f"{BASE}/{page}", {**values, "revision": now})
        assert answer.status_code == 302, answer.text


def test_page_by_page_to_the_receipt(browser, city) -> None:
    fill(browser)
    check = browser.get(f"{BASE}/check")
    assert "小满餐馆" in check.text
    sent = browser.post(f"{BASE}/check")
    assert sent.url.endswith("/received")
    assert cases.tidy_number(sent.url.split("/")[3]) in browser.get(sent.url).text
    again = browser.post(f"{BASE}/check")
    assert again.url == sent.url


def test_what_is_missing_is_said_on_the_check_page_and_nothing_is_sent(browser) -> None:
    before = browser.get("/my/cases").text.count("/my/cases/430700")
    browser.post(f"{BASE}/premises", {**PREMISES, "revision": "0"})
    answer = browser.post(f"{BASE}/check")
    assert answer.status_code == 422
    assert f"{BASE}/sign#" in answer.text
    assert browser.get("/my/cases").text.count("/my/cases/430700") == before


def test_wrong_answers_are_kept_and_named(browser) -> None:
    answer = browser.post(f"{BASE}/sign", {**SIGN, "sign_width": "wide", "revision": "0"})
    assert 'href="#sign_width"' in answer.text
    assert 'value="wide"' in answer.text
    assert "小满餐馆" in browser.get(f"{BASE}/sign").text


def test_the_other_window_s_change_is_shown_and_nothing_is_lost(browser) -> None:
    browser.post(f"{BASE}/premises", {**PREMISES, "revision": "0"})
    seen = revision(browser.get(f"{BASE}/premises"))
    first = browser.post(f"{BASE}/premises", {**PREMISES, "premises_address": "甲路 1 号", "revision": seen})
    assert first.status_code == 302
    second = browser.post(f"{BASE}/premises", {**PREMISES, "premises_address": "乙路 2 号", "revision": seen})
    assert second.status_code == 409
    assert "乙路 2 号" in second.text
    assert "甲路 1 号" in browser.get(f"{BASE}/premises").text
    third = browser.post(
        f"{BASE}/premises", {**PREMISES, "premises_address": "乙路 2 号", "revision": revision(second)}
    )
    assert third.status_code == 302


def test_autosave_answers_in_json(browser) -> None:
    first = browser.post(f"{BASE}/sign", {"sign_text": "小", "revision": "0", "autosave": "1"}).json()
    second = browser.post(f"{BASE}/sign", {"sign_text": "小满", "revision": first["revision"], "autosave": "1"}).json()
    assert second["revision"] > first["revision"]
    stale = browser.post(f"{BASE}/sign", {"sign_text": "大", "revision": first["revision"], "autosave": "1"})
    assert (stale.status_code, stale.json()["conflict"]) == (409, True)
    assert 'value="小满"' in browser.get(f"{BASE}/sign").text


def test_the_open_draft_is_offered_first_and_can_be_thrown_away(browser, city) -> None:
    assert "Continue where you were" not in browser.get(BASE).text
    browser.post(f"{BASE}/sign", {**SIGN, "revision": "0", "later": "1"})
    assert "Continue where you were" in browser.get(BASE).text
    assert BASE in browser.get("/my/cases").text
    assert "Continue where you were" not in city.client("owner", language="en").get(BASE).text
    browser.post(f"{BASE}/discard")
    assert "Continue where you were" not in browser.get(BASE).text


def test_a_file_is_kept_with_the_draft_and_only_its_owner_fetches_it(browser, city) -> None:
    file = SimpleUploadedFile("图.pdf", PDF, "application/pdf")
    browser.post(f"{BASE}/sign", {**SIGN, "revision": "0", "sign_drawing": file, "stay": "1"})
    page = browser.get(f"{BASE}/sign").text
    path = re.search(rf'href="({BASE}/files/[^"]+)"', page)[1]
    assert browser.get(path).content == PDF
    assert city.client("neighbour").get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", b"MZ\x90\0"), ("a.svg", b"<svg onload=alert(1)>"), ("a.pdf", b""), ("a.exe", PDF), ("a.png", PDF)],
)
def test_a_file_of_another_kind_is_refused(browser, name: str, data: bytes) -> None:
    file = SimpleUploadedFile(name, data, "application/pdf")
    answer = browser.post(f"{BASE}/sign", {**SIGN, "revision": "0", "sign_drawing": file})
    assert answer.status_code == 200
    assert 'href="#sign_drawing"' in answer.text


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "１"])
def test_an_odd_revision_breaks_nothing(browser, revision: str) -> None:
    assert browser.post(f"{BASE}/premises", {**PREMISES, "revision": revision}).status_code in (302, 409)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'\"><img src=x onerror=1>", "{{ 7*7 }}", "a\0b", "\u202ex"]
)
def test_script_in_a_field_stays_text(browser, text: str) -> None:
    browser.post(f"{BASE}/sign", {**SIGN, "sign_text": text, "revision": "0"})
    for path in (f"{BASE}/sign", f"{BASE}/check"):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("path", ["nothing", "check", "discard", "files/x"])
def test_pages_that_are_not_there(browser, path: str) -> None:
    assert browser.get(f"{BASE}/{path}").status_code in (302, 404, 405)


def test_a_person_is_told_that_the_service_is_for_companies(city) -> None:
    browser = city.client("resident", language="en")
    assert "This service is for companies" in browser.get(BASE).text
    assert browser.get(f"{BASE}/premises").url == BASE


def test_a_supplement_is_answered_in_one_go(browser, city) -> None:
    path = f"/my/cases/{city.cases['notice']}/supplement"
    half = browser.post(path, {"item-1": "因为"})
    assert half.status_code == 422
    assert "#item-0" in half.text
    whole = browser.post(path, {"item-0": SimpleUploadedFile("图.pdf", PDF, "application/pdf"), "item-1": "因为"})
    assert whole.url == f"/my/cases/{city.cases['notice']}"
    assert browser.get(path).status_code == 302


def test_withdrawing_needs_a_post_and_closes_the_case(browser, city) -> None:
    path = f"/my/cases/{city.cases['sent']}"
    assert browser.get(f"{path}/withdraw").status_code == 200
    browser.post(f"{path}/withdraw")
    assert "Withdrawn" in browser.get(path).text


def test_a_rating_once_with_stars(browser, city) -> None:
    path = f"/my/cases/{city.cases['closed']}/rate"
    for stars in ("", "0", "6", "²", "12"):
        assert browser.post(path, {"stars": stars}).status_code == 422
    assert browser.post(path, {"stars": "4", "comment": "好"}).status_code == 302
    assert browser.get(path).status_code == 302


def test_notices_are_marked_as_read(browser) -> None:
    assert "Mark all as read" in browser.get("/my/notices").text
    assert browser.post("/my/notices", {"notice": "x" * 30}).status_code == 302
    browser.post("/my/notices")
    assert "Mark all as read" not in browser.get("/my/notices").text


def test_verifying_by_hand(city, client) -> None:
    good = client.post("/verify", {"number": city.certificate, "code": city.code})
    assert 'class="verdict good"' in good.text
    assert client.post("/verify", {}).status_code == 422
    fake = client.post("/verify", {"file": SimpleUploadedFile("a.pdf", PDF, "application/pdf")})
    assert 'class="verdict good"' not in fake.text
    assert client.post("/verify", {"file": SimpleUploadedFile("a.pdf", b"x", "application/pdf")}).status_code == 422
