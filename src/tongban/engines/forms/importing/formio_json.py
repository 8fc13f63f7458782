"""JSON from strangers: bounded, and asked for by type, so that a wrong type is no answer rather than a fault."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

from tongban.engines.forms.importing.outcome import ImportFault
from tongban.engines.forms.tidying import tidy

MAX_DIGITS = 24
TAG = re.compile(r"<[^<>]{0,2000}>")


def load(data: bytes) -> Any:
    """The value of a JSON text. Raises ImportFault."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise ImportFault([(f"byte {error.start + 1}", "this is no UTF-8")]) from None
    except json.JSONDecodeError as error:
        raise ImportFault([(f"line {error.lineno}, column {error.colno}", f"this is no JSON: {error.msg}")]) from None
    except (ValueError, ArithmeticError) as error:
        raise ImportFault([("", f"a number cannot be read: {str(error)[:100]}")]) from None
    except RecursionError:
        raise ImportFault([("", "nested too deeply")]) from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def table(value: Any) -> dict[str, Any]:
    """An object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list[Any]:
    """A list; an empty one for anything else."""
    return value if isinstance(value, list) else []


def tables(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list."""
    return (one for one in listing(value) if isinstance(one, dict))


def words(value: Any) -> str:
    """A text, or a number as text; markup is taken out."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | Decimal):
        return written(value)
    return " ".join(html.unescape(TAG.sub(" ", value)).split()) if isinstance(value, str) else ""


def value(raw: Any) -> str:
    """An answer as it will be stored."""
    return tidy(words(raw))


def written(given: int | Decimal) -> str:
    """A number in digits; empty for one of absurd length."""
    exact = Decimal(given)
    return f"{exact:f}" if exact.is_finite() and abs(exact.adjusted()) <= MAX_DIGITS else ""


def number(value: Any) -> int | Decimal | None:
    """A number, also one written as text; None without one."""
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,20}(\.\d{1,10})?", value.strip()):
        value = Decimal(value.strip())
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not written(value):
        return None
    return int(value) if value == int(value) else value


def yes(value: Any) -> bool:
    """Whether a switch is on, however it is written."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def is_set(value: Any) -> bool:
    """Whether a property says anything."""
    return value not in (None, False, "", 0, [], {}) and value != [""]
