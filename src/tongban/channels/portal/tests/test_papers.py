"""The form on paper is where people look for it: blank at the service, filled in at one's own case and at the desk."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def pdf(answer) -> bytes:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    return answer.content


def test_the_blank_form_is_printed_from_the_service_page_by_anybody(city):
    anybody = Client(headers={"Accept-Language": "en"})
    assert "/services/food-licence/form.pdf" in anybody.get("/services/food-licence").content.decode()
    english = pdf(anybody.get("/services/food-licence/form.pdf"))
    assert pdf(Client(headers={"Accept-Language": "zh-Hans"}).get("/services/food-licence/form.pdf")) != english
    assert pdf(anybody.get("/services/shop-sign/form.pdf")) != english
    assert anybody.get("/services/nothing/form.pdf").status_code == 404


def test_the_filled_form_is_for_its_owner_and_the_officials_who_see_the_case(city):
    number = city.cases["sent"]
    page = f"/my/cases/{number}"
    mine = city.client("owner", company=True, language="en")
    assert f"{page}/application.pdf" in mine.get(page).content.decode()
    kept = pdf(mine.get(f"{page}/application.pdf"))
    assert kept != pdf(mine.get("/services/shop-sign/form.pdf"))
    assert kept != pdf(mine.get(f"/my/cases/{city.cases['closed']}/application.pdf"))
    assert city.client("resident").get(f"{page}/application.pdf").status_code == 404
    desk = f"/desk/cases/{number}"
    clerk = city.client("cgj.clerk", language="en")
    assert f"{desk}/application.pdf" in clerk.get(desk).content.decode()
    pdf(clerk.get(f"{desk}/application.pdf"))
    assert city.client("wjw.clerk").get(f"{desk}/application.pdf").status_code == 404
