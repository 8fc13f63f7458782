"""What a citizen's browser has to load, and what a page may hold."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tongban.demo import api as demo
from tongban.kernel.declarations import api as declarations
from tongban.systems import approvals

ROOT = Path(__file__).parents[2]
LIMIT = 20_000
TEMPLATES = sorted((ROOT / "src" / "tongban").rglob("templates/**/*.html"))
HANDLER = re.compile(r"<[^>]*\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)


def weight(client: Client, path: str) -> int:
    """Bytes of a page with everything that it loads, compressed as a proxy or the node does it."""
    page = client.get(path)
    assert page.status_code == 200
    total = len(gzip.compress(page.content, 6))
    wanted = re.findall(r'<(?:link[^>]*href|script[^>]*src|img[^>]*src)="(/[^"]+)"', page.content.decode())
    for one in set(wanted):
        found = client.get(one, headers={"accept-encoding": "gzip"})
        total += len(found.content) if found.status_code == 200 and not one.startswith("/language/") else 0
    return total


@pytest.mark.django_db()
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_first_page_weighs_at_most_twenty_kilobytes(language, at):
    declarations.publish(declarations.read(demo.CITY), at=at)
    declarations.publish(declarations.read(Path(approvals.__file__).parent), at=at)
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert weight(client, "/") <= LIMIT


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "src" / "tongban")))
def test_no_template_holds_inline_style_or_script(path):
    text = path.read_text(encoding="utf-8")
    assert HANDLER.findall(text) == []
    assert "<style" not in text
    assert "javascript:" not in text
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or "csp_nonce" in script or 'type="application/json"' in script
