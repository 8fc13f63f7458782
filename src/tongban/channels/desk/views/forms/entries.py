"""What a designer is asked about a piece of a form, key by key, and what of a posted page becomes of it in the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.engines.forms import api as forms
from tongban.kernel.web.api import TYPES

LONGEST, SPARE = 20_000, 2
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """One key: `shape` says how it is asked (line, feel, whole, bound, words, flag, needed, many, one, answers, rules),
    `value` what stands there, `choices` what can be chosen, `error` what is wrong with what was typed.
    """

    key: str
    shape: str
    label: str | Promise
    hint: str | Promise = ""
    value: Any = None
    choices: tuple[tuple[str, str], ...] = ()
    error: str = ""
    rows: tuple[Mapping[str, Any], ...] = field(default=())


class Unreadable(ValueError):  # noqa: N818 (a refusal)
    """What was typed cannot stand in the text."""


FEEL = _('FEEL over earlier questions, for example area > 100 and kind = "hot". Empty: always.')
ASKED: dict[str, tuple[str, str | Promise, str | Promise]] = {
    "id": ("line", _("Short name"), _("Lower-case letters, digits and hyphens.")),
    "title": ("words", _("Title"), ""),
    "intro": ("words", _("Introduction"), ""),
    "name": ("line", _("Name in the data"), _("Answers are kept under it; a new name goes into all conditions.")),
    "kind": ("one", _("Kind"), _("Options of the former kind that mean nothing to the new one go.")),
    "label": ("words", _("Question"), ""),
    "hint": ("words", _("Hint"), _("How to answer, in one line.")),
    "required": ("needed", _("Must it be answered?"), ""),
    "options": ("answers", _("Answers offered"), _("What is kept, and what is shown. An empty row is none.")),
    "codes": ("one", _("Or a code list"), ""),
    "min": ("bound", _("Least"), _("A number, a date or “today”; of rows, files or choices: how many.")),
    "max": ("bound", _("Most"), ""),
    "places": ("whole", _("Decimal places"), ""),
    "length": ("whole", _("Most characters"), ""),
    "pattern": ("line", _("Pattern"), _("A regular expression over the whole answer.")),
    "pattern_hint": ("words", _("How to write it, where it does not fit the pattern"), ""),
    "accept": ("many", _("Types of files"), ""),
    "max_mb": ("whole", _("Largest file (MB)"), ""),
    "width": ("whole", _("Least width (pixels)"), ""),
    "height": ("whole", _("Least height (pixels)"), ""),
    "value": ("feel", _("Formula"), _("FEEL over earlier questions, for example width * height.")),
    "shape": ("one", _("Shape"), ""),
    "level": ("one", _("How deep"), ""),
    "root": ("line", _("Below which division"), _("Its code.")),
    "show_if": ("feel", _("Shown only if"), FEEL),
    "requires": ("rules", _("What must hold"), _("FEEL, and what to tell the applicant where it does not hold.")),
    "bind": ("line", _("Held by a register"), _("Fetched and not asked, for example population.name.")),
    "ask_if_missing": ("flag", _("Ask when the register has nothing"), ""),
    "asked_because": ("words", _("Why it is asked although a register could hold it"), ""),
    "help": ("words", _("Help"), _("Longer words, folded away.")),
    "autocomplete": ("line", _("What browsers fill in"), _("For example name or street-address.")),
}  # fmt: skip
ALWAYS = ("name", "kind", "label", "hint", "required", "show_if", "requires", "help", "bind", "ask_if_missing",
          "asked_because", "autocomplete")  # fmt: skip
COLUMN = ("name", "kind", "label", "hint", "required")


def keys_of(said: Said, depth: int) -> tuple[str, ...]:
    """The keys that are asked for a piece: the form (0), a page (1), a question (2), a column (3)."""
    if depth < 2:  # noqa: PLR2004 (the form, a page)
        return ("title", "intro") if not depth else ("id", "title", "intro", "show_if")
    kind = next((one for one in forms.kinds() if one.name == said.get("kind")), None)
    takes = set(kind.takes) if kind is not None else set()
    takes |= {"pattern_hint"} if "pattern" in takes else set()
    asked = {*(ALWAYS if depth == 2 else COLUMN), *takes, *said}  # noqa: PLR2004 (a question)
    return tuple(one for one in ASKED if one in asked and one not in ("id", "title", "intro"))


def entries(said: Said, depth: int, choices: Mapping[str, tuple[tuple[str, str], ...]]) -> Iterator[Entry]:
    """The page's questions about a piece as the text has it."""
    for key in keys_of(said, depth):
        shape, label, hint = ASKED[key]
        value = said.get(key)
        yield Entry(key, shape, label, hint, _shown(shape, value), choices.get(key, ()), rows=_rows(shape, value))


