"""A form put together question by question; what does not fit is listed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tongban.engines.forms.declarations import Field, Form, Page
from tongban.engines.forms.importing.naming import Names, cleaned, spoken
from tongban.engines.forms.importing.outcome import MAX_FIELDS, Imported, ImportFault, Lost

TOO_MANY = f"more than {MAX_FIELDS} questions"


@dataclass
class _Sheet:
    id: str
    title: str
    show_if: str = ""
    intro: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    place: str = ""


class Assembly:
    """Collects pages and questions in their order."""

    def __init__(self, title: str) -> None:
        self.title = cleaned(title) or "Form"
        self.names, self.ids = Names(), Names("-", "page")
        self.sheets: list[_Sheet] = []
        self.lost: list[Lost] = []
        self.known: dict[str, Field] = {}

    def lose(self, place: str, what: str, reason: str) -> None:
        """Notes what is not carried over."""
        self.lost.append(Lost(place, cleaned(what)[:120], reason))

    def begin(self, title: str, *, place: str = "", show_if: str = "") -> None:
        """A new page; without a title it has the form's."""
        words = cleaned(title) or self.title
        self.sheets.append(_Sheet(self.ids.free(words), words, show_if, place=place))

    @property
    def sheet(self) -> _Sheet:
        """The page that is being filled."""
        if not self.sheets:
            self.begin("")
        return self.sheets[-1]

    def add(self, place: str, wish: str, kind: str, label: str, **facts: Any) -> Field | None:
        """A question under a name after `wish`; None, and a line in the list, when our forms cannot ask it so."""
        if len(self.known) >= MAX_FIELDS:
            raise ImportFault([(place, TOO_MANY)])
        name = self.names.free(wish)
        said = spoken(label if cleaned(label) else wish)
        try:
            made = Field(name=name, kind=kind, label=said, **facts)
        except (ValueError, TypeError) as error:
            self.lose(place, label or wish, str(error).partition(": ")[2] or str(error))
            return None
        self.sheet.fields.append(made)
        self.known[name] = made
        return made

    def done(self) -> Imported:
        """The form. Raises ImportFault when nothing could be carried over."""
        pages = []
        for sheet in self.sheets:
            if sheet.fields:
                intro = spoken(" ".join(sheet.intro))
                pages.append(Page(sheet.id, spoken(sheet.title), tuple(sheet.fields), sheet.show_if, intro))
            elif sheet.place or sheet.intro:
                self.lose(sheet.place or sheet.id, " ".join((sheet.title, *sheet.intro)), "a page without questions")
        if not pages:
            why = "; ".join(str(one) for one in self.lost[:3])
            raise ImportFault([("", f"there is no question that can be carried over{': ' if why else ''}{why}")])
        return Imported(Form(spoken(self.title), tuple(pages)), tuple(self.lost))
