"""FEEL values as JSON, both ways, without loss.

Numbers are decimals, read from their text; up to 15 significant digits are written as JSON numbers, longer ones as
`{"number": "…"}`. `{"date": "2026-01-31"}`, `{"time": …}`, `{"date and time": …}`, `{"duration": "P1D"}` hold ISO
texts, `{"range": "[1..5]"}` and `{"function": …}` FEEL. A real context with only such a key stands
inside `{"context": {…}}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tongban.engines.rules import temporal
from tongban.engines.rules.errors import FeelError
from tongban.engines.rules.expressions import expression
from tongban.engines.rules.values import MAX_INPUT_DEPTH, NUMBERS, Function, Range, kind_of

MAX_BYTES = 16 << 20
MAX_VALUES = 2_000_000
MAX_WRITTEN_DEPTH = 200
MAX_READ = 6_300_000  # bytes
MAX_TAGGED = 2_000  # characters
EXACT = 15  # significant digits that every reader of JSON keeps
SHORT = 30  # characters of a number that is remembered
STEPS = 1_000
TAGS = ("number", "date", "time", "date and time", "duration", "range", "function", "context")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_HALF = re.compile("[\ud800-\udfff]")


class WireError(ValueError):
    """A JSON text is none, holds no FEEL value, or a value is too large for JSON; the message says where and why."""

    def inside(self, key: str) -> WireError:
        """The same, one level up."""
        message = str(self)
        joint = "" if message.startswith(("[", ".")) else ": "
        return WireError(f"{key}{joint}{message}")


class Numeral(str):
    """The text of a number as JSON has it."""

    __slots__ = ()


def from_json(text: str | bytes) -> Any:
    """The FEEL value that a JSON text writes. Raises WireError."""
    return value_of(parsed(text))


def inputs_from_json(text: str | bytes) -> dict[str, Any]:
    """Names with FEEL values: the members of a JSON object, which is no tagged value here. Raises WireError."""
    return inputs_of(parsed(text))


def inputs_of(raw: Any) -> dict[str, Any]:
    """Names with FEEL values from an object that `parsed` gave. Raises WireError."""
    if type(raw) is not dict:
        raise WireError("this must be a JSON object of names with values")
    inner = _unwrapped(raw)
    return _members(raw if inner is None else inner, 1)


def parsed(text: str | bytes) -> Any:
    """A JSON text as objects, lists, texts, truth values, None and Numerals. Raises WireError with line and column."""
    if len(text) > MAX_READ:
        raise WireError(f"the JSON is larger than {MAX_READ} bytes")
    try:
        characters = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return _DECODER.decode(characters)
    except UnicodeDecodeError as error:
        raise WireError(f"the JSON is no UTF-8: byte {error.start + 1} begins no character") from None
    except json.JSONDecodeError as error:
        raise WireError(f"no JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise WireError("the JSON is nested too deep") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise WireError(f"the key {twice[:60]!a} stands twice in one JSON object")
    return found


def _no_constant(name: str) -> Any:
    raise WireError(f"{name} is no JSON number")


_numeral_of = lru_cache(maxsize=10_000)(Numeral)  # lists repeat numbers; each is one object then
_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_float=_numeral_of, parse_int=_numeral_of, parse_constant=_no_constant
)


def unparsed(raw: Any, depth: int = 0) -> str:
    """What `parsed` gave as JSON again, its numbers to the letter. Raises WireError."""
    if depth > MAX_INPUT_DEPTH:
        raise WireError(f"nested deeper than {MAX_INPUT_DEPTH} levels")
    if type(raw) is Numeral:
        return str(raw)
    if type(raw) is list:
        return f"[{', '.join(unparsed(item, depth + 1) for item in raw)}]"
    if type(raw) is dict:
        return f"{{{', '.join(f'{quoted(key)}: {unparsed(item, depth + 1)}' for key, item in raw.items())}}}"
    return quoted(raw) if type(raw) is str else str(json.dumps(raw))


def value_of(raw: Any, depth: int = 0) -> Any:
    """The FEEL value of what `parsed` gave. Raises WireError with the path."""
    kind = type(raw)
    if kind is Numeral:
        return _number(raw) if len(raw) <= SHORT else _long_number(raw)
    if kind is str:
        return _text(raw)
    if kind is not list and kind is not dict:
        return raw
    if depth >= MAX_INPUT_DEPTH:
        raise WireError(f"nested deeper than {MAX_INPUT_DEPTH} levels")
    if kind is list:
        return _items(raw, depth + 1)
    if len(raw) == 1:
        ((tag, inner),) = raw.items()
        if tag in TAGS and type(inner) is str:
            return _tagged(tag, inner)
    unwrapped = _unwrapped(raw)
    return _members(raw if unwrapped is None else unwrapped, depth + 1)


def _unwrapped(raw: Mapping[str, Any]) -> dict[str, Any] | None:
    """The real context inside `{"context": {…}}`; None when the object is no such wrapping."""
    inner = raw.get("context") if len(raw) == 1 else None
    return inner if type(inner) is dict and len(inner) == 1 and next(iter(inner)) in TAGS else None


def _members(raw: Mapping[str, Any], depth: int) -> dict[str, Any]:
    found = {}
    for key, inner in raw.items():
        try:
            found[_text(key)] = value_of(inner, depth)
        except WireError as error:
            raise error.inside(f".{_half_marked(key)[:60]}") from None
    return found


def _items(raw: list[Any], depth: int) -> list[Any]:
    try:
        return [
            _number(item) if type(item) is Numeral and len(item) <= SHORT else value_of(item, depth) for item in raw
        ]
    except WireError as error:
        raise error.inside("[]") from None


def _text(text: str) -> str:
    if not text.isascii() and _HALF.search(text):
        raise WireError("a text holds half a character (a lone surrogate)")
    return text


def _half_marked(text: str) -> str:
    return _HALF.sub("\ufffd", text)


@lru_cache(maxsize=10_000)
def _number(text: str) -> Decimal:
    return _long_number(text)


def _long_number(text: str) -> Decimal:
    found = NUMBERS.create_decimal(str(text))
    if not found.is_finite():
        raise WireError(f"the number {text[:40]} is larger than FEEL holds")
    return found


def _tagged(tag: str, text: str) -> Any:
    if len(text) > MAX_TAGGED:
        raise WireError(f"a {tag} of more than {MAX_TAGGED} characters")
    found = READERS[tag](text)
    if found is None:
        raise WireError(f"{_half_marked(text)[:60]!r} is no {tag}")
    return found


def _decimal(text: str) -> Decimal | None:
    return _long_number(text) if _NUMBER.fullmatch(text) else None


def _feel(kind: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            found = expression(text).evaluate({}, steps=STEPS).value
        except FeelError:
            return None
        return found if kind_of(found) == kind else None

    return read


READERS: dict[str, Callable[[str], Any]] = {
    "number": _decimal,
    "date": temporal.read_date,
    "time": temporal.read_time,
    "date and time": temporal.read_date_time,
    "duration": temporal.read_duration,
    "range": _feel("range"),
    "function": _feel("function"),
    "context": _feel("context"),
}


def to_json(value: Any) -> str:
    """The JSON text of a FEEL value. Raises WireError beyond MAX_BYTES, however much of it is shared."""
    writer = _Writer()
    writer.write(value, 0)
    return writer.text()


class _Writer:
    """Collects pieces and counts them."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.left = MAX_BYTES
        self.values = MAX_VALUES

    def put(self, text: str) -> None:
        self.left -= len(text)
        if self.left < 0:
            raise WireError(f"the result is larger than {MAX_BYTES >> 20} MiB")
        self.parts.append(text)

    def text(self) -> str:
        found = "".join(self.parts)
        if not found.isascii() and len(found.encode()) > MAX_BYTES:
            raise WireError(f"the result is larger than {MAX_BYTES >> 20} MiB")
        return found

    def write(self, value: Any, depth: int) -> None:
        self.values -= 1
        if self.values < 0:
            raise WireError(f"the result has more than {MAX_VALUES} values")
        if depth > MAX_WRITTEN_DEPTH:
            raise WireError(f"the result is nested deeper than {MAX_WRITTEN_DEPTH} levels")
        if type(value) is list:
            self.list(value, depth)
        elif type(value) is dict:
            self.context(value, depth)
        else:
            self.put(_scalar(value))

    def list(self, value: list[Any], depth: int) -> None:
        self.put("[")
        for place, item in enumerate(value):
            if place:
                self.put(", ")
            self.write(item, depth + 1)
        self.put("]")

    def context(self, value: dict[str, Any], depth: int) -> None:
        wrapped = len(value) == 1 and next(iter(value)) in TAGS
        self.put('{"context": {' if wrapped else "{")
        for place, (key, item) in enumerate(value.items()):
            self.put(f"{', ' if place else ''}{quoted(key)}: ")
            self.write(item, depth + 1)
        self.put("}}" if wrapped else "}")


