"""What anybody may ask: offers, and whether a certificate is genuine."""

from __future__ import annotations

import importlib
from unittest import mock

import jsonschema_rs
import pytest
from django.test import Client
from django.utils import timezone

from tongban.channels.rest.certificates import LARGEST
from tongban.services.certificates import api as certificates
from tongban.services.offers import api as offers

FILE = "/api/v1/certificates/verification"


def test_every_offer_fits_the_document(city, ask, fits) -> None:
    found = ask("offers", q="餐")
    fits(found, "/offers")
    assert found.json()["items"]
    for one in offers.offers():
        answer = ask(f"offers/{one.key}")
        fits(answer, "/offers/{key}")
        assert (answer.json()["apply"] is not None) == one.online


def test_the_form_of_an_offer_is_a_schema_of_its_answers(city, ask, fits) -> None:
    answer = ask("offers/open-restaurant/form")
    fits(answer, "/offers/{key}/form")
    jsonschema_rs.meta.validate(answer.json())
    assert answer.json()["properties"]["entity_kind"]["enum"] == ["sole_trader", "company"]
    assert ask("offers/nothing/form").status_code == 404


def test_pages_of_offers_meet(city, ask) -> None:
    seen, after = [], ""
    for _ in range(20):
        page = ask("offers", after=after).json()
        seen += [row["key"] for row in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert sorted(seen) == sorted(one.key for one in offers.offers())


def test_a_certificate_by_number_and_code(city, ask, fits) -> None:
    path = f"certificates/{city.certificate}/verification"
    bare, coded, wrong = ask(path), ask(path, code=city.code), ask(path, code="AAAAAAAA")
    for answer in (bare, coded, wrong):
        fits(answer, "/certificates/{number}/verification")
    assert (bare.json()["status"], bare.json()["holder"], bare.json()["rows"]) == ("valid", None, [])
    assert coded.json()["holder"]
    assert coded.json()["rows"]
    assert wrong.json()["status"] == "not_valid"
    assert wrong.json()["title"] is None


def test_a_certificate_by_its_file(city, fits) -> None:
    pdf = certificates.pdf(number=city.certificate, by=city.subject("owner", company=True), at=timezone.now())
    genuine = Client().post(FILE, pdf, content_type="application/pdf")
    fits(genuine, "/certificates/verification", "post")
    assert (genuine.json()["status"], genuine.json()["number"]) == ("valid", city.certificate)
    changed = Client().post(FILE, pdf[:-200] + b"\n" * 200, content_type="application/pdf")
    fits(changed, "/certificates/verification", "post")
    assert changed.json()["status"] != "valid"


@pytest.mark.parametrize("body", [b"x", b"%PDF-1.7", b"\0" * 1000, b"%PDF-1.4\n" + b"<<" * 5000])
def test_what_is_no_certificate_is_judged_not_broken(city, fits, body: bytes) -> None:
    answer = Client().post(FILE, body, content_type="application/pdf")
    fits(answer, "/certificates/verification", "post")
    assert answer.json()["status"] != "valid"


def test_a_file_of_another_kind_too_large_or_empty_is_refused(city, fits) -> None:
    post = Client().post
    refused = [
        (415, post(FILE, {"file": "x"})),
        (415, post(FILE, b"{}", content_type="application/json")),
        (413, post(FILE, b"%PDF" + b"0" * LARGEST, content_type="application/pdf")),
        (411, post(FILE, b"x", content_type="application/pdf", CONTENT_LENGTH="many")),
        (400, post(FILE, b"x", content_type="application/pdf", CONTENT_LENGTH="0")),
    ]
    for status, answer in refused:
        assert answer.status_code == status, answer.content
        fits(answer, "/certificates/verification", "post")


def test_guessing_is_slowed_for_strangers_by_address(city, fits) -> None:
    path = "/api/v1/certificates/JY1/verification"
    with mock.patch("tongban.kernel.web.limits.PER_MINUTE", 3):
        answers = [Client(REMOTE_ADDR="192.0.2.1").get(path) for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert answers[-1]["Retry-After"] == "60"
        fits(answers[-1], "/certificates/{number}/verification")
        assert Client(REMOTE_ADDR="192.0.2.2").get(path).status_code == 200
        assert city.client("owner").get(path, REMOTE_ADDR="192.0.2.1").status_code == 200


def test_a_household_shares_its_ipv6_count(rf) -> None:
    one, two, far = (rf.get("/", REMOTE_ADDR=a) for a in ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1"))
    limits = importlib.import_module("tongban.kernel.web.limits")
    assert limits.client(one) == limits.client(two) != limits.client(far)


def test_verification_queries_do_not_grow(city, ask, django_assert_max_num_queries) -> None:
    path = f"certificates/{city.certificate}/verification"
    ask(path)
    with django_assert_max_num_queries(16):
        ask(path, code=city.code)
