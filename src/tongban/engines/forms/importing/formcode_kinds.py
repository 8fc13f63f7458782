"""What stands after the equals sign of a formcode question."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tongban.engines.forms.importing import kindred

DATE = re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})")
NO_CHECK = "this check of the number is not known here"


@dataclass
class Asked:
    """The kind (empty when it cannot be asked), what goes with it, and (what, reason) of all that is left out."""

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    lost: list[tuple[str, str]] = field(default_factory=list)


def judged(definition: str) -> Asked:
    """A definition as a kind of ours; an unknown one is a question that cannot be carried over."""
    for pattern, make in SHAPES:
        found = re.fullmatch(pattern, definition)
        if found:
            return make(found)
    return Asked("", lost=[(definition, "this definition is not known")])


def _text(found: re.Match[str]) -> Asked:
    asked = Asked("text", {"length": int(found[1])} if found[1] else {})
    if found[2]:
        regex = kindred.pattern(found[2], whole=False)
        if isinstance(regex, str):
            asked.lost.append((f"/{found[2]}", regex))
        else:
            asked.facts |= regex
    return asked


def _area(found: re.Match[str]) -> Asked:
    return Asked("longtext", lost=[(f"...[{found[1]}]", "the height of a box is not said")] if found[1] else [])


def _date(found: re.Match[str]) -> Asked:
    asked = Asked("date")
    for name, bound in (("min", found[1] or ""), ("max", found[2] or "")):
        value = _day(bound.strip())
        if value is not None:
            asked.facts[name] = value
        elif bound.strip():
            asked.lost.append((bound.strip(), "a bound is a day or today"))
    return asked


def _day(written: str) -> dt.date | str | None:
    found = DATE.fullmatch(written)
    if not found:
        return "today" if written == "today" else None
    try:
        return dt.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _moment(found: re.Match[str]) -> Asked:
    asked = _date(found)
    asked.kind = kindred.known("datetime", "date_time")
    if not asked.kind:
        return Asked("", lost=[("YYYY.MM.DD HH:MM", "our forms ask no date together with a time")])
    return asked


def _number(found: re.Match[str]) -> Asked:
    whole = "." not in found[1] + found[2]
    low, high = Decimal(found[1]), Decimal(found[2])
    facts: dict[str, Any] = {"min": int(low) if whole else low, "max": int(high) if whole else high}
    lost = [(found[3], "prices belong to the fee rules of the offer")] if found[3] else []
    return Asked("number", facts | ({"places": 0} if whole else {}), lost)


def _files(found: re.Match[str]) -> Asked:
    accept, others = kindred.file_types([one.strip() for one in found[1].split("|")])
    lost = [(f"*.{one}", "files of this type are not accepted") for one in others]
    if "*.*" in found[1]:
        lost.append(("*.*", f"accepted are {', '.join(accept)}"))
    if found[2]:
        lost.append(("(multiple)", f"at most {kindred.MANY_FILES} files"))
    return Asked("upload" if accept else "", {"accept": accept, "max": kindred.MANY_FILES if found[2] else 1}, lost)


def _registered(found: re.Match[str]) -> Asked:
    kind = {"cn.uscc": "credit_code", "cn.ric": "resident_number"}.get(found[1], "")
    return Asked(kind) if kind else Asked("text", lost=[(f"# {found[1]}", NO_CHECK)])


def _time(_found: re.Match[str]) -> Asked:
    return Asked(*kindred.time())


def _url(found: re.Match[str]) -> Asked:
    lost = [(found[0], "the film is not shown on the page")] if found[0] == "video-url" else []
    return Asked(*kindred.url(), lost)


SHAPES: tuple[tuple[str, Callable[[re.Match[str]], Asked]], ...] = (
    (r"___(?:\[(\d{1,4})\])?(?:/(\S+))?", _text),
    (r"\.\.\.(?:\[(\d{1,3})\])?", _area),
    (r"@@@", lambda _found: Asked("email")),
    (r"https?://|video-url", _url),
    (r"YYYY\.MM\.DD(?:\s*\((.*?)\.\.(.*)\))?", _date),
    (r"YYYY\.MM\.DD HH:MM(?:\s*\((.*?)\.\.(.*)\))?", _moment),
    (r"HH:MM", _time),
    (r"(-?\d{1,15})\.\.(-?\d{1,15})\s*(\(.+\))?", _number),
    (r"(-?\d{1,15}\.\d{1,9})\.\.(-?\d{1,15}\.\d{1,9})\s*(\(.+\))?", _number),
    (r"(\*\.[\w*]+(?:\s*\|\s*\*\.[\w*]+)*)\s*(\(multiple\))?", _files),
    (r"#\s*([a-z.]+)", _registered),
    (r"chip-nr", lambda _found: Asked("text", lost=[("chip-nr", NO_CHECK)])),
    (r"<markdown>", lambda _found: Asked("longtext", lost=[("<markdown>", "the text is not rendered")])),
    (r"\*\*\*", lambda _found: Asked("", lost=[("***", "a form never asks for a password")])),
)
