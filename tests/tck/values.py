"""Values of the kit, and their own equality: by value, never by the engine's `=`.

A value is a tuple of its kind and its parts: ("number", Decimal), ("date and time", fields, offset), ("list", items).
Temporals are read from their ISO text, here for both sides, so that two spellings of one moment are one value.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from tongban.engines.rules.api import evaluate, shown

Expected = tuple[Any, ...]
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
CALLS = {"date": "date", "time": "time", "dateTime": "date and time", "duration": "duration"}
PLAIN = {bool: "boolean", Decimal: "number", str: "string"}
DAY = r"(?P<date>-?\d{4,9}-\d\d-\d\d)"
CLOCK = r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d(\.\d+)?)(?P<zone>Z|[+-]\d\d:\d\d(:\d\d)?|@[\w/+-]+)?"
TEMPORAL = re.compile(f"{DAY}?(T?{CLOCK})?")
SPAN = re.compile(r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
WRITTEN = 8
"""A result with so many digits behind the point was computed in binary floats: it is compared as far as this, as the
kit's own runners do. Any other number must be equal."""


def expected_of(node: etree._Element) -> Expected:
    """The value that a node of the kit expects."""
    many = node.find("{*}list")
    if many is not None:
        return ("null",) if many.get(NIL) == "true" else ("list", tuple(expected_of(one) for one in many))
    parts = list(node.iterchildren("{*}component"))
    if parts:
        return "context", {part.get("name"): expected_of(part) for part in parts}
    value = node.find("{*}value")
    if value is None or value.get(NIL) == "true":
        return ("null",)
    kind, text = value.get(TYPE, "xsd:string").partition(":")[2], value.text or ""
    return _expected(kind, text)


def _expected(kind: str, text: str) -> Expected:
    if kind == "string":
        return "string", text
    if kind == "boolean":
        return "boolean", text.strip() in {"true", "1"}
    return temporal(text.strip()) if kind in CALLS else ("number", Decimal(text.strip()))


def input_of(node: etree._Element) -> Any:
    """The value that a node gives to a model, as the engine takes it."""
    many = node.find("{*}list")
    if many is not None:
        return None if many.get(NIL) == "true" else [input_of(one) for one in many]
    parts = list(node.iterchildren("{*}component"))
    if parts:
        return {part.get("name"): input_of(part) for part in parts}
    value = node.find("{*}value")
    if value is None or value.get(NIL) == "true":
        return None
    kind, text = value.get(TYPE, "xsd:string").partition(":")[2], value.text or ""
    if kind in CALLS:
        return evaluate(f'{CALLS[kind]}("{text.strip()}")', {})
    return _expected(kind, text)[1]


def actual_of(value: Any) -> Expected:
    """A value of the engine in the form of the kit's."""
    if value is None:
        return ("null",)
    if type(value) in PLAIN:
        return PLAIN[type(value)], value
    if isinstance(value, list):
        return "list", tuple(actual_of(one) for one in value)
    if isinstance(value, dict):
        return "context", {name: actual_of(one) for name, one in value.items()}
    return temporal(shown(value))


def temporal(text: str) -> Expected:
    """A date, time, date and time or duration by its parts; any other text (a range, a function) as itself."""
    span = SPAN.fullmatch(text)
    if span:
        sign = -1 if span[1] else 1
        years, months, days, hours, minutes = (int(part or 0) for part in span.groups()[1:6])
        seconds = ((days * 24 + hours) * 60 + minutes) * 60 + Decimal(span[7] or 0)
        return "duration", sign * (years * 12 + months), sign * seconds
    found = TEMPORAL.fullmatch(text)
    if not found or not (found["date"] or found["hour"]):
        return "other", text
    if not found["hour"]:
        return "date", found["date"]
    clock = (int(found["hour"]), int(found["minute"]), Decimal(found["second"]))
    offset = _offset(found["zone"], found["date"], clock)
    return ("date and time" if found["date"] else "time"), found["date"], clock, offset


def _offset(zone: str | None, date: str | None, clock: tuple[int, int, Decimal]) -> object:
    """Seconds east of Greenwich; the name of a zone where no date says which they are."""
    if zone is None:
        return None
    if zone == "Z":
        return 0
    if zone[0] != "@":
        hours, minutes, *seconds = (int(part) for part in zone[1:].split(":"))
        size = hours * 3600 + minutes * 60 + sum(seconds)
        return -size if zone[0] == "-" else size
    if zone in {"@Etc/UTC", "@UTC", "@GMT", "@Etc/GMT"}:
        return 0
    if date is None or len(date) > len("2026-01-01"):
        return zone
    moment = dt.datetime.fromisoformat(date).replace(hour=clock[0], minute=clock[1], tzinfo=ZoneInfo(zone[1:]))
    return moment.utcoffset().total_seconds()


def same(expected: Expected, actual: Expected) -> bool:
    """Whether two values are one."""
    if expected[0] != actual[0] or len(expected) != len(actual):
        return False
    if expected[0] == "number":
        return _same_number(expected[1], actual[1])
    if expected[0] == "list":
        return len(expected[1]) == len(actual[1]) and all(map(same, expected[1], actual[1]))
    if expected[0] == "context":
        left, right = expected[1], actual[1]
        return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)
    return expected[1:] == actual[1:]


def _same_number(expected: Decimal, actual: Decimal) -> bool:
    if not expected.is_finite() or not actual.is_finite():
        return False
    if -int(expected.as_tuple().exponent) < WRITTEN:
        return expected == actual
    return abs(actual - expected) < Decimal(1).scaleb(-WRITTEN)


def told(value: Expected) -> str:
    """A value for the eye."""
    if value[0] == "list":
        return "[" + ", ".join(told(one) for one in value[1]) + "]"
    if value[0] == "context":
        return "{" + ", ".join(f"{name}: {told(one)}" for name, one in value[1].items()) + "}"
    if value[0] == "string":
        return repr(value[1])
    return "null" if value[0] == "null" else f"{value[0]} " + " ".join(str(part) for part in value[1:])
