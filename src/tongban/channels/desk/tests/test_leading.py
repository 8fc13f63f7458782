"""Pages for leaders, windows, the finance bureau and the system officer."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone
from lxml import html

from tongban.channels.desk import charts
from tongban.openness.evaluation import api as evaluation
from tongban.registers.records import api as records
from tongban.services.appointments import api as appointments
from tongban.trust.authority.api import SYSTEM

pytestmark = pytest.mark.django_db
PAGES = (
    "more",
    "board",
    "appointments",
    "ratings",
    "ratings/bad",
    "ratings/appeals",
    "money",
    "money.csv",
    "catalogue",
    "rules",
    "processes",
    "forms",
    "calendar",
    "doubts",
    "batches",
    "archives",
    "holds",
    "fields",
    "node",
)
OPEN = {
    "cgj.leader": {
        "more",
        "board",
        "appointments",
        "ratings",
        "ratings/bad",
        "catalogue",
        "rules",
        "processes",
        "forms",
        "calendar",
        "doubts",
        "fields",
        "batches",
    },
    "cgj.examiner": {
        "more",
        "board",
        "ratings",
        "catalogue",
        "rules",
        "processes",
        "forms",
        "calendar",
        "doubts",
        "fields",
        "batches",
    },
    "cgj.clerk": {
        "more",
        "board",
        "appointments",
        "ratings",
        "catalogue",
        "rules",
        "processes",
        "forms",
        "calendar",
        "doubts",
        "fields",
        "batches",
    },
    "czj.clerk": {
        "more",
        "board",
        "appointments",
        "ratings",
        "money",
        "money.csv",
        "catalogue",
        "rules",
        "processes",
        "forms",
        "calendar",
        "doubts",
        "fields",
        "batches",
    },
    "officer.system": {
        "more",
        "board",
        "ratings",
        "catalogue",
        "rules",
        "processes",
        "forms",
        "calendar",
        "doubts",
        "fields",
        "node",
        "batches",
    },
    "resident": set(),
}


@pytest.mark.parametrize("username", OPEN)
def test_each_page_opens_to_whom_it_concerns_and_to_nobody_else(city, username):
    client = city.client(username)
    found = {page for page in PAGES if client.get(f"/desk/{page}").status_code == 200}
    assert found == OPEN[username]


def test_more_links_to_exactly_the_pages_that_open(city):
    client = city.client("cgj.clerk")
    links = html.fromstring(client.get("/desk/more").content).xpath("//ul[@class='cards']//a/@href")
    assert {link.removeprefix("/desk/") for link in links} == OPEN["cgj.clerk"] - {"more"}


def test_the_board_has_a_picture_and_the_numbers_beside_it(city):
    page = html.fromstring(city.client("cgj.leader", language="en").get("/desk/board").content)
    assert page.xpath("//svg/title")[0].text_content().startswith("Open cases")
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//tbody/tr")]
    sums = [cell.text_content() for cell in page.xpath("//tfoot/tr/*")]
    assert rows
    assert [sum(int(row[i]) for row in rows) for i in range(1, 6)] == [int(one) for one in sums[1:]]
    assert "No case is open" in city.client("swj.leader", language="en").get("/desk/board").content.decode()


def test_a_chart_escapes_its_labels_and_keeps_one_scale():
    drawn = charts.bars([charts.Bar("<b>", (("late", 1), ("good", 3))), charts.Bar("x", (("", 2),))], title="<t>")
    assert "<b>" not in drawn
    assert "&lt;t&gt;" in drawn
    widths = [float(one) for one in html.fromstring(drawn).xpath("//rect/@width")]
    assert widths[1] == pytest.approx(3 * widths[0], abs=0.2)
    assert widths[2] == pytest.approx(2 * widths[0], abs=0.2)
    assert "<rect" not in charts.bars([charts.Bar("none", (("late", 0),))], title="")


def test_a_long_label_is_cut_where_the_bars_begin():
    drawn = charts.bars([charts.Bar("办" * 30, (("", 1),)), charts.Bar("w" * 27, (("", 1),))], title="t")
    first, second = (one.text for one in html.fromstring(drawn).xpath("//text[@text-anchor]"))
    assert first == "办" * 12 + "…"
    assert second == "w" * 27


@pytest.fixture()
def booked(city):
    """The resident's appointment at the general window on its next open day."""
    at = timezone.now()
    day = next(one for one in appointments.slots(resource="xzsp-window", since=timezone.localdate(), at=at) if one.free)
    slot = next(one for one in day.slots if one.free)
    return appointments.book(resource="xzsp-window", start=slot.start, by=city.subject("resident"), at=at)


def test_the_window_sees_who_comes_and_notes_it(city, booked):
    client = city.client("xzsp.clerk", language="en")
    day = timezone.localtime(booked.start).date()
    address = f"/desk/appointments?day={day}"
    assert booked.number in client.get(address).content.decode()
    assert booked.number in client.get(f"{address}&resource=xzsp-window").content.decode()
    assert booked.number not in client.get(f"{address}&resource=xzsp-help").content.decode()
    assert booked.number not in client.get(f"/desk/appointments?day={day + dt.timedelta(days=40)}").content.decode()
    assert client.post(f"/desk/appointments/{booked.number}", {"act": "came", "day": day}).status_code == 302
    assert "came" in client.get(address).content.decode()


