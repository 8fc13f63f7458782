"""How a built-in is declared: a signature in words above a Python function of the run and the arguments.

    @builtin("substring(string: string, start position: number, length?: number)")

`?` marks an argument that may be left out, `...` one list or any number of arguments, `*` any number of them; types
are FEEL's, several joined by `|`; `any` and `null` take null. One name may be declared several times: the arguments
choose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tongban.engines.rules.run import Run, Spot
from tongban.engines.rules.saying import joined, reason_of, say
from tongban.engines.rules.values import Function, kind_of

LIST_OR_ITEMS, ITEMS = "...", "*"
F = TypeVar("F", bound=Callable[..., Any])


class Undefined(Exception):  # noqa: N818 (no error of the program: the value is null and a warning says why)
    """A built-in has no value for these arguments."""


class WrongType(Undefined):
    """An argument is not of a type that the parameter takes."""


ABSENT = object()


@dataclass(frozen=True)
class Parameter:
    name: str
    kinds: frozenset[str]
    optional: bool = False

    def take(self, value: Any) -> Any:
        """The argument, made to fit as FEEL allows (a list of one for its item, an item for a list of one)."""
        if value is ABSENT:
            return None
        if "any" in self.kinds or kind_of(value) in self.kinds:
            return value
        if type(value) is list and len(value) == 1 and kind_of(value[0]) in self.kinds:
            return value[0]
        if "list" in self.kinds and value is not None:
            return [value]
        wanted = joined("or", sorted(self.kinds))
        raise WrongType(say("must-be-got", name=self.name, wanted=wanted, kind=kind_of(value)))


@dataclass(frozen=True)
class Signature:
    parameters: tuple[Parameter, ...]
    variadic: str
    function: Callable[..., Any]

    def fits(self, count: int) -> bool:
        """Whether so many arguments by position can be meant."""
        needed = sum(not parameter.optional for parameter in self.parameters)
        return needed <= count and (bool(self.variadic) or count <= len(self.parameters))

    def bound(self, arguments: Sequence[Any]) -> list[Any]:
        """The arguments as the Python function takes them. Raises Undefined when one has the wrong type."""
        if not self.variadic:
            return [p.take(a) for p, a in zip(self.parameters, arguments, strict=False)]
        last = len(self.parameters) - 1
        head = [p.take(a) for p, a in zip(self.parameters[:last], arguments, strict=False)]
        rest = list(arguments[last:])
        if rest == [None] and self.variadic == LIST_OR_ITEMS:
            raise WrongType(say("must-be-list-got-null", name=self.parameters[last].name))
        one = self.variadic == LIST_OR_ITEMS and len(rest) == 1 and type(rest[0]) is list
        return [*head, rest[0] if one else rest]


class Builtin:
    """A built-in function with its signatures."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.signatures: list[Signature] = []

    def call(self, run: Run, spot: Spot, arguments: Sequence[Any]) -> Any:
        """Calls with arguments by position; null with a warning when it has no value for them."""
        fitting = [signature for signature in self.signatures if signature.fits(len(arguments))]
        if not fitting:
            run.warn(spot, "does-not-take-arguments", name=self.name, count=len(arguments), usage=self.usage())
            return None
        return self._first(run, spot, [(signature, arguments) for signature in fitting])

    def call_named(self, run: Run, spot: Spot, arguments: Mapping[str, Any]) -> Any:
        """Calls with arguments by name."""
        fitting = []
        for signature in self.signatures:
            names = [parameter.name for parameter in signature.parameters]
            needed = [parameter.name for parameter in signature.parameters if not parameter.optional]
            if set(arguments) <= set(names) and set(needed) <= set(arguments):
                fitting.append((signature, [arguments.get(name, ABSENT) for name in names]))
        if not fitting:
            run.warn(spot, "has-no-arguments-named", name=self.name, names=", ".join(arguments), usage=self.usage())
            return None
        return self._first(run, spot, fitting)

    def _first(self, run: Run, spot: Spot, options: Sequence[tuple[Signature, Sequence[Any]]]) -> Any:
        reason = ""
        for signature, arguments in options:
            try:
                bound = signature.bound(arguments)
                run.charge(1 + sum(_weight(argument) for argument in bound))
                return run.size(signature.function(run, *bound))
            except WrongType as error:
                reason = reason or reason_of(error)
            except Undefined as error:
                return run.warn(spot, "call-failed", name=self.name, reason=reason_of(error))
        return run.warn(spot, "call-failed", name=self.name, reason=reason)

    def usage(self) -> str:
        """The signatures in words."""
        shown = [", ".join(parameter.name for parameter in one.parameters) for one in self.signatures]
        return say("use", usage=joined("or", [f"{self.name}({text})" for text in shown]))

    def value(self, run: Run, spot: Spot) -> Function:
        """The function as a FEEL value."""
        names = tuple(parameter.name for parameter in self.signatures[0].parameters)
        return Function(self.name, names, lambda arguments: self.call(run, spot, arguments))


def _weight(argument: Any) -> int:
    return len(argument) >> 3 if type(argument) is list else (len(argument) >> 6 if type(argument) is str else 0)


TABLE: dict[str, Builtin] = {}


def _parameter(text: str) -> Parameter:
    name, _, kinds = text.partition(":")
    optional = name.strip().endswith("?")
    return Parameter(name.strip().rstrip("?"), frozenset(k.strip() for k in kinds.split("|")), optional)


def builtin(declared: str) -> Callable[[F], F]:
    """Enters a function into the table under the declared signature."""
    name, _, tail = declared.removesuffix(")").partition("(")
    variadic = next((sign for sign in (LIST_OR_ITEMS, ITEMS) if tail.endswith(sign)), "")
    parts = tuple(_parameter(part) for part in tail.removesuffix(variadic).split(",") if part.strip())

    def entered(function: F) -> F:
        TABLE.setdefault(name, Builtin(name)).signatures.append(Signature(parts, variadic, function))
        return function

    return entered
