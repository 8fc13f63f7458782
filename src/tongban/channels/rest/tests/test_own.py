"""What a program reads of a person's cases and certificates."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tongban.services.certificates import api as certificates
from tongban.trust.authority.api import SYSTEM
from tongban.trust.privacy import api as privacy


def test_own_cases_fit_the_document(city, token, ask, fits) -> None:
    answer = ask("cases", token())
    fits(answer, "/cases")
    assert [row["number"] for row in answer.json()["items"]] == list(city.cases.values())[::-1]


DATA = {
    "name": "小满", "representative": "周小满", "credit_code": "91430700MA4L1ABC2X", "premises_address": "武陵大道 1 号",
    "premises_area": 80, "exits": 2, "extinguishers": 4, "mode": "检查",
}  # fmt: skip


@pytest.mark.parametrize("name", ["sent", "notice", "billed", "closed"])
def test_a_case_and_its_reasons_fit_the_document(city, token, ask, fits, name: str) -> None:
    value = token()
    one = ask(f"cases/{city.cases[name]}", value)
    fits(one, "/cases/{number}")
    fits(ask(f"cases/{city.cases[name]}/why", value), "/cases/{number}/why")
    assert one.json()["timeline"][0]["code"] == "opened"
    assert one.json()["running"] == {"sent": "acceptance", "notice": "answer", "billed": ""}.get(name, "")


def test_the_due_day_can_be_counted_again(city, token, ask) -> None:
    clocks = ask(f"cases/{city.cases['sent']}/why", token()).json()["clocks"]
    ledger = clocks[0]["ledger"]
    assert clocks[0]["due"] == max(run["last"] for run in ledger)
    assert all(run["text"] and run["text"] != run["rule"] for run in ledger)


def test_the_story_is_told_in_the_asked_language(city, token, client) -> None:
    headers = {"Authorization": f"Bearer {token()}", "Accept-Language": "en"}
    found = client.get(f"/api/v1/cases/{city.cases['sent']}", headers=headers).json()
    assert found["timeline"][0]["text"] == "Application received"


def test_another_persons_case_does_not_exist(city, token, ask, fits) -> None:
    value = token("neighbour")
    for path, form in ((city.cases["sent"], "/cases/{number}"), (f"{city.cases['sent']}/why", "/cases/{number}/why")):
        answer = ask(f"cases/{path}", value)
        assert answer.status_code == 404
        fits(answer, form)
    assert ask("cases", value).json() == {"items": [], "next": None}


def test_without_a_token_or_with_the_wrong_scope_nothing_is_read(city, token, ask, fits) -> None:
    none = ask("cases")
    assert (none.status_code, none["WWW-Authenticate"]) == (401, "Bearer")
    fits(none, "/cases")
    assert 'error="invalid_token"' in ask("cases", "x")["WWW-Authenticate"]
    narrow = ask("certificates", token())
    assert (narrow.status_code, "insufficient_scope" in narrow["WWW-Authenticate"]) == (403, True)
    fits(narrow, "/certificates")


def test_a_token_in_the_address_counts_for_nothing(token, ask) -> None:
    assert ask("cases", access_token=token()).status_code == 401


def test_a_session_is_no_token(city) -> None:
    assert city.client("owner").get("/api/v1/cases").status_code == 401


def test_the_person_sees_that_the_case_was_read_in_their_name(city, token, ask) -> None:
    owner = city.subject("owner")
    before = len(privacy.accesses_of(subject_tag=owner.resident_tag, limit=100, at=timezone.now()))
    ask(f"cases/{city.cases['closed']}", token())
    after = privacy.accesses_of(subject_tag=owner.resident_tag, limit=100, at=timezone.now())
    assert all(one.own for one in after[: len(after) - before])


def test_reading_costs_the_same_few_queries(city, token, ask, django_assert_num_queries) -> None:
    value = token()
    ask("cases", value)
    with django_assert_num_queries(3):  # token, account, cases
        ask("cases", value)


def test_own_certificates_with_their_file(city, token, ask, fits) -> None:
    resident = city.subject("resident")
    holder = certificates.Holder(tag=resident.resident_tag, name=resident.name)
    one = certificates.issue(
        document="fire-permit", holder=holder, data=DATA, case="C1", unit="430700.cgj", at=city.at, by=SYSTEM
    )
    value = token("resident", "certificates:read")
    answer = ask("certificates", value)
    fits(answer, "/certificates")
    assert [row["number"] for row in answer.json()["items"]] == [one.number]
    file = ask(f"certificates/{one.number}/pdf", value)
    assert (file.status_code, file["Content-Type"], file.content[:5]) == (200, "application/pdf", b"%PDF-")
    stranger = ask(f"certificates/{one.number}/pdf", token("neighbour", "certificates:read"))
    assert stranger.status_code == 404
    fits(stranger, "/certificates/{number}/pdf")


@pytest.mark.parametrize("after", ["x", "9" * 19, "9" * 18, "-1", "１"])
def test_a_cursor_that_we_did_not_make_is_harmless(token, ask, after: str) -> None:
    assert ask("cases", token(), after=after).status_code == 200
    assert ask("certificates", token("resident", "certificates:read"), after=after).status_code == 200
