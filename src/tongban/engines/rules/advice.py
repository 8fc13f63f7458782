"""What to do about a fault of a text, from the token where the parser stood and the one before it."""

from __future__ import annotations

from tongban.engines.rules.lexer import Token
from tongban.engines.rules.saying import say

PAIRS = {
    ("<", ">"): say("write-for-unequal"),
    ("=", ">"): say("write-at-least"),
    ("=", "<"): say("write-at-most"),
    ("=", "="): say("feel-compares-with-single"),
    ("is", "null"): say("write-null"),
    ("*", "*"): say("write-without-blank"),
}
WORDS = {
    "then": say("then-follows-condition-of-if"),
    "else": say("else-follows-then-of-if"),
    "in": say("in-follows-value-or-variable-of"),
    "return": say("return-follows-lists-of-for"),
    "satisfies": say("satisfies-follows-lists-of-some-and"),
    "of": say("write-instance-of-and-type"),
    "instance": say("write-instance-of-and-type"),
    "between": say("write-value-between-low-and-high"),
    "null": say("join-two-values-with-operator"),
    "true": say("join-two-values-with-operator"),
    "false": say("join-two-values-with-operator"),
}
SIGNS = {
    "..": say("range-stands-in-brackets-1-5"),
    ",": say("list-stands-in-square-brackets-1"),
    ":": say("context-stands-in-braces-name-value"),
    ")": say("brackets-or-quotes-do-not-match"),
    "]": say("brackets-or-quotes-do-not-match"),
    "}": say("brackets-or-quotes-do-not-match"),
    "eq": say("write-equals"),
}
KINDS = {
    "end": say("see-what-is-missing-value-or"),
    "string": say("join-two-values-with-operator-such"),
    "number": say("join-two-values-with-operator"),
    "name": say("join-two-values-with-operator"),
}


def advise(before: Token | None, token: Token) -> str:
    """Never empty."""
    if before is not None and (before.text, token.text) in PAIRS:
        return PAIRS[before.text, token.text]
    if before is not None and before.text == "," and token.text in (")", "]", "}"):
        return say("take-last-comma-away")
    found = WORDS.get(token.text) or KINDS.get(token.kind) or SIGNS.get(token.text)
    return found or say("see-whether-value-is-missing-before", text=token.text)
