"""Headers, the language switch, static files and error pages."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import DatabaseError, connection
from django.test import Client

ROOT = Path(__file__).resolve().parents[5]


def test_every_page_has_a_strict_policy(site: Client) -> None:
    policy = site.get("/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy


def test_a_page_with_a_script_has_a_nonce_of_its_own(site: Client) -> None:
    first, second = site.get("/script"), site.get("/script")
    assert f"'nonce-{first.content.decode()}'" in first["Content-Security-Policy"]
    assert first.content != second.content


def test_a_form_leads_elsewhere_only_where_its_view_says_so(site: Client) -> None:
    assert "form-action 'self' https://bank.example;" in site.get("/form")["Content-Security-Policy"]
    assert "form-action 'self';" in site.get("/")["Content-Security-Policy"]


def test_the_page_of_a_session_is_never_stored(site: Client) -> None:
    assert site.get("/")["Cache-Control"] == "private, no-cache"
    site.cookies[configured.SESSION_COOKIE_NAME] = "x"
    assert site.get("/")["Cache-Control"] == "no-store"


def test_the_first_page_is_small_and_has_no_inline_style_or_script(site: Client) -> None:
    page = site.get("/").content
    sheet = re.search(rb'href="(/static/[^"]+\.css)"', page)[1].decode()
    packed = site.get(sheet, headers={"Accept-Encoding": "gzip"}).content
    assert len(packed) <= 6_000
    assert len(packed) + len(gzip.compress(page)) <= 20_000
    assert not re.search(rb"<style|<script|\sstyle=|\son\w+=", page)


def test_the_page_can_be_read_in_both_languages(site: Client) -> None:
    assert 'lang="en"' in site.get("/").content.decode()
    answer = site.get("/language/zh-hans?next=/%3Fa=1")
    assert (answer.status_code, answer["Location"]) == (302, "/?a=1")
    page = site.get("/").content.decode()
    assert 'lang="zh-Hans"' in page
    assert "跳到主要内容" in page
    assert 'href="/language/en?next=%2F"' in page


def test_the_language_switch_leads_to_no_other_site(site: Client) -> None:
    assert site.get("/language/en?next=//evil.example")["Location"] == "/"
    assert site.get("/language/xx").status_code == 404
    assert site.post("/language/en").status_code == 405


@pytest.mark.parametrize(("kind", "status", "words"), [
    ("400", 400, "could not be read"),
    ("403", 403, "may not do this"),
    ("404", 404, "no page at this address"),
    ("413", 413, "This is &lt;too&gt; much."),
    ("500", 500, "our fault"),
])  # fmt: skip
def test_every_fault_has_a_page_without_database_or_detail(site: Client, kind: str, status: int, words: str) -> None:
    answer = site.get(f"/fail/{kind}")
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "secret" not in page
    assert "Content-Security-Policy" in answer.headers


def test_a_request_that_is_too_large_is_413(site: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert site.post("/form", {"a": "b" * 100}).status_code == 413


def test_a_stale_form_says_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    from django.test import override_settings

    with override_settings(
        ROOT_URLCONF="tongban.kernel.web.tests.addresses",
        CSRF_FAILURE_VIEW="tongban.kernel.web.views.csrf_failed",
        MIDDLEWARE=["django.middleware.locale.LocaleMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    ):
        answer = strict.post("/form")
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()


@pytest.mark.django_db
def test_health_says_whether_the_database_answers(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert site.get("/health").json() == {"status": "ok"}

    def down(*_args: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", down)
    assert site.get("/health").status_code == 503


def _sheet(site: Client) -> str:
    return re.search(r'href="(/static/[^"]+\.css)"', site.get("/").content.decode())[1]


def test_a_static_file_is_kept_for_a_year_under_its_hash(site: Client) -> None:
    answer = site.get(_sheet(site), headers={"Accept-Encoding": "gzip"})
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Encoding"] == "gzip"
    plain = site.get("/static/tongban.css")
    assert gzip.decompress(answer.content) == plain.content
    assert plain["Cache-Control"] == "public, no-cache"
    assert plain["Content-Type"] == "text/css; charset=utf-8"
    assert plain["ETag"] != answer["ETag"]


def test_an_unchanged_static_file_is_not_sent_again(site: Client) -> None:
    tag = site.get("/static/tongban.css")["ETag"]
    again = site.get("/static/tongban.css", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", [
    "nothing.css", "../settings.py", "%2e%2e/settings.py", "tongban.000000000000.css", "", "/etc/passwd", "..%5csettings.py",
])  # fmt: skip
def test_nothing_but_static_files_is_served(site: Client, path: str) -> None:
    assert site.get(f"/static/{path}").status_code == 404


def test_the_sheet_is_built_from_its_source() -> None:
    script = ROOT / "scripts" / "styles"
    assert subprocess.run([sys.executable, script, "--check"], check=False, capture_output=True).returncode == 0
