"""What a check of a model says: in English by itself, in the language of the page where it is shown.

say("there is no element %(name)r", name=name)   # a text in English that keeps its template and what was put in
translated(message)                              # the same in the language of the page
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from tongban.engines.rules import api as rules


class Said(str):
    """A text in English that knows its template and its parts. Parts are texts, numbers, or themselves said."""

    __slots__ = ("given", "template")
    template: str
    given: Mapping[str, Any]


def say(template: str, /, **given: Any) -> Said:
    """The template with its parts. The template is also what the catalogue of translations is asked for."""
    found = Said(template % given if given else template)
    found.template, found.given = template, given
    return found


_ = say


def placed(where: str, message: str, hint: str = "") -> Said:
    """What is wrong, after the element where it is, and before what to do about it."""
    if hint:
        return _("%(at)s: %(message)s; %(hint)s", at=where, message=message, hint=hint)
    return _("%(at)s: %(message)s", at=where, message=message)


def parted(message: str) -> tuple[str, str]:
    """A message without the element before it, and what to do about it: both in the language of the page."""
    given = message.given if isinstance(message, Said) and "at" in message.given else {"message": message}
    return translated(given["message"]), translated(given.get("hint", ""))


def either(parts: Sequence[str]) -> str:
    """One of several."""
    return reduce(lambda one, other: _("%(first)s or %(second)s", first=one, second=other), parts)


def listed(parts: Sequence[str]) -> str:
    """All of several; "" for none."""
    return reduce(lambda one, other: _("%(first)s, %(second)s", first=one, second=other), parts) if parts else ""


def translated(message: str) -> str:
    """A message in the language of the page; names and what others wrote are as they are."""
    from django.utils.translation import gettext  # noqa: PLC0415 (the engine itself runs without Django)

    if isinstance(message, rules.Said):
        return rules.translated(message)
    if not isinstance(message, Said):
        return message
    parts = {name: translated(part) if isinstance(part, str) else part for name, part in message.given.items()}
    return gettext(message.template) % parts if parts else gettext(message.template)
