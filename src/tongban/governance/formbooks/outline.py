"""A text of a form as its owners see it: pages and questions by name, each with a mark of the text that was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongban.engines.forms.api import shaping
from tongban.kernel.declarations.api import Text

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Spot:
    """A piece by its names: all empty the form itself, else a page, a question of a page, a column of a question."""

    page: str = ""
    field: str = ""
    column: str = ""


@dataclass(frozen=True)
class Question:
    """A question or a column. `mark` names the text of the question that was seen."""

    spot: Spot
    name: str
    label: Text
    kind: str
    mark: str
    said: Said
    columns: tuple[Question, ...] = ()


@dataclass(frozen=True)
class PageLine:
    """A page with its questions."""

    spot: Spot
    id: str
    title: Text
    mark: str
    said: Said
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Outline:
    """`fault` says why a text cannot be shown in pieces; then it has no pages here."""

    title: Text
    mark: str
    said: Said
    pages: tuple[PageLine, ...]
    fault: str = ""


def outline(text: str) -> Outline:
    """What a text holds. Never raises for what it holds."""
    nothing = Text("", "")
    try:
        said = shaping.means(text)
        marks = {place: _digest(body) for place, body in shaping.pieces(text).items()}
        pages = tuple(_page(marks, n, one) for n, one in enumerate(said.get("pages", ())))
    except (shaping.Unshapely, LookupError) as error:
        return Outline(nothing, "", {}, (), str(error) or "?")
    return Outline(_text(said.get("title")), marks[()], said, pages)


def _page(marks: Mapping[shaping.Place, str], number: int, said: Said) -> PageLine:
    spot = Spot(str(said.get("id", "")))
    fields = enumerate(said.get("fields", ()))
    questions = tuple(_question(spot, one, marks[number, place]) for place, one in fields)
    return PageLine(spot, spot.page, _text(said.get("title"), spot.page), marks[(number,)], said, questions)


def _question(page: Spot, said: Said, mark: str) -> Question:
    name = str(said.get("name", ""))
    spot = Spot(page.page, name)
    columns = tuple(
        Question(
            Spot(page.page, name, inner), inner, _text(one.get("label"), inner), str(one.get("kind", "")), mark, one
        )
        for one in said.get("columns", ())
        if isinstance(one, dict) and (inner := str(one.get("name", ""))) is not None
    )
    return Question(spot, name, _text(said.get("label"), name), str(said.get("kind", "")), mark, said, columns)


def _text(said: Any, otherwise: str = "") -> Text:
    found = Text(str(said.get("zh", "")), str(said.get("en", ""))) if isinstance(said, dict) else Text(str(said or ""))
    return found if found.zh or found.en else Text(otherwise)


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def place_of(text: str, spot: Spot) -> shaping.Place:
    """Where a piece stands by number. Raises LookupError for one that is not there (any more)."""
    if not spot.page:
        return ()
    pages = list(shaping.means(text).get("pages", ()))
    page = _named(pages, "id", spot.page)
    if not spot.field:
        return (page,)
    fields = list(pages[page].get("fields", ()))
    field = _named(fields, "name", spot.field)
    if not spot.column:
        return (page, field)
    return (page, field, _named(list(fields[field].get("columns", ())), "name", spot.column))


def _named(many: list[Any], key: str, name: str) -> int:
    for place, one in enumerate(many):
        if isinstance(one, dict) and one.get(key) == name:
            return place
    raise LookupError(name)


def mark_of(text: str, place: shaping.Place) -> str:
    """The mark of a piece; that of a column is its question's."""
    return _digest(shaping.piece(text, place[:2]))
