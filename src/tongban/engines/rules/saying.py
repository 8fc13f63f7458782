"""What the engine says, with a stable code: in English by itself, in another language where it is shown.

say("unknown-name", name=name)          # a text in English that keeps its code and what was put in
translated(message)                     # the same in the language of the page
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tongban.engines.rules.messages import KINDS, MESSAGES

OF_KINDS = frozenset(("kind", "kind2", "what", "name2", "wanted", "first", "second"))  # parts that may name a type


class Said(str):
    """A text in English that knows its code and its parts. Parts are texts, numbers, or themselves said."""

    __slots__ = ("code", "given")
    code: str
    given: Mapping[str, Any]


def say(code: str, /, **given: Any) -> Said:
    """The message of a code with its parts. Raises KeyError for a code that MESSAGES lacks."""
    if not given:
        return _PLAIN[code]
    found = Said(MESSAGES[code] % given)
    found.code, found.given = code, given
    return found


def _plain(code: str) -> Said:
    found = Said(MESSAGES[code].replace("%%", "%"))
    found.code, found.given = code, {}
    return found


_PLAIN = {code: _plain(code) for code in MESSAGES}  # said alone: made once


def joined(code: str, parts: Sequence[str]) -> str:
    """Texts with a word between them, of the codes `and`, `or`; one alone is as it is."""
    found = parts[0]
    for part in parts[1:]:
        found = say(code, first=found, second=part)
    return found


def reason_of(error: BaseException) -> str:
    """What an exception says, as it was said."""
    first = error.args[0] if error.args else None
    message = getattr(error, "message", None)
    return message if isinstance(message, Said) else first if isinstance(first, str) else str(error)


def translated(message: str) -> str:
    """A message in the language of the page; what nobody gave a code is as it is."""
    from django.utils.translation import gettext  # noqa: PLC0415 (the engine itself runs without Django)

    if not isinstance(message, Said):
        return message
    template = gettext(MESSAGES[message.code])
    if not message.given:
        return template
    return template % {
        name: gettext(part)
        if name in OF_KINDS and part in KINDS
        else translated(part)
        if isinstance(part, str)
        else part
        for name, part in message.given.items()
    }
