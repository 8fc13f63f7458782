"""Contact, the answer to a bad rating, the company's page, and why this date as PDF."""

import io

import pytest
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from tongban.openness.evaluation import api as evaluation
from tongban.services.notices import api as notices

pytestmark = pytest.mark.django_db
CONTACT = {"mail": "xiaoman@example.com", "phone": "13800000000", "language": "en", "sent": ["received", "paid"]}


def test_contact_is_saved_and_what_was_not_chosen_is_muted(city):
    client = city.client("resident", language="en")
    assert client.post("/my/contact", CONTACT).status_code == 302
    found = notices.contact(by=city.subject("resident"))
    assert (found.mail, found.phone, found.language) == ("xiaoman@example.com", "13800000000", "en")
    assert "appointment" in found.muted
    assert "received" not in found.muted
    assert not {kind.code for kind in notices.kinds() if kind.required} & set(found.muted)
    page = client.get("/my/contact").content.decode()
    assert 'value="xiaoman@example.com"' in page
    assert "cannot be switched off" in page


@pytest.mark.parametrize(("field", "value"), [("mail", "nobody"), ("phone", "12"), ("language", "fr")])
def test_a_wrong_contact_is_named_and_nothing_is_saved(city, field, value):
    client = city.client("resident", language="en")
    answer = client.post("/my/contact", CONTACT | {field: value})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()
    assert notices.contact(by=city.subject("resident")).mail == ""


def test_required_notices_cannot_be_muted_from_the_page(city):
    client = city.client("resident")
    client.post("/my/contact", CONTACT | {"muted": ["decided"], "sent": []})
    assert "decided" not in notices.contact(by=city.subject("resident")).muted


def test_the_company_has_a_contact_of_its_own(city):
    city.client("owner", company=True).post("/my/contact", CONTACT)
    assert notices.contact(by=city.subject("owner")).mail == ""
    assert notices.contact(by=city.subject("owner", company=True)).mail == CONTACT["mail"]


def follow_up(city, *, reply=True):
    """A bad rating of the closed case, answered by the leader, who did not handle it."""
    number, at = city.cases["closed"], timezone.now()
    owner, leader = city.subject("owner", company=True), city.subject("cgj.leader")
    evaluation.rate(case=number, stars=1, tags=("slow",), comment="三次补件", by=owner, at=at)
    found = evaluation.follow_ups(by=leader, at=at).rows[0]
    if reply:
        evaluation.reply(follow_up=found.id, text="向您致歉", repair="已合并清单", by=leader, at=at)
    return f"/my/cases/{number}/rating"


def test_a_bad_rating_waits_for_its_answer(city):
    page = city.client("owner", company=True, language="en").get(follow_up(city, reply=False)).content.decode()
    assert "five working days" in page
    assert "second rating" not in page


def test_the_answer_is_read_and_rated_once(city):
    address = follow_up(city)
    client = city.client("owner", company=True, language="en")
    assert address in client.get(address.removesuffix("/rating")).content.decode()
    page = client.get(address).content.decode()
    assert "向您致歉" in page
    assert "已合并清单" in page
    wrong = client.post(address, {"stars": "9", "comment": "kept"})
    assert wrong.status_code == 422
    assert "kept" in wrong.content.decode()
    assert client.post(address, {"stars": "4"}).status_code == 302
    assert "4 / 5" in client.get(address).content.decode()
    assert client.post(address, {"stars": "5"}).status_code == 422


def test_a_rating_is_seen_by_its_author_only_and_only_when_there_is_one(city):
    assert city.client("resident").get(follow_up(city)).status_code == 404
    number = city.cases["sent"]
    assert city.client("owner", company=True).get(f"/my/cases/{number}/rating").status_code == 404


def test_the_company_page_shows_the_register_and_leads_to_everything(city):
    page = city.client("owner", company=True, language="en").get("/my/company").content.decode()
    subject = city.subject("owner", company=True)
    assert subject.acting_for in page
    assert "Register of legal entities" in page
    assert "Legal representative" in page
    for address in ("/my/cases", "/my/certificates", "/my/notices", "/my/appointments", "/my/contact"):
        assert f'href="{address}"' in page


def test_who_acts_for_nobody_chooses_a_company_there(city):
    client = city.client("owner", language="en")
    page = client.get("/my/company").content.decode()
    assert "Act for this company" in page
    assert 'href="/my/company"' in client.get("/my/certificates").content.decode()
    assert 'href="/my/company"' in client.get("/my/cases").content.decode()
    code = city.subject("owner", company=True).acting_for
    assert client.post("/account/acting/", {"credit_code": code, "next": "/my/company"})["Location"] == "/my/company"
    assert (
        "No company has given you a mandate"
        in city.client("resident", language="en").get("/my/company").content.decode()
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_why_this_date_comes_as_pdf_for_its_applicant(city, language):
    number = city.cases["closed"]
    client = city.client("owner", company=True, language=language)
    answer = client.get(f"/my/cases/{number}/why.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert PdfFileReader(io.BytesIO(answer.content)).root["/Pages"]["/Count"] >= 1
    assert f"/my/cases/{number}/why.pdf" in client.get(f"/my/cases/{number}/why").content.decode()
    assert city.client("resident").get(f"/my/cases/{number}/why.pdf").status_code == 404
