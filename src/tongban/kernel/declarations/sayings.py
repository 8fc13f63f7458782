"""Messages that keep the code and the parts of which they are made: read in English, said in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class Saying(str):
    """An English message. `code` names it; `parts` stand in it by name, some of them sayings themselves."""

    __slots__ = ("code", "parts")
    code: str
    parts: Mapping[str, Any]


@dataclass(frozen=True)
class Sayings:
    """What one block says: English texts by code, with places such as `%(name)s`."""

    words: Mapping[str, str]

    def __call__(self, code: str, /, **parts: Any) -> Saying:
        """The message. Raises KeyError for an unknown code and for a part that is missing."""
        made = Saying(self.words[code] % parts if parts else self.words[code])
        made.code, made.parts = code, parts
        return made


def said_by(error: Exception) -> str:
    """The message of an error, with its code where it has one."""
    first = error.args[0] if error.args else ""
    return first if isinstance(first, Saying) else str(error)


say = Sayings({
    "unknown-key": "unknown key",
    "missing-key": "missing",
    "did-you-mean": "did you mean %(name)s?",
    "known": "known: %(names)s",
    "expected": "expected %(what)s",
    "expected-got": "expected %(what)s, got %(found)s",
    "one-of": "one of %(names)s",
    "a-table-with": "a table with %(names)s",
    "a-list-of": "a list of: %(inner)s",
    "text": "text",
    "a-whole-number": "a whole number",
    "true-or-false": "true or false",
    "a-number": "a number",
    "a-date": "a date",
    "a-list": "a list",
    "a-table": "a table",
    "too-large": "larger than %(most)s bytes",
    "no-toml": "%(fault)s",
    "too-deep": "nested too deeply",
    "number-too-long": "a number is too long",
})  # fmt: skip
