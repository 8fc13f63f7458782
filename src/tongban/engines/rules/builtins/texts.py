"""Built-ins over texts. Positions count characters from 1; regular expressions are XPath's (`regexp`)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.errors import LimitError
from tongban.engines.rules.regexp import Pattern, PatternError, pattern
from tongban.engines.rules.run import MAX_TEXT, Run
from tongban.engines.rules.saying import reason_of, say
from tongban.engines.rules.values import kind_of

_REFERENCE = re.compile(r"(?:\\(.?)|\$([0-9]{0,4}))", re.DOTALL)


@builtin("substring(string: string, start position: number, length?: number)")
def _substring(_: Run, text: str, start: Decimal, length: Decimal | None = None) -> str:
    begin = int(start)
    if begin == 0:
        raise Undefined(say("positions-count-from-1-or-from"))
    if length is not None and length < 1:
        raise Undefined(say("length-must-be-at-least-1"))
    offset = begin - 1 if begin > 0 else max(len(text) + begin, 0)
    return text[offset : None if length is None else offset + int(length)]


@builtin("string length(string: string)")
def _length(_: Run, text: str) -> Decimal:
    return Decimal(len(text))


@builtin("upper case(string: string)")
def _upper(_: Run, text: str) -> str:
    return text.upper()


@builtin("lower case(string: string)")
def _lower(_: Run, text: str) -> str:
    return text.lower()


@builtin("trim(string: string)")
def _trim(_: Run, text: str) -> str:
    return text.strip()


@builtin("substring before(string: string, match: string)")
def _before(_: Run, text: str, match: str) -> str:
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after(string: string, match: string)")
def _after(_: Run, text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string)")
def _contains(_: Run, text: str, match: str) -> bool:
    return match in text


@builtin("starts with(string: string, match: string)")
def _starts(_: Run, text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with(string: string, match: string)")
def _ends(_: Run, text: str, match: str) -> bool:
    return text.endswith(match)


def _compiled(run: Run, text: str, flags: str | None) -> Pattern:
    """The pattern, paid for when it is made."""
    made = pattern.cache_info().misses
    try:
        found = pattern(text, flags or "")
    except PatternError as error:
        run.charge(len(text))
        raise Undefined(reason_of(error)) from None
    if pattern.cache_info().misses != made:
        run.charge(found.cost)
    return found


@builtin("matches(input: string, pattern: string, flags?: string|null)")
def _matches(run: Run, text: str, regex: str, flags: str | None = None) -> bool:
    return _compiled(run, regex, flags).found(text, run.charge)


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string|null)")
def _replace(run: Run, text: str, regex: str, replacement: str, flags: str | None = None) -> str:
    compiled = _compiled(run, regex, flags)
    if compiled.found("", run.charge):
        raise Undefined(say("pattern-matches-text-of-no-characters"))
    parts = _parts(replacement, compiled.groups)
    found: list[str] = []
    end = size = 0
    for spans in compiled.all(text, run.charge):
        filled = "".join(part if isinstance(part, str) else text[slice(*spans[part])] for part in parts)
        size += len(filled)
        if size > MAX_TEXT:
            raise LimitError(say("text-of-more-than-characters-was", max_text=MAX_TEXT))
        found += [text[end : spans[0][0]], filled]
        end = spans[0][1]
    return "".join([*found, text[end:]])


def _parts(replacement: str, groups: int) -> list[str | int]:
    """The replacement as texts and numbers of groups: `$1` is a group; after a backslash `$` or itself is a sign."""
    found: list[str | int] = []
    position = 0
    while match := _REFERENCE.search(replacement, position):
        found.append(replacement[position : match.start()])
        position = match.end()
        if match[2]:
            digits = match[2]
            while len(digits) > 1 and int(digits) > groups:
                digits, position = digits[:-1], position - 1
            found.append(int(digits) if int(digits) <= groups else "")
        elif match[1] in ("$", "\\"):
            found.append(match[1])
        else:
            raise Undefined(say("in-replacement-stands-before-digit-and"))
    return [*found, replacement[position:]]


@builtin("split(string: string, delimiter: string)")
def _split(run: Run, text: str, delimiter: str) -> list[str]:
    found: list[str] = []
    end = 0
    for spans in _compiled(run, delimiter, None).all(text, run.charge):
        start, stop = spans[0]
        if stop > start:
            found.append(text[end:start])
            end = stop
    return [*found, text[end:]]


@builtin("string join(list: list, delimiter?: string|null)")
def _join(run: Run, items: list[Any], delimiter: str | None = None) -> str:
    parts = [item for item in items if item is not None]
    if any(type(part) is not str for part in parts):
        raise Undefined(say("list-holds-not-only-texts", kind=next(kind_of(p) for p in parts if type(p) is not str)))
    between = delimiter or ""
    run.fits(sum(len(part) for part in parts) + len(between) * len(parts))
    return between.join(parts)
