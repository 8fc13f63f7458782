"""What a kind of field is: the protocol that every kind of the registry keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.options import Option, options
from tongban.engines.forms.sayings import say
from tongban.engines.forms.tidying import tidy
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field

MAX_RAW = 20_000
BOUNDED = (
    "min", "max", "options", "codes", "pattern", "columns", "value", "level", "shape", "root", "width", "height",
    "max_mb",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of field: which keys it takes, how an answer is read, kept, shown, printed, exported and described.

    `feel` is the type that FEEL sees; `takes` the keys of a declaration that mean something to it; `empty` what is kept
    when nothing is answered. `absent_is_empty`: an answer that was taken back is not posted at all. `widget` names the
    shape on a page, `paper` that on paper: line, box, ticks, rows, sign or none. `example` is the rest of a declaration
    after name, kind and label; `right` and `wrong` are answers as people write them, for the gallery and the tests.
    """

    name: str
    title: Text
    note: Text
    example: str = ""
    right: tuple[Any, ...] = ()
    wrong: tuple[Any, ...] = ()

    feel: ClassVar[str] = "string"
    takes: ClassVar[frozenset[str]] = frozenset()
    empty: ClassVar[Any] = None
    absent_is_empty: ClassVar[bool] = False
    many: ClassVar[bool] = False
    asks: ClassVar[bool] = True
    widget: ClassVar[str] = "text"
    paper: ClassVar[str] = "line"
    autocomplete: ClassVar[str] = ""
    inputmode: ClassVar[str] = ""

    def fault(self, field: Field) -> str:
        """What is wrong with the declaration, or nothing."""
        for key in BOUNDED:
            if key not in self.takes and getattr(field, key) not in (None, "", ()):
                return say("does-not-apply", key=key, kind=self.name)
        return ""

    def is_empty(self, value: Any) -> bool:
        """Whether nothing was answered; a plain `no` is an answer."""
        return value is None or value in ([], {}) or (isinstance(value, str) and not tidy(value))

    def offers(self, field: Field, at: dt.datetime) -> tuple[Option, ...]:
        """The answers that a page lists."""
        return options(field, at)

    def missing(self, field: Field) -> str:
        """What to do about an answer that is needed and not there."""
        return _("Fill in: %(label)s") % {"label": field.label}

    def posted(self, field: Field, posted: Mapping[str, Any], name: str, before: Any) -> Any:
        """The answer as it was posted under `name`; what stood before when it was not posted."""
        if name in posted:
            return several(posted, name) if self.many else last(posted, name)
        return self.empty if self.absent_is_empty else before

    def names(self, field: Field, posted: Mapping[str, Any], name: str) -> set[str]:
        """The posted names that belong to the field."""
        return {name, f"{name}-remove"}

    def read(self, field: Field, raw: Any, at: dt.datetime) -> Any:
        """The value to keep. Reading a kept value again changes nothing. Raises ValueError for the person."""
        if not isinstance(raw, str | bool | int | Decimal) or len(str(raw)) > MAX_RAW:
            raise ValueError(_("This answer cannot be read. Write it again."))
        return self.read_text(field, str(raw), at)

    def read_text(self, field: Field, raw: str, at: dt.datetime) -> Any:
        """The same for kinds that are written as one text."""
        raise NotImplementedError

    def typed(self, field: Field, value: Any) -> Any:
        """A kept value as FEEL sees it; None where it cannot be read."""
        return value

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        """A kept value as a person reads it."""
        known = self.typed(field, value)
        return str(value) if known is None else self.shown(field, known)

    def shown(self, field: Field, known: Any) -> str:
        """The same, from the value that FEEL sees."""
        return str(known)

    def export(self, field: Field, value: Any, at: dt.datetime) -> str:
        """For a table or a letter: one text, without thousands separators."""
        return "" if self.is_empty(value) else self.display(field, value, at)

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        """The JSON Schema of a kept value; `at` dates code lists, without it they stay open."""
        return {"type": "string", "minLength": 1}


def several(posted: Mapping[str, Any], name: str) -> list[Any]:
    """Everything that was posted under a name."""
    if name not in posted:
        return []
    getlist = getattr(posted, "getlist", None)
    found = getlist(name) if getlist else posted[name]
    return list(found) if isinstance(found, list | tuple) else [found]


def last(posted: Mapping[str, Any], name: str) -> Any:
    """The last value that was posted under a name; a table or a list given whole stays whole."""
    found = several(posted, name)
    return found[-1] if found else ""


def is_day(value: Any) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