def _shown(shape: str, value: Any) -> Any:
    if shape == "words":
        return value if isinstance(value, dict) else {"zh": str(value or ""), "en": ""}
    if shape == "needed":
        feel = value if isinstance(value, str) else ""
        return {"how": "if" if feel else "no" if value is False else "yes", "feel": feel}
    if shape == "flag":
        return value is True
    if shape == "many":
        return list(value) if isinstance(value, list) else []
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _rows(shape: str, value: Any) -> tuple[Mapping[str, Any], ...]:
    if shape not in ("answers", "rules"):
        return ()
    kept = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return (*kept, *({} for _n in range(SPARE)))


def read(said: Said, depth: int, posted: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """The keys as they were typed, None for those that go, and what is wrong by key."""
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for key in keys_of(said, depth):
        try:
            value = _typed(ASKED[key][0], key, posted)
        except Unreadable as error:
            wrong[key] = str(error)
            continue
        if isinstance(value, list) and _same(value, said.get(key)):
            value = said[key]
        if key in said or value not in (None, _default(key)):
            found[key] = value
    return found, wrong


def _same(chosen: list[Any], before: Any) -> bool:
    """Whether the same is ticked as before, in whatever order it was written."""
    plain = isinstance(before, list) and all(isinstance(one, str) for one in [*before, *chosen])
    return plain and sorted(chosen) == sorted(before)


def _default(key: str) -> Any:
    return {"required": True, "ask_if_missing": False}.get(key)


def _typed(shape: str, key: str, posted: Any) -> Any:
    if shape == "words":
        return _words(posted, key)
    if shape == "needed":
        how = posted.get(key, "yes")
        feel = _line(posted, f"{key}-feel")
        return how != "no" if how != "if" or not feel else feel
    if shape == "flag":
        return posted.get(key) == "1"
    if shape == "many":
        return [one for one in posted.getlist(key) if one in TYPES] or None
    if shape in ("answers", "rules"):
        return list(_table(shape, key, posted)) or None
    text = _line(posted, key)
    return (_whole(text) if shape == "whole" else _bound(text) if shape == "bound" else text) if text else None


def _line(posted: Any, name: str) -> str:
    text = str(posted.get(name, ""))[:LONGEST].replace("\r\n", "\n").strip()
    if "\0" in text:
        raise Unreadable(gettext("This answer cannot be read. Write it again."))
    return text


def _words(posted: Any, key: str) -> dict[str, str] | None:
    zh, en = _line(posted, f"{key}-zh"), _line(posted, f"{key}-en")
    if not zh and en:
        return {"zh": "", "en": en}
    return {"zh": zh, **({"en": en} if en else {})} if zh else None


def _table(shape: str, key: str, posted: Any) -> Iterator[dict[str, Any]]:
    first, words = ("value", "label") if shape == "answers" else ("that", "because")
    for place in range(1_000):
        if f"{key}-{place}-{first}" not in posted:
            return
        value, said = _line(posted, f"{key}-{place}-{first}"), _words(posted, f"{key}-{place}-{words}")
        if value or said:
            yield {first: value, words: said or {"zh": ""}}


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 (more than any count)
        raise Unreadable(gettext("Write a whole number."))
    return int(text)


def _bound(text: str) -> Any:
    if text == "today":
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise Unreadable(gettext("Write a number, a date such as 2026-01-31, or today.")) from None
    if not number.is_finite() or len(text) > 30:  # noqa: PLR2004 (more than any amount)
        raise Unreadable(gettext("Write a number, a date such as 2026-01-31, or today."))
    return (
        int(number) if number == number.to_integral_value() and "." not in text and "e" not in text.lower() else number
    )
