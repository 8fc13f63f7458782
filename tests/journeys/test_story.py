"""The whole restaurant story in browsers: five departments, one application, licences that anybody can verify."""

from __future__ import annotations

import pytest

from tests.journeys import steps
from tests.journeys.steps import Desks
from tests.journeys.visitor import DESKTOP, PHONE, Visitor

LAW = {"zh-hans": "食品安全法", "en": "Food Safety Law"}
UNIT = {"zh-hans": "市场监督管理局", "en": "Administration for Market Regulation"}
HELD = 8


@pytest.mark.parametrize(
    ("account", "how"),
    [
        pytest.param("neighbour", {"width": DESKTOP, "scripts": True, "language": "zh-hans"}, id="desktop-zh"),
        pytest.param("owner", {"width": PHONE, "scripts": False, "language": "en"}, id="phone-en-without-scripts"),
    ],
)
def test_a_restaurant_opens(visitor, account, how):
    resident = visitor(account, **how)
    resident.open(f"{steps.OFFER}/apply")
    resident.press("main a.button")
    steps.fill_until_check(resident, steps.answers(steps.plan()))
    number = steps.send(resident)
    desks = Desks(visitor, number, **how)
    supplement(desks, resident)
    desks.do("xzsp.clerk", "accept")
    company_is_registered(desks)
    for desk in steps.INSPECTORS:
        desks.inspect(desk)
    opinion(desks)
    departments_decide(desks)
    pay(resident, number)
    resident.wait_for(f"/my/cases/{number}", f".wallet > li:nth-child({HELD})")
    resident.look("case-closed")
    assert not resident.count('a[href$="/withdraw"]')
    licences(visitor, resident, how)
    rate(resident, number)
    who_looked(resident, how["language"])


def supplement(desks: Desks, resident: Visitor) -> None:
    """The clerk asks for everything that is missing in one notice; the resident answers it."""
    clerk = desks.at("xzsp.clerk")
    clerk.wait_for("/desk/", f'main a[href="{desks.case()}"]')
    clerk.look("inbox")
    clerk.press(f'main a[href="{desks.case()}"]')
    assert clerk.count(".picture svg .current")
    clerk.press(f'main a[href^="{desks.case()}/decline/"]')
    clerk.look("desk-decline")
    asked = {"text-0": "房东身份证明", "wanted-0": "file", "text-1": "每天营业到几点？", "wanted-1": "text"}
    desks.do("xzsp.clerk", "supplement", **asked)
    case = f"/my/cases/{desks.number}"
    resident.wait_for(case, f'a[href="{case}/supplement"]')
    resident.look("case-supplement")
    resident.press(f'a[href="{case}/supplement"]')
    resident.look("supplement")
    resident.press("main form button.button")
    assert resident.count(".errors, .error"), "an empty answer is refused"
    resident.look("supplement-errors", posted=True)
    resident.fill({"item-0": steps.plan(), "item-1": "晚上十点"})
    resident.press("main form button.button")
    assert resident.path == case
    assert resident.count(".notice.success")


def company_is_registered(desks: Desks) -> None:
    """First of all: the other departments issue their licences to the new company."""
    desks.examine("scjgj")
    desks.decide("scjgj")


def opinion(desks: Desks) -> None:
    """Another department is asked, sees only what it is shown, and answers."""
    desks.begin("xzsp.examiner", "suspend")
    desks.begin("xzsp.decider", "extend")
    desks.do(
        "xzsp.clerk", "opinion", unit="430700.xfjy", question="二楼出口是否符合要求？", names=["entity_name", "exits"]
    )
    other = desks.at("xfjy.examiner")
    link = f'main tr:has-text("{desks.number}") a[href^="/desk/opinions/"]'
    other.wait_for("/desk/opinions", link)
    other.look("opinions")
    other.press(link)
    assert "2" in other.text()
    assert "13907360001" not in other.text(), "only what was chosen is shown"
    other.look("opinion")
    other.fill({"verdict": "agree", "text": "两个出口，符合要求。"})
    other.press("main form button.button")
    asking = desks.at("xzsp.clerk")
    asking.open(desks.case())
    assert "两个出口，符合要求。" in asking.text()


def departments_decide(desks: Desks) -> None:
    """Each examines and decides its part; the traffic police agrees to the tables on the pavement."""
    for desk in steps.EXAMINE:
        desks.examine(desk)
    desks.do("gaj.examiner", "do", consent=True)
    for desk in steps.DECIDE:
        desks.decide(desk)


def pay(resident: Visitor, number: str) -> None:
    """At the test bank, another site, and back."""
    bill = 'a[href^="/my/bills/"]'
    resident.wait_for(f"/my/cases/{number}", bill)
    resident.look("case-bill")
    resident.press(bill)
    resident.look("bill-open")
    assert "¥360.00" in resident.text()
    resident.press("main form button.button")
    assert not resident.page.url.startswith(resident.address)
    resident.look("bank", posted=True)
    resident.press("button[value=paid]")
    assert resident.path.startswith("/my/bills/")
    resident.wait_for(resident.path, ".tag.good")
    resident.look("bill-paid")
    receipt = resident.page.request.get(resident.page.get_attribute('a[href$="receipt.pdf"]', "href"))
    assert receipt.body().startswith(b"%PDF")


def licences(visitor, resident: Visitor, how) -> None:
    """The wallet; then anybody verifies: by number, by the QR code's address, by the PDF, by a forged PDF."""
    resident.open("/my/certificates")
    resident.look("wallet")
    licence = resident.page.locator(".licence").filter(has=resident.page.locator('a[href*="/verify/"]')).first
    number = licence.locator(".number").inner_text().strip()
    qr = licence.locator('a[href*="/verify/"]').get_attribute("href")
    pdf = resident.page.request.get(licence.locator('a[href$=".pdf"]').get_attribute("href")).body()
    anybody = visitor(**how)

    anybody.open("/verify")
    anybody.fill({"number": number})
    anybody.press("main form:has(#number) button")
    assert anybody.count(".verdict.good")
    anybody.look("verify-number", posted=True)
    anybody.open(qr)
    assert anybody.count(".verdict.good dl.facts > div") > 4
    anybody.look("verify-qr")
    anybody.fill({"file": pdf})
    anybody.press("main form:has(#file) button")
    assert anybody.count(".verdict.good"), anybody.text()
    assert number in anybody.text()
    forged = bytearray(pdf)
    forged[len(forged) // 2] ^= 1
    anybody.fill({"file": bytes(forged)})
    anybody.press("main form:has(#file) button")
    assert anybody.count(".verdict.late"), anybody.text()
    anybody.look("verify-forged", posted=True)


def rate(resident: Visitor, number: str) -> None:
    resident.open(f"/my/cases/{number}/rate")
    resident.look("rate")
    resident.fill({"stars": "5", "comment": "一次办好"})
    resident.press("main form button.button")
    assert resident.count(".notice.success")
    assert "5 / 5" in resident.text()


def who_looked(resident: Visitor, language: str) -> None:
    """Every reading by an official stands there, with office, purpose and case."""
    resident.open("/my/data")
    resident.look("data")
    assert UNIT[language] in resident.text("main table") or resident.count('.pager a[rel="next"]')
