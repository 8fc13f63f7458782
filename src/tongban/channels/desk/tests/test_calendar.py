"""The calendar's pages: anybody at the desk reads them, the system officer publishes what was looked at."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tongban.engines.deadlines import api as deadlines
from tongban.kernel.outbox import api as outbox
from tongban.trust.audit.models import Pending

YEAR = """region = "cn"
year = 2027
source = "<b>notice</b> invented for this test"
[[days]]
date = 2027-01-04
working = false
name = {zh = "元旦", en = "New Year"}
[[days]]
date = 2027-02-05
working = true
until = "12:00"
"""


@pytest.fixture()
def keeper(city):
    return city.client("officer.system", language="en")


def given(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def test_a_year_is_a_picture_a_list_and_a_file(city, django_assert_max_num_queries):
    clerk = city.client("wjw.clerk", language="en")
    with django_assert_max_num_queries(20):
        page = clerk.get("/desk/calendar?year=2026")
    assert page.text.count("<caption>") == 12
    assert "Worked on a day of the weekend" in page.text
    assert "2027 is not published" in page.text
    assert "Publish or correct" not in page.text
    file = clerk.get("/desk/calendar/file?year=2026").content.decode()
    assert deadlines.draft_calendar(region="cn", text=file).same
    for path in ("preview", "publish"):
        assert clerk.post(f"/desk/calendar/{path}", {"text": YEAR}).status_code == 403
    assert clerk.get("/desk/calendar/moves").status_code == 403


def test_a_year_is_looked_at_confirmed_and_published(keeper, at):
    file = SimpleUploadedFile("cn-2027.toml", YEAR.encode())
    page = keeper.post("/desk/calendar/preview", {"file": file})
    assert "&lt;b&gt;notice" in page.text
    assert "New Year" in page.text
    assert 2027 not in deadlines.published_years("cn"), "looking publishes nothing"
    asked = {"text": YEAR, "base": given(page, "base")}
    assert "Confirm that the file" in keeper.post("/desk/calendar/publish", asked).text
    assert 2027 not in deadlines.published_years("cn")
    assert keeper.post("/desk/calendar/publish", asked | {"sure": "yes"}).headers["Location"] == "/desk/calendar/moves"
    assert 2027 in deadlines.published_years("cn")
    outbox.drain(at=at)
    assert "2027-02-05" in keeper.get("/desk/calendar/file?year=2027").content.decode()
    assert keeper.get("/desk/calendar/moves").status_code == 200
    assert keeper.get("/desk/calendar/moves.csv").content.decode("utf-8-sig").startswith("case,clock,part,before")
    assert Pending.objects.filter(body__contains="deadlines.publish-calendar").count() == 1


CSV = "date,kind,name\n2027-01-04,holiday,元旦\n2027-02-06,working,<b>班</b>\n"


def test_a_year_comes_from_a_spreadsheet_and_goes_back_as_one(keeper):
    told = {"year": "2027", "source": "notice invented for this test"}
    page = keeper.post("/desk/calendar/preview", {"file": SimpleUploadedFile("x.csv", CSV.encode("utf-8-sig"))} | told)
    assert "&lt;b&gt;班" in page.text
    text = html.unescape(re.search(r"<textarea[^>]*>([^<]*)</textarea>", page.text)[1])
    asked = {"text": text, "base": given(page, "base"), "sure": "yes"}
    assert keeper.post("/desk/calendar/publish", asked).headers["Location"] == "/desk/calendar/moves"
    out = keeper.get("/desk/calendar/file?year=2027&format=csv")
    assert "2027-02-06,working,<b>班</b>" in out.content.decode("utf-8-sig")
    ics = keeper.get("/desk/calendar/file?year=2027&format=ics")
    assert ics.headers["Content-Type"].startswith("text/calendar")
    for file in (out.content, ics.content):
        again = keeper.post("/desk/calendar/preview", {"file": SimpleUploadedFile("x", file)} | told)
        assert "published like this already" in again.text


def test_a_spreadsheet_is_refused_with_line_and_reason_and_what_was_typed_stays(keeper):
    page = keeper.post("/desk/calendar/preview", {"text": CSV + "2028-01-01,free,x\n", "year": "2027", "source": "<i>"})
    assert page.status_code == 422
    assert "line 4: 2028-01-01 is not a day of 2027" in page.text
    assert 'value="&lt;i&gt;"' in page.text
    for given_ in (
        {"text": CSV},
        {"text": CSV, "source": "x", "year": "0"},
        {"text": CSV, "source": "x", "year": "9999"},
    ):
        assert keeper.post("/desk/calendar/preview", given_).status_code == 422
    for data in (CSV.encode("gbk"), b"PK\x03\x04" + bytes(range(256)), b"a" * 200_001):
        refused = keeper.post("/desk/calendar/preview", {"file": SimpleUploadedFile("x.csv", data)})
        assert refused.status_code == 422


def test_who_looked_before_another_published_looks_again(keeper):
    asked = {"text": YEAR, "base": given(keeper.post("/desk/calendar/preview", {"text": YEAR}), "base"), "sure": "yes"}
    other = YEAR.replace("2027-01-04", "2027-01-05")
    first = {"text": other, "base": asked["base"], "sure": "yes"}
    assert keeper.post("/desk/calendar/publish", first).status_code == 302
    again = keeper.post("/desk/calendar/publish", asked)
    assert "Somebody published in the meantime" in again.text
    assert given(again, "base") != asked["base"]
    assert not deadlines.calendar("cn").works(dt.date(2027, 1, 5).toordinal())


@pytest.mark.parametrize(
    "text", ["", "x", "year = 2027", YEAR.replace("12:00", "25:00"), YEAR.replace("= 2027\n", "= 0\n"), "a" * 200_001]
)
def test_a_file_that_cannot_be_used_is_told_and_kept(keeper, text):
    page = keeper.post("/desk/calendar/preview", {"text": text})
    assert page.status_code == 422
    assert "The file cannot be used" in page.text
    assert keeper.post("/desk/calendar/publish", {"text": text, "sure": "yes"}).status_code in (302, 422)
    assert 2027 not in deadlines.published_years("cn")


def test_why_a_date_is_told_at_the_desk_as_page_letter_and_json(city):
    number, clerk = city.cases["billed"], city.client("cgj.clerk", language="en")
    page = clerk.get(f"/desk/cases/{number}/why")
    assert "Working days count." in page.text
    assert "law" in page.text
    assert clerk.get(f"/desk/cases/{number}/why.pdf").content.startswith(b"%PDF")
    for clock in clerk.get(f"/desk/cases/{number}/why.json").json():
        lines = clock["ledger"]
        assert all(one["last"] >= one["first"] for one in lines)
        assert clock["due"] is None or lines[-1]["last"] == clock["due"]
    for kind in ("why", "why.pdf", "why.json"):
        assert city.client("wjw.clerk").get(f"/desk/cases/{number}/{kind}").status_code in (403, 404)
