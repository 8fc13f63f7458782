"""What to do about a fault of a text, from the token where the parser stood and the one before it."""

from __future__ import annotations

from tongban.engines.rules.lexer import Token

PAIRS = {
    ("<", ">"): "write `!=` for unequal",
    ("=", ">"): "write `>=`",
    ("=", "<"): "write `<=`",
    ("=", "="): "FEEL compares with a single `=`",
    ("is", "null"): "write `= null`",
    ("*", "*"): "write `**` without a blank",
}
WORDS = {
    "then": "`then` follows the condition of `if`",
    "else": "`else` follows the `then` of an `if`",
    "in": "`in` follows a value, or the variable of `for`, `some`, `every`",
    "return": "`return` follows the lists of `for`",
    "satisfies": "`satisfies` follows the lists of `some` and `every`",
    "of": "write `instance of` and a type",
    "instance": "write `instance of` and a type",
    "between": "write: value between low and high",
    "null": "join two values with an operator",
    "true": "join two values with an operator",
    "false": "join two values with an operator",
}
SIGNS = {
    "..": "a range stands in brackets: [1..5]",
    ",": "a list stands in square brackets: [1, 2]",
    ":": 'a context stands in braces: {name: "value"}',
    ")": "the brackets or quotes do not match: open one before, or take this away",
    "]": "the brackets or quotes do not match: open one before, or take this away",
    "}": "the brackets or quotes do not match: open one before, or take this away",
    "eq": "write `=`",
}
KINDS = {
    "end": "see what is missing: a value, or a closing bracket",
    "string": "join two values with an operator, such as `+` for texts",
    "number": "join two values with an operator",
    "name": "join two values with an operator",
}


def advise(before: Token | None, token: Token) -> str:
    """Never empty."""
    if before is not None and (before.text, token.text) in PAIRS:
        return PAIRS[before.text, token.text]
    if before is not None and before.text == "," and token.text in (")", "]", "}"):
        return "take the last comma away"
    found = WORDS.get(token.text) or KINDS.get(token.kind) or SIGNS.get(token.text)
    return found or f"see whether a value is missing before {token.text!r}"
