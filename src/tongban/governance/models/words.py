"""The advice of the rules of a package, in the language of the page. They know no languages: they speak English."""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

_ = gettext_noop
SAYINGS = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"did you mean (?P<name>'.+')\?", _("did you mean %(name)s?")),
        (r"known: (?P<names>.+)", _("known here: %(names)s")),
    )
)  # fmt: skip


def said(message: str) -> str:
    """The message in the page's language where its words are known, else as it is."""
    for pattern, words in SAYINGS:
        found = pattern.fullmatch(message)
        if found:
            return gettext(words) % found.groupdict()
    return message