def test_the_window_gives_a_seat_back(city, booked):
    client = city.client("xzsp.clerk")
    assert client.post(f"/desk/appointments/{booked.number}", {"act": "cancel"}).status_code == 302
    assert appointments.booking(number=booked.number, by=city.subject("resident")).state == "cancelled"
    page = client.post(f"/desk/appointments/{booked.number}", {"act": "came"}, follow=True).content.decode()
    assert "取消" in page


def test_another_unit_s_window_sees_and_settles_nothing(city, booked):
    client = city.client("gaj.clerk")
    day = timezone.localtime(booked.start).date()
    assert booked.number not in client.get(f"/desk/appointments?day={day}").content.decode()
    assert client.post(f"/desk/appointments/{booked.number}", {"act": "came"}).status_code == 404
    assert client.post(f"/desk/appointments/{booked.number}", {"act": "burn"}).status_code == 404


@pytest.mark.parametrize(
    "query", ["day=x", "day=0001-01-01", "day=9999-12-31", "after=99999999999999999999", "resource=%01"]
)
def test_odd_days_show_some_day(city, query):
    assert city.client("xzsp.clerk").get(f"/desk/appointments?{query}").status_code == 200
    assert city.client("czj.clerk").get(f"/desk/money?{query}").status_code == 200


@pytest.fixture()
def rated(city):
    """The closed case, rated badly by its applicant."""
    owner = city.subject("owner", company=True)
    number = city.cases["closed"]
    evaluation.rate(case=number, stars=1, tags=("slow",), comment="<b>三次</b>", by=owner, at=timezone.now())
    return number


def test_a_bad_rating_is_answered_by_who_did_not_handle_the_case(city, rated):
    leader = city.client("cgj.leader", language="en")
    page = leader.get("/desk/ratings/bad")
    address = html.fromstring(page.content).xpath("//tbody//a/@href")[0]
    assert "&lt;b&gt;" in leader.get(address).content.decode()
    wrong = leader.post(address, {"reply": "kept words", "repair": ""})
    assert wrong.status_code == 422
    assert "kept words" in wrong.content.decode()
    assert html.fromstring(wrong.content).xpath("//div[@role='alert']//a/@href") == ["#reply"]
    assert leader.post(address, {"reply": "Sorry", "repair": "Mended"}).status_code == 302
    assert "the applicant is asked" in leader.get("/desk/ratings/bad").content.decode()
    assert leader.post(address, {"reply": "Again", "repair": "Again"}).status_code == 422
    decider = city.client("cgj.decider", language="en")
    assert "No bad rating waits" in decider.get("/desk/ratings/bad").content.decode()
    assert decider.get(address).status_code == 404
    assert city.client("wjw.leader").get(address).status_code == 404


def test_the_ratings_of_a_case_are_linked_from_it(city, rated):
    leader = city.client("cgj.leader", language="en")
    link = f"/desk/ratings?case={rated}"
    assert link in leader.get(f"/desk/cases/{rated}").content.decode()
    assert "1 / 5" in leader.get(link).content.decode()
    assert "1 / 5" not in city.client("cgj.clerk", language="en").get(link).content.decode()
    assert leader.get("/desk/ratings?case=%01&offer=%01&after=x").status_code == 200


def test_the_money_of_the_day_is_the_whole_node_s(city):
    client = city.client("czj.clerk", language="en")
    page = client.get("/desk/money").content.decode()
    assert "Payment" in page
    answer = client.get("/desk/money.csv")
    assert answer["Content-Type"].startswith("text/csv")
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[5:] == ["amount", "currency"]
    assert rows
    assert all(float(row[5]) > 0 for row in rows)
    empty = timezone.localdate() - dt.timedelta(days=400)
    assert "No money moved" in client.get(f"/desk/money?day={empty}").content.decode()


def test_the_catalogue_says_who_gets_what_from_whom(city):
    client = city.client("cgj.clerk", language="en")
    links = html.fromstring(client.get("/desk/catalogue").content).xpath("//tbody//a/@href")
    assert links
    pages = [client.get(link).content.decode() for link in links]
    assert any("Personal Information Protection" in page or "Since" in page for page in pages)
    assert client.get("/desk/catalogue/none").status_code == 404
    assert client.get("/desk/catalogue/%01").status_code == 404


def test_a_doubt_is_listed_for_the_authority_of_the_field_only(city):
    company = city.subject("owner", company=True).acting_for
    records.change(
        register="legal_entities", key=company, changes={"address": "演示路 9 号"}, valid_from=timezone.localdate(),
        by_unit="430700.swj", legal_basis="test", by=SYSTEM, at=timezone.now(),
    )  # fmt: skip
    page = city.client("scjgj.leader", language="en").get("/desk/doubts").content.decode()
    assert company in page
    assert "Registered address" in page
    assert "演示路 9 号" not in page
    assert company not in city.client("swj.leader").get("/desk/doubts?unit=430700.scjgj&after=x").content.decode()


def test_the_system_officer_sees_the_state_of_the_node(city):
    page = city.client("officer.system", language="en").get("/desk/node").content.decode()
    for words in ("State of the node", "Waiting to be sealed", "does not know when it was last backed up", "GB free"):
        assert words in page
