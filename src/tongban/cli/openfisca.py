"""OpenFisca's test dialect of YAML to worked cases: one case for each output variable and period.

A variable becomes a decision of the same name; values given by period are taken for the period of the case. Persons and
groups become contexts of the input; an output of several persons becomes a context by their names.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tongban.cli import yamltext
from tongban.cli.yamltext import YamlError

KNOWN = frozenset(
    ("name", "description", "keywords", "period", "input", "output", "absolute_error_margin", "relative_error_margin",
     "max_spiral_loops", "reforms", "extensions", "only_variables", "ignore_variables")
)  # fmt: skip
CHANGING = ("reforms", "extensions")
PERIOD = re.compile(r"(?:(?:year|month|day|week):)?(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?::\d+)?")


@dataclass(frozen=True)
class Case:
    """One worked case."""

    name: str
    decision: str
    inputs: Mapping[str, Any]
    expect: Any
    day: dt.date | None
    margin: Decimal


def read(text: str) -> list[Case]:
    """The cases of a file. Raises YamlError with the test that cannot be taken over and why."""
    tests = yamltext.read(text)
    if isinstance(tests, dict):
        tests = [tests]
    if not isinstance(tests, list) or not all(isinstance(one, dict) for one in tests):
        raise YamlError("line 1: expected a list of tests, each with period, input and output")
    return [case for place, test in enumerate(tests, 1) for case in _cases(test, place)]


def _cases(test: dict[str, Any], place: int) -> Iterator[Case]:
    name = str(test.get("name") or f"test {place}")
    where = f"test {place} ({name})"
    for key, value in test.items():
        if key not in KNOWN:
            raise YamlError(f"{where}: unknown key {key!r}; known: {', '.join(sorted(KNOWN))}")
        if key in CHANGING and value:
            raise YamlError(f"{where}: {key} change the rules of another program; such a test cannot be taken over")
    given, outputs = test.get("input") or {}, test.get("output")
    if not isinstance(given, dict) or not isinstance(outputs, dict) or not outputs:
        raise YamlError(f"{where}: expected input and output, each with names and values")
    period = test.get("period")
    for decision, expect, when in _wanted(outputs, where):
        day = _first_day(period if when is None else when, where)
        inputs = {key: _at(value, day, where) for key, value in given.items()}
        result = _at(expect, day, where)
        yield Case(name, decision, inputs, result, day, _margin(test, result, where))


def _wanted(outputs: dict[str, Any], where: str) -> Iterator[tuple[str, Any, str | None]]:
    """Decision, expected value and period of its own: of variables, and of variables of persons or groups."""
    for name, value in outputs.items():
        if not isinstance(value, dict):
            yield name, value, None
        elif all(_is_period(key) for key in value):
            yield from ((name, one, key) for key, one in value.items())
        elif all(isinstance(one, dict) for one in value.values()):
            yield from _of_group(value)
        elif any(isinstance(one, dict) for one in value.values()):
            raise YamlError(f"{where}: output {name}: variables of one group and of several stand beside one another")
        else:
            yield from ((variable, one, None) for variable, one in value.items())


def _of_group(group: dict[str, dict[str, Any]]) -> Iterator[tuple[str, Any, str | None]]:
    variables: dict[str, dict[str, Any]] = {}
    for member, values in group.items():
        for variable, value in values.items():
            variables.setdefault(variable, {})[member] = value
    yield from ((variable, values, None) for variable, values in variables.items())


def _is_period(key: str) -> bool:
    return PERIOD.fullmatch(key) is not None


def _at(value: Any, day: dt.date | None, where: str) -> Any:
    """A value, or the one of the period in which a day lies."""
    if isinstance(value, list):
        return [_at(one, day, where) for one in value]
    if not isinstance(value, dict):
        return value
    if value and all(_is_period(key) for key in value):
        wanted = day.isoformat() if day else ""
        for key in sorted(value, key=len, reverse=True):
            if wanted.startswith(re.sub(r"^[a-z]+:|:\d+$", "", key)):
                return value[key]
        raise YamlError(f"{where}: no value for {wanted or 'eternity'} among {', '.join(value)}")
    return {key: _at(one, day, where) for key, one in value.items()}


def _first_day(period: Any, where: str) -> dt.date | None:
    """The first day of a period; None for eternity or none at all."""
    text = period.isoformat() if isinstance(period, dt.date) else str(period if period is not None else "")
    if text.casefold() in ("", "eternity"):
        return None
    match = PERIOD.fullmatch(text)
    try:
        if match:
            return dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        pass
    raise YamlError(f"{where}: {text!r} is no period such as 2024, 2024-03, month:2024-03:12 or ETERNITY")


def _margin(test: dict[str, Any], value: Any, where: str) -> Decimal:
    absolute, relative = test.get("absolute_error_margin"), test.get("relative_error_margin")
    for one in (absolute, relative):
        if one is not None and (not isinstance(one, Decimal) or one < 0):
            raise YamlError(f"{where}: an error margin is a number, not {one!r}")
    if relative and not isinstance(value, Decimal):
        raise YamlError(f"{where}: a relative error margin of what is no number")
    return max(absolute or Decimal(0), abs(value) * relative if relative else Decimal(0))


def scenario(cases: list[Case], *, rule: str, title: str, source: str, certainty: str) -> str:
    """The cases as a scenario file in TOML."""
    moments = [case.day for case in cases if case.day]
    first = min(moments) if moments else dt.date(2000, 1, 1)
    lines = [
        f"title = {{ zh = {written(title)}, en = {written(title)} }}", f"source = {written(source)}",
        f"certainty = {written(certainty)}", f"at = {first}T00:00:00",
    ]  # fmt: skip
    for case in cases:
        lines += ["", "[[rules]]", f"name = {written(case.name)}", f"rule = {written(rule)}"]
        lines += [f"decision = {written(case.decision)}", f"inputs = {written(case.inputs)}"]
        lines += [f"expect = {written(case.expect)}"]
        lines += [f"at = {case.day}T00:00:00"] if case.day and case.day != first else []
        lines += [f"margin = {written(case.margin)}"] if case.margin else []
    return "\n".join(lines) + "\n"


def written(value: Any) -> str:
    """A value in TOML. Raises YamlError for null, for which TOML has no word."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        parts = (f"{written(str(key))} = {written(one)}" for key, one in value.items() if one is not None)
        return "{ " + ", ".join(parts) + " }" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(written(one) for one in value) + "]"
    if value is None:
        raise YamlError("a list or result holds null, for which TOML has no word")
    return json.dumps(str(value), ensure_ascii=False)
