"""TOML to frozen dataclasses. Every fault names the file, the key path, what was expected and a suggestion."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import tomllib
import types
import typing
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from tongban.kernel.declarations.sayings import said_by, say

T = TypeVar("T")
MAX_BYTES = 2_000_000


@dataclass(frozen=True)
class Problem:
    """A fault of a declaration, or a warning. `path` is a key path or `line N`."""

    file: str
    path: str
    message: str
    suggestion: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = f"{self.file}: {self.path}: " if self.path else f"{self.file}: "
        return place + self.message + (f"; {self.suggestion}" if self.suggestion else "")


class DeclarationError(ValueError):
    """One or more declarations are faulty; `problems` holds each."""

    def __init__(self, problems: typing.Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


NAMES = {
    str: say("text"), int: say("a-whole-number"), bool: say("true-or-false"), Decimal: say("a-number"),
    dt.date: say("a-date"), dict: say("a-table"),
}  # fmt: skip


@cache
def _fields(kind: type) -> dict[str, tuple[str, Any, bool]]:
    """By key in the text: name of the field, type, required. A field names another key by metadata={"key": …}."""
    hints = get_type_hints(kind)
    missing = dataclasses.MISSING
    return {
        field.metadata.get("key", field.name): (
            field.name,
            hints[field.name],
            field.default is missing and field.default_factory is missing,
        )
        for field in dataclasses.fields(kind)
        if field.init
    }


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def fault(self, path: str, message: str, suggestion: str = "") -> None:
        self.problems.append(Problem(self.source, path, message, suggestion))

    def expected(self, path: str, what: str, value: object) -> None:
        shown = repr(value)[:80] if not isinstance(value, dict | list) else NAMES.get(type(value), say("a-list"))
        self.fault(path, say("expected-got", what=what, found=shown))

    def table(self, kind: type, value: object, path: str) -> Any:
        if not isinstance(value, dict):
            self.expected(path, say("a-table-with", names=", ".join(_fields(kind))), value)
            return None
        known = _fields(kind)
        dot = f"{path}." if path else ""
        for name in value:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = say("did-you-mean", name=repr(near[0])) if near else say("known", names=", ".join(known))
                self.fault(f"{dot}{name}", say("unknown-key"), hint)
        found: dict[str, Any] = {}
        for key, (name, hint, required) in known.items():
            if key in value:
                found[name] = self.read(hint, value[key], dot + key)
            elif required:
                self.fault(dot + key, say("missing-key"), say("expected", what=describe(hint)))
        if self.problems:
            return None
        try:
            return kind(**found)
        except ValueError as error:
            self.fault(path, said_by(error))
            return None

    def read(self, hint: Any, value: object, path: str) -> Any:
        origin, arguments = get_origin(hint), get_args(hint)
        if dataclasses.is_dataclass(hint):
            return self.table(typing.cast("type", hint), value, path)
        if origin is Literal:
            if value not in arguments:
                near = difflib.get_close_matches(str(value), [str(a) for a in arguments], 1)
                self.fault(
                    path,
                    say("expected-got", what=describe(hint), found=repr(value)),
                    say("did-you-mean", name=repr(near[0])) if near else "",
                )
            return value
        if origin in (Union, types.UnionType):
            return self.read(next(a for a in arguments if a is not type(None)), value, path)
        if origin is tuple:
            return self._many(arguments[0], value, path)
        if origin is dict:
            return self.named(arguments[1], value, path)
        return self._plain(hint, value, path)

    def _many(self, inner: Any, value: object, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            self.expected(path, say("a-list"), value)
            return ()
        return tuple(self.read(inner, item, f"{path}[{i}]") for i, item in enumerate(value))

    def named(self, inner: Any, value: object, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.expected(path, say("a-table"), value)
            return {}
        dot = f"{path}." if path else ""
        return {name: self.read(inner, item, dot + name) for name, item in value.items()}

    def _plain(self, hint: Any, value: object, path: str) -> Any:
        if hint is Any:
            return value
        if hint is Decimal and isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            try:
                number = Decimal(value)
            except ArithmeticError:
                number = Decimal("nan")
            if not number.is_finite():
                self.expected(path, say("a-number"), value)
            return number
        right = isinstance(value, hint) and not (hint is int and isinstance(value, bool))
        if not right or (hint is dt.date and isinstance(value, dt.datetime)):
            self.expected(path, NAMES.get(hint, hint.__name__), value)
        return value


def describe(hint: Any) -> str:
    """A type in words."""
    origin, arguments = get_origin(hint), get_args(hint)
    if dataclasses.is_dataclass(hint):
        return say("a-table-with", names=", ".join(_fields(typing.cast("type", hint))))
    if origin is Literal:
        return say("one-of", names=", ".join(map(str, arguments)))
    if origin in (Union, types.UnionType):
        return describe(arguments[0])
    if origin is tuple:
        return say("a-list-of", inner=describe(arguments[0]))
    return NAMES.get(origin or hint, getattr(hint, "__name__", str(hint)))


def parse_toml(text: str, source: str) -> dict[str, Any]:
    """Reads TOML with decimals kept exact. Raises DeclarationError with the line of the fault."""
    if len(text.encode()) > MAX_BYTES:
        raise DeclarationError([Problem(source, "", say("too-large", most=MAX_BYTES))])
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).rpartition(" (at ")
        raise DeclarationError(
            [Problem(source, place.rstrip(")") or "", say("no-toml", fault=message or str(error)))]
        ) from None
    except RecursionError:
        raise DeclarationError([Problem(source, "", say("too-deep"))]) from None
    except (ValueError, ArithmeticError):
        raise DeclarationError([Problem(source, "", say("number-too-long"))]) from None


def parse(text: str, kind: type[T], *, source: str) -> T:
    """Reads one TOML text as `kind`, a frozen dataclass. Raises DeclarationError with every fault found."""
    reader = _Reader(source)
    value = reader.table(kind, parse_toml(text, source), "")
    if reader.problems:
        raise DeclarationError(reader.problems)
    return typing.cast("T", value)


def parse_many(text: str, kind: type[T], *, source: str) -> dict[str, T]:
    """Reads a TOML text whose every table is a `kind`, by name. Raises DeclarationError with every fault found."""
    reader = _Reader(source)
    found = reader.named(kind, parse_toml(text, source), "")
    if reader.problems:
        raise DeclarationError(reader.problems)
    return typing.cast("dict[str, T]", found)
