"""Built-ins over points and ranges (Allen's relations), and `range(…)`, which reads one from its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tongban.engines.rules.builtins.registry import TABLE, Undefined, builtin
from tongban.engines.rules.errors import FeelError
from tongban.engines.rules.lexer import Names
from tongban.engines.rules.operators import negative
from tongban.engines.rules.parser import parse
from tongban.engines.rules.run import Run
from tongban.engines.rules.saying import say
from tongban.engines.rules.tree import Call, Literal, Name, Negate, Node, RangeNode
from tongban.engines.rules.values import Range, kind_of, less

MAX_RANGE = 2_000
COST = 20  # steps of reading a text as FEEL
MAKERS = ("date", "time", "date and time", "duration")
NAMES = Names().extended(("date and time",))


@dataclass(frozen=True)
class End:
    """An end of a range; `included` says whether it belongs to it."""

    value: Any
    included: bool

    def below(self, other: End) -> bool:
        """Whether this end lies before the other; both must be known and comparable."""
        found = less(self.value, other.value)
        if found is None:
            raise Undefined(say("no-order", kind=kind_of(self.value), kind2=kind_of(other.value)))
        return found

    def at(self, other: End) -> bool:
        return not self.below(other) and not other.below(self)


def _ends(value: Any) -> tuple[End, End]:
    """A point is a range from itself to itself."""
    if type(value) is not Range:
        return End(value, included=True), End(value, included=True)
    if value.low is None or value.high is None or value.sign == "!=":
        raise Undefined(say("end-of-range-is-unknown"))
    return End(value.low, value.low_closed), End(value.high, value.high_closed)


def _before(left: Any, right: Any) -> bool:
    high, low = _ends(left)[1], _ends(right)[0]
    return high.below(low) or (high.at(low) and not (high.included and low.included))


def _meets(left: Any, right: Any) -> bool:
    high, low = _ends(left)[1], _ends(right)[0]
    return high.included and low.included and high.at(low)


def _starts_first(one: End, other: End) -> bool:
    """Whether a range that begins at `one` has begun where one that begins at `other` does."""
    return one.below(other) or (one.at(other) and (one.included or not other.included))


def _ends_last(one: End, other: End) -> bool:
    return other.below(one) or (one.at(other) and (one.included or not other.included))


def _includes(left: Any, right: Any) -> bool:
    (low, high), (inner_low, inner_high) = _ends(left), _ends(right)
    return _starts_first(low, inner_low) and _ends_last(high, inner_high)


def _overlaps(left: Any, right: Any) -> bool:
    return not _before(left, right) and not _before(right, left)


def _overlaps_before(left: Any, right: Any) -> bool:
    (low, high), (other_low, other_high) = _ends(left), _ends(right)
    first = low.below(other_low) or (low.at(other_low) and low.included and not other_low.included)
    return first and _overlaps(left, right) and _ends_last(other_high, high)


def _starts(left: Any, right: Any) -> bool:
    (low, high), (other_low, other_high) = _ends(left), _ends(right)
    return low.at(other_low) and low.included == other_low.included and _ends_last(other_high, high)


def _finishes(left: Any, right: Any) -> bool:
    (low, high), (other_low, other_high) = _ends(left), _ends(right)
    return high.at(other_high) and high.included == other_high.included and _starts_first(other_low, low)


def _coincides(left: Any, right: Any) -> bool:
    (low, high), (other_low, other_high) = _ends(left), _ends(right)
    return (
        low.at(other_low)
        and high.at(other_high)
        and ((low.included, high.included) == (other_low.included, other_high.included))
    )


POINT = "number|string|date|time|date and time|days and time duration|years and months duration"


def _relation(name: str, test: Callable[[Any, Any], bool], kinds: str) -> None:
    """Enters a relation under its name; `kinds` are pairs of p (point) and r (range), and its parameters by kind."""
    for pair in kinds.split():
        first, second = (
            f"{_NAMED[kind]}{place}: {_KIND[kind]}" for place, kind in zip(_PLACES[pair], pair, strict=True)
        )
        builtin(f"{name}({first}, {second})")(lambda _, left, right: test(left, right))


_NAMED = {"p": "point", "r": "range"}
_KIND = {"p": POINT, "r": "range"}
_PLACES = {"pp": ("1", "2"), "rr": ("1", "2"), "pr": ("", ""), "rp": ("", "")}
for _name, _test, _kinds in (
    ("before", _before, "pp pr rp rr"),
    ("after", lambda left, right: _before(right, left), "pp pr rp rr"),
    ("meets", _meets, "rr"),
    ("met by", lambda left, right: _meets(right, left), "rr"),
    ("overlaps", _overlaps, "rr"),
    ("overlaps before", _overlaps_before, "rr"),
    ("overlaps after", lambda left, right: _overlaps_before(right, left), "rr"),
    ("finishes", _finishes, "pr rr"),
    ("finished by", lambda left, right: _finishes(right, left), "rp rr"),
    ("includes", _includes, "rp rr"),
    ("during", lambda left, right: _includes(right, left), "pr rr"),
    ("starts", _starts, "pr rr"),
    ("started by", lambda left, right: _starts(right, left), "rp rr"),
    ("coincides", _coincides, "pp rr"),
):
    _relation(_name, _test, _kinds)


@builtin("range(from: string)")
def _range(run: Run, text: str) -> Range:
    """The range that a text writes: both ends literals of one kind, the first not after the last."""
    run.charge(COST + len(text))
    if len(text) > MAX_RANGE:
        raise Undefined(say("text-is-longer-than-characters", max_range=MAX_RANGE))
    try:
        node = parse(text, NAMES)
    except FeelError as error:
        raise Undefined(say("no-range-because", text=text[:40], message=error.message)) from None
    if not isinstance(node, RangeNode):
        raise Undefined(say("no-range", text=text[:40]))
    low, high = _literal(node.low), _literal(node.high)
    if less(high, low) is not False:
        raise Undefined(say("is-no-range-from-one-value", text=text[:40]))
    return Range(low, high, node.low_closed, node.high_closed)


def _literal(node: Node) -> Any:
    """The value of a literal, or of `date("…")` and the like. Raises Undefined for what must be computed."""
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Negate) and isinstance(node.operand, Literal):
        return negative(node.operand.value)
    if isinstance(node, Call) and isinstance(node.function, Name) and node.function.name in MAKERS:
        texts = [one.value for one in node.arguments if isinstance(one, Literal)]
        if len(texts) == len(node.arguments) == 1:
            return TABLE[node.function.name].call(Run(), (1, 1, ""), texts)
    raise Undefined(say("ends-of-range-in-text-must"))
