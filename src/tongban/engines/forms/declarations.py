"""What a form text says, as frozen dataclasses. See `read` for the TOML."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import Any

from tongban.engines.forms.kinds import INNER, REGISTRY, Kind
from tongban.engines.forms.options import Option
from tongban.engines.forms.sayings import close, say
from tongban.kernel.declarations.api import Text, parse

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
NOTHING = Text("", "")


def no_text() -> Text:
    return NOTHING


@dataclass(frozen=True)
class Requirement:
    """What must hold of the answers up to this one: `that` is FEEL, `because` tells the person when it is false. Where
    FEEL says null, as an answer is missing, nothing is required.
    """

    that: str
    because: Text

    def __post_init__(self) -> None:
        if not (self.that.strip() and self.because.zh):
            raise ValueError(say("requirement-empty"))


@dataclass(frozen=True)
class Field:
    """One question, or one value that a register answers.

    `required` is true, false or a FEEL condition; `show_if` a FEEL condition over earlier fields. `bind`
    ("population.name") makes the value prefilled and never asked; with `ask_if_missing` the person is asked when the
    register has no answer. `asked_because` says why a value is asked although a register could hold it.
    `min`/`max`: bounds of a number, sum or date (or "today"), count of choices or files. `places`: decimal places.
    `pattern` is an RE2 expression over the whole text and needs `pattern_hint`, which says how to write it.
    `length`: most characters. `accept`: types of uploads. `codes`: key of a code list that gives the options.
    `columns`: the questions of a row. `value`: the FEEL expression of a computed value. `level` and `root`: how deep
    and below which division. `shape`: point, line or area. `width`, `height`: least pixels of a picture. `requires`:
    what must hold beside. Which keys a kind takes, and its faults, say the kinds in `kinds/`.
    """

    name: str
    kind: str
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
    columns: tuple[Field, ...] = ()
    value: str = ""
    level: str = ""
    root: str = ""
    shape: str = ""
    width: int | None = None
    height: int | None = None
    max_mb: int | None = None
    requires: tuple[Requirement, ...] = ()

    def __post_init__(self) -> None:
        for fault in (self._name_fault(), self._kind_fault()):
            if fault:
                raise ValueError(say("field", name=repr(self.name), fault=fault))

    def _name_fault(self) -> str:
        if not NAME.fullmatch(self.name):
            return say("name-form")
        if not isinstance(self.required, bool | str):
            return say("required-form")
        if self.bind and not re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", self.bind):
            return say("bind-form", bind=repr(self.bind))
        return say("ask-without-bind") if self.ask_if_missing and not self.bind else ""

    def _kind_fault(self) -> str:
        if self.kind in REGISTRY or self.kind in INNER:
            return self.of.fault(self)
        near = difflib.get_close_matches(self.kind, REGISTRY, 1)
        return say("no-kind", kind=repr(self.kind), hint=close(near, REGISTRY))

    @property
    def of(self) -> Kind:
        """The kind itself."""
        return REGISTRY.get(self.kind) or INNER[self.kind]


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
            raise ValueError(say("page-id", name=repr(self.id)))
        if not self.fields:
            raise ValueError(say("page-empty", name=repr(self.id)))


@dataclass(frozen=True)
class Form:
    """A whole form: pages in order."""

    title: Text
    pages: tuple[Page, ...]
    intro: Text = field(default_factory=no_text)

    def __post_init__(self) -> None:
        if not self.pages:
            raise ValueError(say("no-page"))

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
