"""Which names of a context the parser must be told of: those of several words, or with signs in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tongban.engines.rules.errors import LimitError
from tongban.engines.rules.lexer import simple
from tongban.engines.rules.saying import say

_WORD = re.compile(r"\w+")
_SIGN = re.compile(r"[^\w\s\"\[\].,:;=<>(){}@]")  # one that a name may hold
MAX_LOOKED = 10_000
MAX_NAMES = 20_000
FEWER = say("hand-in-context-with-fewer-such")


def unusual(names: Iterable[str], text: str | None = None) -> frozenset[str]:
    """Those names that the parser must be told of: more than one word, or with signs in them; given the text, only
    those of which every word stands in it. Raises LimitError when there are too many.
    """
    if text is None:
        return frozenset(name for name in names if not simple(name))
    words = set(_WORD.findall(text))
    found = frozenset(name for name in names if not simple(name) and words.issuperset(_WORD.findall(name)))
    if len(found) > MAX_NAMES:
        raise LimitError(say("more-than-names-of-several-words", max_names=MAX_NAMES), suggestion=FEWER)
    return found


def inner_names(context: object, text: str) -> frozenset[str]:
    """The names with signs in them of the contexts inside a context, as far as the text may use them."""
    if not isinstance(context, Mapping) or not ("." in text or "[" in text) or not _SIGN.search(text):
        return frozenset()
    found: set[str] = set()
    waiting: list[object] = list(context.values())
    for _ in range(MAX_LOOKED):
        if not waiting:
            break
        one = waiting.pop()
        if isinstance(one, Mapping):
            found.update(str(name) for name in one)
            waiting.extend(one.values())
        elif isinstance(one, list | tuple):
            waiting.extend(one[:MAX_LOOKED])
    return unusual(found, text)
