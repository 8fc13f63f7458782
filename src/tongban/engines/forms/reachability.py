"""Whether a condition can ever be true: all answers of the questions it depends on, where they are few, are tried."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import chain, combinations, pairwise, product
from typing import Any

from tongban.engines.forms.declarations import Field, Form
from tongban.engines.forms.kinds.amounts import Number
from tongban.engines.forms.walk import holds
from tongban.engines.rules import api as rules

MAX_TRIES = 4096
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
NUMERAL = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)?")
BEYOND_ORDER = re.compile(r"[-+*/^({\[]|\bin\b|\bfor\b")  # more than comparing: what stands for all is unknown
MAX_BOXES = 6


@cache
def _is_function(name: str) -> bool:
    return isinstance(rules.evaluate(name, {}), rules.Function)


def asked_for(condition: str, fields: Iterable[str]) -> frozenset[str]:
    """The names that a FEEL condition wants to know: fields, and what is neither field nor function of FEEL.
    Raises FeelError.
    """
    known = set(fields)
    return frozenset(n for n in rules.compile_expression(condition).names if n in known or not _is_function(n))


def names_in(condition: str, fields: Iterable[str]) -> frozenset[str]:
    """The same, and nothing for a faulty text."""
    try:
        return asked_for(condition, fields)
    except rules.FeelError:
        return frozenset()


def answers_of(field: Field) -> tuple[Any, ...]:
    """Every answer as FEEL sees it, no answer among them; empty when they cannot be listed."""
    if field.kind == "yesno":
        return (None, True, False)
    if field.kind == "statement":
        return (None, True)
    values = [option.value for option in field.options]
    if field.kind == "choice" and values:
        return (None, *values)
    if field.kind == "choices" and 0 < len(values) <= MAX_BOXES:
        sets = chain.from_iterable(combinations(values, size) for size in range(1, len(values) + 1))
        return (None, *(list(chosen) for chosen in sets))
    return ()


def compared(field: Field, texts: Iterable[str], measured: int) -> tuple[Any, ...]:
    """Numbers that stand for all others where numbers are only compared: each one named, and enough between. `measured`
    is how many numbers may have to stand between two of them. Empty where more than comparing is done with numbers.
    """
    named: set[Decimal] = set()
    for text in texts:
        bare = STRING.sub("", text)
        if BEYOND_ORDER.search(bare):
            return ()
        named |= {Decimal(found) for found in NUMERAL.findall(bare)}
    low, high = field.of.bounds(field) if isinstance(field.of, Number) else (None, None)
    marks = sorted(named | {Decimal(one) for one in (low, high) if one is not None}) or [Decimal(0)]
    between = [a + (b - a) * step / (measured + 1) for a, b in pairwise(marks) for step in range(1, measured + 1)]
    outside = [marks[0] - step for step in range(1, measured + 1)] + [
        marks[-1] + step for step in range(1, measured + 1)
    ]
    tried = [one for one in (*marks, *between, *outside) if allowed(field, one, low, high)]
    return (None, *sorted(tried))


def allowed(field: Field, number: Decimal, low: Any, high: Any) -> bool:
    """Whether a person may answer so."""
    if (low is not None and number < low) or (high is not None and number > high):
        return False
    places = field.of.places(field) if isinstance(field.of, Number) else None
    return places != 0 or number == number.to_integral_value()


def conditions(form: Form) -> dict[str, tuple[str, ...]]:
    """Field name to the conditions under which it is shown."""
    return {
        field.name: tuple(c for c in (page.show_if, field.show_if) if c) for page in form.pages for field in page.fields
    }


def _needed(shown_if: Mapping[str, tuple[str, ...]], start: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name in shown_if and name not in found:
            found.add(name)
            waiting.extend(chain.from_iterable(names_in(condition, shown_if) for condition in shown_if[name]))
    return found


def can_hold(form: Form, wanted: tuple[str, ...]) -> bool:
    """False only when no combination of answers makes all wanted conditions true; true when too many to try."""
    shown_if = conditions(form)
    needed = _needed(shown_if, chain.from_iterable(names_in(condition, shown_if) for condition in wanted))
    fields = [field for field in form.fields() if field.name in needed]
    used = [*wanted, *chain.from_iterable(shown_if[name] for name in needed)]
    measured = sum(isinstance(field.of, Number) for field in fields)
    ranges = [compared(one, used, measured) if isinstance(one.of, Number) else answers_of(one) for one in fields]
    if not all(ranges) or math.prod(map(len, ranges)) > MAX_TRIES:
        return True
    return any(all(holds(condition, known) for condition in wanted) for known in _tries(fields, ranges, shown_if))


def _tries(
    fields: list[Field], ranges: list[tuple[Any, ...]], shown_if: Mapping[str, tuple[str, ...]]
) -> Iterator[dict[str, Any]]:
    for chosen in product(*ranges):
        known: dict[str, Any] = dict.fromkeys((field.name for field in fields), None)
        for field, value in zip(fields, chosen, strict=True):
            if all(holds(condition, known) for condition in shown_if[field.name]):
                known[field.name] = value
        yield known
