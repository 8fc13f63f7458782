"""A resident finds the service, applies with mistakes and pauses, and follows the case."""

from __future__ import annotations

import pytest

from tests.journeys import steps


@pytest.mark.parametrize("words", ["餐饮", "社保", "kbcyd", "开餐馆"])
def test_search_finds_by_words_and_by_pinyin_initials(visitor, words):
    guest = visitor()
    guest.open("/")
    guest.page.fill("#q", words)
    guest.press(".find button")
    assert guest.count('main .cards a[href="/services/open-restaurant"]') == 1, guest.text()


def test_public_pages(visitor):
    guest = visitor()
    for name, path in {
        "home": "/", "services": "/services", "services-hits": "/services?q=餐饮",
        "services-none": "/services?q=qqqqq", "guide": steps.OFFER, "guide-one": "/services/food-licence",
        "verify": "/verify", "accessibility": "/accessibility", "protection": "/data-protection",
        "demo": "/demo/", "login": "/account/login/",
    }.items():  # fmt: skip
        assert guest.open(path) == 200
        guest.look(name)
    assert guest.open("/nothing-here") == 404
    guest.look("missing")


def test_guide_says_what_it_takes(visitor):
    guest = visitor(language="en")
    guest.open(steps.OFFER)
    text = guest.text()
    for words in ("Evidence", "We fetch it; you hand in nothing", "15 working days", "45 working days", "Legal basis",
                  "第二十六条", "Food business licence", "Fee"):  # fmt: skip
        assert words in text
    assert guest.count(".picture svg") == 1
    assert guest.count(".picture svg text") > 10


def test_apply_with_mistake_pause_and_receipt(visitor):
    """Home → guide → form with a mistake → go on later → the draft is offered → check → receipt → why → notices."""
    one = visitor("owner")
    one.open(steps.OFFER)
    one.press(f'main a[href="{steps.OFFER}/apply"]')
    one.look("begin")
    one.press(".button")
    assert "人口" in one.text(".field.known .hint")
    assert one.count(".field.known") >= 3
    one.look("apply-applicant")
    one.press("main form[data-autosave] button.button:not([name]):not([type=button])")

    one.press("main form[data-autosave] button.button:not([name]):not([type=button])")  # nothing filled in
    assert one.path.endswith("/apply/business")
    assert one.count(".errors a") >= 2
    assert one.page.title().startswith("错误")
    one.look("apply-errors", posted=True)
    one.page.locator(".errors a").first.click()
    assert one.page.evaluate("document.activeElement.name") == "entity_kind"

    given = steps.answers(steps.plan())
    one.fill(given)
    one.press("main button[name=later]")
    assert one.path == "/my/cases"
    one.look("cases-draft")
    one.press(f'main .cards a[href="{steps.OFFER}/apply"]')
    one.look("begin-draft")
    one.press(".notice.success .button")
    assert one.page.input_value("[name=entity_name]") == given["entity_name"]
    steps.fill_until_check(one, given, look=True)

    assert given["entity_name"] in one.text()
    assert one.count("dl.summary a[href*='/files/']") == 2
    one.look("check")
    number = steps.send(one)
    one.look("received")
    one.press("main a.button")
    assert one.path == f"/my/cases/{number}"
    one.look("case-open")
    one.press('a[href$="/why"]')
    assert one.count("details[open] tbody tr") >= 1
    one.look("why")
    one.wait_for("/my/notices", f'main a[href="/my/cases/{number}"]')
    one.look("notices")

    one.open(f"/my/cases/{number}/withdraw")
    one.look("withdraw")
    one.press("main form button.button")
    assert one.count(".notice.success")
    one.open("/my/cases")
    one.look("cases")


def test_mistakes_are_told_in_english_too(visitor):
    one = visitor("owner", language="en", width=390)
    one.open(f"{steps.OFFER}/apply/business")
    one.press("main form[data-autosave] button.button:not([name]):not([type=button])")
    assert one.page.title().startswith("Error:")
    assert one.text(".errors h2").startswith(("2 things", "3 things"))
    one.look("apply-errors", posted=True)
    one.open(f"{steps.OFFER}/apply")
    one.press('form[action$="/discard"] button')


def test_session_that_ends_keeps_the_form(visitor, node):
    """An hour passes between opening a page and sending it: after signing in again nothing is lost."""
    one = visitor("neighbour")
    one.open(f"{steps.OFFER}/apply/business")
    steps.hour_passes(one, node)
    one.fill({"entity_kind": "sole_trader", "entity_name": "武陵区夜归人餐馆", "employees": 3})
    one.page.locator("#autosave", has_text="尚未保存").wait_for()
    one.press("main form[data-autosave] button.button:not([name]):not([type=button])")
    assert one.path.startswith("/account/login/")
    one.look("login-kept", posted=True)
    one.press('main a[href^="/demo/"]')
    one.press('button[name=username][value="neighbour"]')
    assert one.path == "/account/resume/"
    one.look("resume")
    one.press("main form button.button")
    assert one.path.endswith("/apply/premises")
    one.open(f"{steps.OFFER}/apply/business")
    assert one.page.input_value("[name=entity_name]") == "武陵区夜归人餐馆"
    one.open(f"{steps.OFFER}/apply")
    one.press('form[action$="/discard"] button')
