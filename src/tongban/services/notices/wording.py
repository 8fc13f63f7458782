"""A text in both languages, written when the notice is: what somebody was told never changes afterwards."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from tongban.kernel.declarations.api import Text

LANGUAGES = {"zh": "zh-hans", "en": "en"}


def both(message: Promise, **facts: Any) -> Text:
    """The lazy message with its facts, in Chinese and English; days and texts are put into each language."""
    found = {}
    for short, language in LANGUAGES.items():
        with override(language):
            found[short] = str(message) % {name: _said(value, language) for name, value in facts.items()}
    return Text(found["zh"], found["en"])


def join(*texts: Text) -> Text:
    """Sentences after one another."""
    return Text("".join(text.zh for text in texts if text.zh), " ".join(text.en for text in texts if text.en))


def lines(texts: list[Text]) -> Text:
    """A list, an item a line."""
    return Text("\n".join(f"· {text.zh}" for text in texts), "\n".join(f"· {text.inn('en')}" for text in texts))


def _said(value: Any, language: str) -> str:
    if isinstance(value, Text):
        return value.inn(language)
    if isinstance(value, dict):
        return Text(value["zh"], value.get("en", "")).inn(language)
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), _("j F Y, H:i"), use_l10n=False)
    return date_format(value, _("j F Y"), use_l10n=False) if isinstance(value, dt.date) else str(value)
