"""Officers and the auditor, what is refused to whom, the language, signing out."""

from __future__ import annotations

import pytest


def test_ledger_is_verified_by_the_audit_officer(visitor):
    one = visitor("officer.audit")
    one.open("/desk/ledger")
    one.look("ledger")
    one.press('a[href="?verify"]')
    assert one.count(".verdict.good"), one.text()
    one.look("ledger-verified")


def test_system_officer_sees_undelivered_news_and_no_case(visitor):
    one = visitor("officer.system")
    one.open("/desk/undelivered")
    one.look("undelivered")
    one.open("/desk/")
    assert not one.count("main a[href^='/desk/cases/4']")
    one.look("inbox-empty")


@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("neighbour", "/desk/"),
        ("neighbour", "/desk/ledger"),
        ("xzsp.clerk", "/desk/ledger"),
        ("auditor", "/desk/ledger"),
        ("xzsp.clerk", "/my/cases"),
        ("officer.security", "/desk/undelivered"),
    ],
)
def test_refused_page_says_so(visitor, account, path):
    one = visitor(account)
    assert one.open(path) in (403, 404)
    one.look("refused")
    assert one.count("main h1") == 1


def test_case_of_somebody_else_does_not_exist(visitor):
    story = visitor("resident")
    story.open("/my/cases")
    link = story.page.get_attribute("main table a", "href")
    stranger = visitor("neighbour")
    assert stranger.open(link) == 404
    story.open(link)
    story.look("case-rated")


def test_acting_for_a_company(visitor):
    one = visitor("owner")
    one.open("/account/")
    one.look("account")
    one.press('button[name=credit_code]:not([value=""])')
    assert "沅水春" in one.text(".notice.success")
    one.open("/my/cases")
    one.look("cases-company")
    one.open("/services/open-restaurant/apply")
    assert not one.count('main a[href*="/apply/"]'), "the life event is for people"
    one.look("begin-not-for-companies")
    one.open("/account/")
    one.press('button[name=credit_code][value=""]')


def test_language_switch_keeps_the_page(visitor):
    one = visitor()
    one.open("/services?q=餐饮")
    assert one.page.get_attribute("html", "lang") == "zh-Hans"
    one.press('header a[lang="en"]')
    assert one.page.get_attribute("html", "lang") == "en"
    assert one.path.startswith("/services")
    assert one.page.input_value("#q") == "餐饮"


def test_sign_out_ends_the_session(visitor):
    one = visitor("neighbour")
    assert one.open("/my/cases") == 200
    one.open("/account/logout/")
    one.press("main form button")
    one.open("/my/cases")
    assert one.path.startswith("/account/login/")
