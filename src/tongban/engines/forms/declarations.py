"""What a form text says, as frozen dataclasses. See `read` for the TOML."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, get_args

import re2

from tongban.kernel.declarations.api import Text, parse

Kind = Literal[
    "text", "longtext", "number", "money", "date", "choice", "choices", "yesno", "upload", "resident_number",
    "credit_code", "phone", "email", "address", "statement",
]  # fmt: skip
KINDS: tuple[str, ...] = get_args(Kind)
LINE_KINDS = frozenset({"text", "longtext", "address"})
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
NOTHING = Text("", "")


def no_text() -> Text:
    return NOTHING


@dataclass(frozen=True)
class Option:
    """One answer of a choice: `value` is stored, `label` shown."""

    value: str
    label: Text


@dataclass(frozen=True)
class Field:
    """One question, or one value that a register answers.

    `required` is true, false or a FEEL condition; `show_if` a FEEL condition over earlier fields. `bind`
    ("population.name") makes the value prefilled and never asked; with `ask_if_missing` the person is asked when the
    register has no answer. `asked_because` says why a value is asked although a register could hold it.
    `min`/`max`: bounds of a number, sum or date (or "today"), count of choices or files. `places`: decimal places.
    `pattern` is an RE2 expression over the whole text and needs `pattern_hint`, which says how to write it.
    `length`: most characters. `accept`: types of uploads. `codes`: key of a code list that gives the options.
    """

    name: str
    kind: Kind
    label: Text
    hint: Text = field(default_factory=no_text)
    required: Any = True
    show_if: str = ""
    bind: str = ""
    ask_if_missing: bool = False
    asked_because: Text = field(default_factory=no_text)
    options: tuple[Option, ...] = ()
    codes: str = ""
    min: Any = None
    max: Any = None
    places: int | None = None
    pattern: str = ""
    pattern_hint: Text = field(default_factory=no_text)
    length: int = 0
    accept: tuple[str, ...] = ()
    autocomplete: str = ""
    help: Text = field(default_factory=no_text)

    def __post_init__(self) -> None:
        for fault in (self._name_fault(), self._bound_fault(), self._option_fault(), self._pattern_fault()):
            if fault:
                raise ValueError(f"field {self.name!r}: {fault}")

    def _name_fault(self) -> str:
        if not NAME.fullmatch(self.name):
            return "a name is lower-case letters, digits and underscores, beginning with a letter"
        if not isinstance(self.required, bool | str):
            return "required is true, false or a FEEL condition in quotes"
        if self.bind and not re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", self.bind):
            return f"bind {self.bind!r} is not a register and a field such as 'population.name'"
        return "ask_if_missing has no effect without bind" if self.ask_if_missing and not self.bind else ""

    def _bound_fault(self) -> str:
        for name in ("min", "max"):
            value = getattr(self, name)
            if value is None:
                continue
            if self.kind == "date":
                if value != "today" and (not isinstance(value, dt.date) or isinstance(value, dt.datetime)):
                    return f'{name} of a date is a date or "today"'
            elif self.kind in ("number", "money"):
                if isinstance(value, bool) or not isinstance(value, int | Decimal):
                    return f"{name} is a number"
            elif self.kind in ("choices", "upload"):
                if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                    return f"{name} is a count"
            else:
                return f"{name} does not apply to {self.kind}"
        return ""

    def _option_fault(self) -> str:
        chooses = self.kind in ("choice", "choices")
        values = [option.value for option in self.options]
        if chooses and bool(self.options) == bool(self.codes):
            return "a choice has either options or codes"
        if not chooses and (self.options or self.codes):
            return f"options and codes do not apply to {self.kind}"
        if len(set(values)) != len(values) or "" in values:
            return "each option has a value of its own that is not empty"
        if self.kind == "upload" and not self.accept:
            return 'an upload says which types it accepts, for example accept = ["pdf", "jpeg"]'
        return ""

    def _pattern_fault(self) -> str:
        if not self.pattern:
            return ""
        if self.kind not in LINE_KINDS or not self.pattern_hint.zh:
            return "pattern applies to text and needs a pattern_hint that says how to write the answer"
        try:
            re2.compile(self.pattern)
        except re2.error as error:
            return f"pattern {self.pattern!r} cannot be read: {error}"
        return ""


@dataclass(frozen=True)
class Page:
    """One subject a page. Shown when `show_if` (FEEL) is empty or yields true."""

    id: str
    title: Text
    fields: tuple[Field, ...]
    show_if: str = ""
    intro: Text = field(default_factory=no_text)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,59}", self.id):
            raise ValueError(f"page {self.id!r}: an id is lower-case letters, digits and hyphens")
        if not self.fields:
            raise ValueError(f"page {self.id!r} has no fields")


@dataclass(frozen=True)
class Form:
    """A whole form: pages in order."""

    title: Text
    pages: tuple[Page, ...]
    intro: Text = field(default_factory=no_text)

    def __post_init__(self) -> None:
        if not self.pages:
            raise ValueError("a form has at least one page")

    def fields(self) -> tuple[Field, ...]:
        return tuple(field for page in self.pages for field in page.fields)

    def page(self, id: str) -> Page:  # noqa: A002 (that is what the text calls it)
        """Raises LookupError for an unknown page."""
        for page in self.pages:
            if page.id == id:
                return page
        raise LookupError(f"the form has no page {id!r}")


def read(text: str, source: str) -> Form:
    """Reads a form text. Raises DeclarationError naming the key path of each fault.

    [[pages]] id, title, fields; [[pages.fields]] name, kind, label and what `Field` lists.
    """
    return parse(text, Form, source=source)
