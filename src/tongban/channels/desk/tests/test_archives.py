"""Destruction lists and legal holds at the desk, and what is left of a destroyed case."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tongban.services.archives import api as archives
from tongban.services.cases.models import Case

pytestmark = pytest.mark.django_db
LONG_AGO = dt.datetime(2012, 5, 5, tzinfo=dt.UTC)


@pytest.fixture()
def old(city) -> str:
    """A case that was closed long ago."""
    assert Case.objects.filter(number=city.cases["closed"]).update(closed_at=LONG_AGO) == 1
    return str(city.cases["closed"])


def test_a_list_is_made_reviewed_signed_and_carried_out(city, old, django_assert_max_num_queries) -> None:
    records, archivist = city.client("xzsp.decider", language="en"), city.client("xzsp.leader", language="en")
    assert "List what is due" in records.get("/desk/archives").text
    page = records.post("/desk/archives").url
    with django_assert_max_num_queries(30):
        shown = records.get(page).text
    assert old in shown
    assert "Sign the list" not in shown
    (item,) = (one for one in _items(page, city) if one.case == old)
    refused = records.post(page, {"act": "keep", "item": item.id, "reason": " "}, follow=True).text
    assert "Say why" in refused
    records.post(page, {"act": "destroy", "item": item.id})
    assert records.post(page, {"act": "sign"}).status_code == 403
    assert "Sign the list" in archivist.get(page).text
    archivist.post(page, {"act": "sign"})
    assert archives.tick(at=timezone.now()) == 1
    assert archivist.get(f"{page}/signed.json").json()["certificate"]["record"]["cases"] == [old]
    assert old in archivist.get(f"{page}/cases.csv").text
    for client, address in ((city.client("cgj.leader", language="en"), f"/desk/cases/{old}"),
                            (city.client("owner", language="en"), f"/my/cases/{old}")):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 410
        assert "under list no. XH-" in answer.text
        assert "owner" not in answer.text


def _items(page: str, city) -> list[archives.ItemView]:
    return archives.items(id=int(page.rpartition("/")[2]), by=city.subject("xzsp.decider"), at=timezone.now())


def test_a_hold_is_set_shown_and_lifted_with_reasons(city, old) -> None:
    client = city.client("xzsp.leader", language="en")
    for wrong in ({"case": old, "reason": ""}, {"case": "nothing", "reason": "x"}, {"hold": "99", "reason": "x"}):
        assert client.post("/desk/holds", wrong).status_code == 422
    assert client.post("/desk/holds", {"case": old, "reason": "court"}).status_code == 302
    assert "court" in client.get("/desk/holds").text
    assert client.post("/desk/holds", {"case": old, "reason": "again"}).status_code == 422
    (hold,), _more = archives.holds(by=city.subject("xzsp.leader"), at=timezone.now())
    assert client.post("/desk/holds", {"hold": hold.id, "reason": "over"}).status_code == 302
    assert "court" not in client.get("/desk/holds").text


@pytest.mark.parametrize(
    "address", ["archives", "archives/1", "archives/1/cases.csv", "archives/1/signed.json", "holds"]
)
def test_nobody_else_opens_them(city, address: str) -> None:
    for who in ("cgj.clerk", "owner", "officer.system"):
        assert city.client(who).get(f"/desk/{address}").status_code == 403
    wanted = 200 if address in ("archives", "holds") else 404
    assert city.client("xzsp.leader").get(f"/desk/{address}").status_code == wanted
