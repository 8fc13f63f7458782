"""Evidence that follows on the pages: the statement before sending, the last day, the proof, and the desk's check."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tongban.channels.conftest import PDF, PLACE
from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.services.cases import api as cases

OFFER = "hygiene-licence"


def page_of(browser, number: str) -> str:
    return browser.get(f"/my/cases/{number}").text


def test_who_has_no_plan_reads_and_accepts_the_statement_before_sending(city) -> None:
    by, at = city.subject("owner", company=True), timezone.now()
    item = declarations.current("forms", OFFER)
    names = {one.name for one in item.value.fields()}
    values = {name: value for name, value in PLACE.items() if name in names}
    owner = cases.draft_owner(by)
    forms.save_draft(owner=owner, key=OFFER, form_key=item.key, form_version=item.version, values=values, at=at)
    browser, check = city.client("owner", company=True), f"/services/{OFFER}/apply/check"
    shown = browser.get(check).text
    assert "容缺受理平面布局图" in shown
    wrong = browser.post(check)
    assert wrong.status_code == 422
    assert 'href="#later-layout"' in wrong.text
    assert "承诺内容已有变更" in browser.post(check, {"later-layout": "something else"}).text
    statement = declarations.current("offers", OFFER).value.evidence_of("layout").later.statement.zh
    sent = browser.post(check, {"later-layout": statement})
    assert sent.status_code == 302
    number = sent.url.split("/")[3]
    assert "期限自受理之日起计算" in page_of(browser, number)


def test_proof_is_sent_on_its_page_and_checked_at_the_desk(city) -> None:
    number = city.apply(OFFER, PLACE, later=("layout",))
    city.act(number, "accept", "wjw")
    browser, desk = city.client("owner", company=True), city.client("wjw.examiner")
    owed = cases.case(number=number, by=city.subject("owner", company=True), at=timezone.now()).obligations[0]
    page = f"/my/cases/{number}/later/{owed.id}"
    assert page in page_of(browser, number)
    assert browser.post(page).status_code == 422
    bad = browser.post(page, {"files": SimpleUploadedFile("a.pdf", b"MZ")})
    assert bad.status_code == 422
    assert browser.post(page, {"files": SimpleUploadedFile("plan.pdf", PDF)}).status_code == 302
    assert "核查中" in browser.get(page).text
    listed = desk.get("/desk/?who=&owed=supplied").text
    assert number in listed
    assert 'name="owed" value="supplied"' in listed  # an act on all that fit acts on no others
    act = f"/desk/cases/{number}/check-proof"
    assert act in desk.get(f"/desk/cases/{number}").text
    assert desk.post(act, {"obligation": "999", "verdict": "fulfilled"}).status_code == 302
    assert desk.post(act, {"obligation": owed.id, "verdict": "rejected"}).status_code == 422
    assert desk.post(act, {"obligation": owed.id, "verdict": "fulfilled"}).status_code == 302
    assert "已证明" in browser.get(page).text
    assert number not in desk.get("/desk/?who=&owed=supplied").text
