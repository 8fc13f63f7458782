"""The system officer's pages of letters and partner nodes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tongban.exchange.letters import api as letters
from tongban.kernel.declarations.api import Text
from tongban.trust.authority.api import SYSTEM

ENTRY = {
    "code": "node-b", "name_zh": "乙市", "name_en": "City B", "address": "https://b.example/", "pinned": "AA:" * 31 + "aa",
    "sends": "answer\nanswer\n", "takes": "question", "valid_from": "2026-01-01", "valid_to": "",
}  # fmt: skip


@pytest.fixture()
def officer(city):
    return city.client("officer.system", language="en")


@pytest.fixture()
def stuck(officer):
    at = timezone.now()
    today = timezone.localdate()
    partner = letters.Partner("node-b", Text("乙市", "City B"), "https://b.example", ("a" * 64,), (), ("q",), today)
    letters.save(partner, by=SYSTEM, at=at, new=True)
    for _ in range(3):
        letters.send(name="gossip", data={"secret": "x"}, origin="case-1", element="send", at=at, to="node-b")
    letters.post(at=at)
    return letters.letters(way="out").rows


def test_a_partner_is_entered_changed_and_refused_in_words(officer):
    assert officer.post("/desk/partners/new", ENTRY).status_code == 302
    found = letters.partner("node-b")
    assert (found.address, found.pinned, found.sends) == ("https://b.example", ("aa" * 32,), ("answer",))
    assert officer.post("/desk/partners/new", ENTRY).status_code == 422
    for field, wrong in {
        "address": "http://b.example",
        "pinned": "xyz",
        "valid_to": "2025-01-01",
        "name_en": "",
    }.items():
        page = officer.post("/desk/partners/node-b", ENTRY | {field: wrong})
        assert (page.status_code, f'href="#id_{field}"' in page.text) == (422, True), field
    assert officer.post("/desk/partners/node-b", ENTRY | {"valid_to": "2026-12-31"}).status_code == 302
    assert letters.partner("node-b").valid_to == dt.date(2026, 12, 31)
    assert "City B" in officer.get("/desk/partners").text
    assert 'value="2026-12-31"' in officer.get("/desk/partners/node-b").text
    assert officer.get("/desk/partners/nowhere").status_code == 404


def test_stuck_letters_are_counted_found_tried_again_and_dismissed_with_a_reason(
    officer, stuck, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        page = officer.get("/desk/post?state=stuck").text
    assert "3 letters need attention" in page
    assert page.count(">gossip</a>") == 3
    assert "secret" not in page + officer.get("/desk/post.csv").content.decode()
    assert "No letter fits" in officer.get("/desk/post?state=delivered").text
    first = f"/desk/post/out/{stuck[0].id}"
    assert "does not allow" in officer.get(first).text
    assert officer.post(first, {"act": "dismiss", "reason": "no"}).status_code == 422
    assert officer.post(first, {"act": "dismiss", "reason": "a mistake"}).status_code == 302
    assert officer.post(first, {"act": "retry"}).status_code == 422
    assert officer.post(f"/desk/post/out/{stuck[1].id}", {"act": "retry"}).status_code == 302
    assert [one.state for one in letters.letters(way="out").rows] == ["dismissed", "waiting", "refused"]
    assert officer.get("/desk/post/in/999").status_code == officer.get("/desk/post/up/1").status_code == 404


def test_the_list_goes_on_by_key(stuck):
    first = letters.letters(way="out", limit=2)
    assert [one.id for one in (*first.rows, *letters.letters(way="out", after=first.next).rows)] == [
        one.id for one in stuck
    ]


@pytest.mark.parametrize("path", ["post", "post.csv", "partners", "partners/new"])
def test_nobody_else_sees_them(city, path: str):
    for who in ("officer.audit", "cgj.leader", "resident"):
        assert city.client(who).get(f"/desk/{path}").status_code in (302, 403), who