def quoted(text: str) -> str:
    """A JSON string; half characters are escaped, so that the text is UTF-8 in any case."""
    found = json.dumps(text, ensure_ascii=False)
    return found if found.isascii() else _HALF.sub(lambda match: f"\\u{ord(match[0]):04x}", found)


def _scalar(value: Any) -> str:
    if value is None or type(value) is bool:
        return {None: "null", True: "true", False: "false"}[value]
    if type(value) is str:
        return quoted(value)
    if type(value) is Decimal:
        return _numeral(value)
    if type(value) is Range:
        return f'{{"range": {quoted(_range(value))}}}'
    if type(value) is Function:
        name = value.name or f"function({', '.join(value.parameters)})"
        return f'{{"function": {quoted(name)}}}'
    kind = kind_of(value)
    return f'{{"{kind if kind in TAGS else "duration"}": {quoted(temporal.write(value))}}}'


@lru_cache(maxsize=10_000)
def _numeral(value: Decimal) -> str:
    plain = value.normalize(NUMBERS)
    text = f"{plain:f}" if -EXACT <= plain.adjusted() <= NUMBERS.prec else str(plain)
    if not plain:
        return "0"
    return text if len(plain.as_tuple().digits) <= EXACT else f'{{"number": "{text}"}}'


def _range(value: Range) -> str:
    if value.sign:
        closed = "=" if value.sign in ("<", ">") and (value.low_closed or value.high_closed) else ""
        return f"({value.sign}{closed} {_end(value.high if value.low is None else value.low)})"
    low, high = ("null" if end is None else _end(end) for end in (value.low, value.high))
    return f"{'[' if value.low_closed else '('}{low}..{high}{']' if value.high_closed else ')'}"


def _end(value: Any) -> str:
    if type(value) is Decimal:
        return f"{value:f}" if abs(value.adjusted()) <= NUMBERS.prec else str(value)
    if type(value) is str:
        return quoted(value)
    return f'@"{temporal.write(value)}"'
