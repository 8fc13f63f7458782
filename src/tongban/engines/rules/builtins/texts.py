"""Built-ins over texts. Positions count characters from 1; regular expressions are RE2's and take linear time."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

import re2

from tongban.engines.rules.builtins.registry import Undefined, builtin
from tongban.engines.rules.run import Run
from tongban.engines.rules.values import kind_of

MAX_PATTERN = 2_000


@builtin("substring(string: string, start position: number, length?: number)")
def _substring(_: Run, text: str, start: Decimal, length: Decimal | None = None) -> str:
    begin = int(start)
    if begin == 0:
        raise Undefined("positions count from 1, or from -1 at the end")
    if length is not None and length < 1:
        raise Undefined("the length must be at least 1")
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


@lru_cache(maxsize=500)
def pattern(text: str, flags: str) -> Any:
    """A compiled regular expression. Raises Undefined for one that RE2 refuses (back references, look-around)."""
    if len(text) > MAX_PATTERN or set(flags) - set("ims"):
        raise Undefined(f"the pattern is longer than {MAX_PATTERN} characters, or a flag is none of i, m, s")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 4 << 20
    try:
        return re2.compile(f"(?{flags}){text}" if flags else text, options)
    except re2.error as error:
        raise Undefined(f"no regular expression: {error}") from None


@builtin("matches(input: string, pattern: string, flags?: string)")
def _matches(_: Run, text: str, regex: str, flags: str | None = None) -> bool:
    return pattern(regex, flags or "").search(text) is not None


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string)")
def _replace(run: Run, text: str, regex: str, replacement: str, flags: str | None = None) -> str:
    compiled = pattern(regex, flags or "")
    found: list[str] = []
    end = 0
    for match in compiled.finditer(text):
        run.charge(1 + (len(replacement) >> 6))
        found += [text[end : match.start()], _filled(replacement, match, compiled.groups)]
        end = match.end()
    return "".join([*found, text[end:]])


def _filled(replacement: str, match: Any, groups: int) -> str:
    """The replacement with `$1` as the first group; a backslash takes the next sign as it stands."""
    out: list[str] = []
    position = 0
    while position < len(replacement):
        sign, following = replacement[position], replacement[position + 1 : position + 2]
        if sign == "$" and following.isascii() and following.isdigit():
            out.append((match.group(int(following)) or "") if int(following) <= groups else "")
            position += 2
        elif sign == "\\" and following:
            out.append(following)
            position += 2
        else:
            out.append(sign)
            position += 1
    return "".join(out)


@builtin("split(string: string, delimiter: string)")
def _split(run: Run, text: str, delimiter: str) -> list[str]:
    found: list[str] = []
    end = 0
    for match in pattern(delimiter, "").finditer(text):
        run.charge()
        if match.end() > match.start():
            found.append(text[end : match.start()])
            end = match.end()
    return [*found, text[end:]]


@builtin("string join(list: list, delimiter?: string)")
def _join(_: Run, items: list[Any], delimiter: str | None = None) -> str:
    parts = [item for item in items if item is not None]
    if any(type(part) is not str for part in parts):
        raise Undefined(f"the list holds a {next(kind_of(p) for p in parts if type(p) is not str)}, not only texts")
    return (delimiter or "").join(parts)
