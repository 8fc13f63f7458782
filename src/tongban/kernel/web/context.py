"""What every page knows without asking."""

from __future__ import annotations

import urllib.parse
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

TAGS = {"zh-hans": "zh-Hans", "en": "en"}


@dataclass(frozen=True)
class Language:
    """A language that the page can be shown in: `tag` for `lang` attributes, `url` switches to it."""

    code: str
    tag: str
    name: str
    url: str
    current: bool


def languages(path: str) -> list[Language]:
    """The node's languages, each with the link that switches to it and comes back to `path`."""
    now = get_language() or settings.LANGUAGE_CODE
    after = urllib.parse.urlencode({"next": path})
    return [
        Language(code, TAGS[code], name, f"{reverse('language', args=[code])}?{after}", code == now)
        for code, name in settings.LANGUAGES
    ]


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The part of a page's surroundings that needs neither session nor database."""
    config = settings.CONFIG
    english = (get_language() or settings.LANGUAGE_CODE).startswith("en")
    path = request.get_full_path()
    return {
        "site_name": config.name_en if english else config.name_zh,
        "publisher": config.publisher_en if english else config.publisher_zh,
        "hotline": config.hotline,
        "demo": config.demo,
        "language_tag": "en" if english else "zh-Hans",
        "languages": languages(path if request.method in ("GET", "HEAD") else "/"),
        "current_path": request.path,
    }


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `chrome`, the nonce for scripts, and who is asking."""
    return {
        **chrome(request),
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "subject": getattr(request, "subject", None),
    }
