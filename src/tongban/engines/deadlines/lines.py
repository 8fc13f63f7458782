"""One JSON object, over as many lines as it likes, or JSON lines: each request answered by a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

from tongban.engines.deadlines.calendars import DeadlineError

MAX_BYTES = 6_300_000  # of a line, or of an object over several lines
_LONG = 18  # digits: a longer number is no amount, and no int is made of it
Answer = Callable[[Any], Any]


def read(text: str) -> Any:
    """A JSON value; numbers with a point, and very long ones, as Decimal. Raises DeadlineError, also for a key that
    stands twice; ValueError for what is no JSON. What JSON does not know (NaN) is kept, to be refused by its key.
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_int=_int, parse_float=Decimal, parse_constant=_unknown)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _value in pairs).most_common(1)[0][0]
        raise DeadlineError(twice, "stands twice")
    return found


def _int(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _LONG else Decimal(digits)


def _unknown(name: str) -> Decimal:
    return Decimal(name)


def answers(lines: Iterable[bytes], answer: Answer) -> Iterator[bytes]:
    """A line for each request, as soon as it is read. Blank lines are left out. Raises DeadlineError at the first
    request that is wrong, when those before it are answered; in JSON lines its key begins with the line's number.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip(b" \t\r\n\xef\xbb\xbf"))
    first = next(numbered, None)
    if first is None:
        raise DeadlineError("start", "missing: there is no request on standard input")
    try:
        read(_text(*first))
    except DeadlineError:
        pass  # said below, with its line
    except ValueError as error:
        yield _answered(0, _whole(first, numbered, error), answer)
        return
    for number, line in chain([first], numbered):
        try:
            request = read(_text(number, line))
        except DeadlineError as error:
            raise DeadlineError(f"line {number}: {error.key}", error.message) from None
        except ValueError as error:
            raise DeadlineError(f"line {number}", f"not JSON: {error}") from None
        yield _answered(number, request, answer)


def _whole(first: tuple[int, bytes], rest: Iterator[tuple[int, bytes]], fault: ValueError) -> Any:
    """The one object that begins in the first line and does not end there."""
    parts, size = [first], len(first[1])
    for number, line in rest:
        parts.append((number, line))
        size += len(line)
        if size > MAX_BYTES:
            raise DeadlineError("request", f"more than {MAX_BYTES} bytes")
    text = "".join(_text(number, line) for number, line in parts)
    try:
        return read(text)
    except DeadlineError:
        raise
    except ValueError as error:
        alone = len(parts) == 1 or parts[1][1].lstrip().startswith(b"{")  # JSON lines whose first is broken
        place, why = (f"line {first[0]}", fault) if alone else ("request", error)
        raise DeadlineError(place, f"not JSON: {why}") from None


def _text(number: int, line: bytes) -> str:
    if len(line) > MAX_BYTES:
        raise DeadlineError(f"line {number}", f"more than {MAX_BYTES} bytes")
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise DeadlineError(f"line {number}", f"not UTF-8: byte {error.start + 1} begins no character") from None


def _answered(number: int, request: Any, answer: Answer) -> bytes:
    try:
        found = answer(request)
    except DeadlineError as error:
        raise (DeadlineError(f"line {number}: {error.key}", error.message) if number else error) from None
    try:
        return f"{json.dumps(found, ensure_ascii=False)}\n".encode()
    except UnicodeEncodeError:  # half a character in a cause
        return f"{json.dumps(found)}\n".encode()
