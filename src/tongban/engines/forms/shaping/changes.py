"""What can be done with a form text piece by piece. Places count from 0, as key paths do. Each raises Unshapely."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from tongban.engines.forms.shaping.chunks import Chunk, Unshapely, cut, fresh, joined, means, moved
from tongban.engines.forms.shaping.keys import NOTHING, block, put
from tongban.engines.forms.toml_places import Span, spans
from tongban.kernel.declarations.api import literal

Said = Mapping[str, Any]
COLUMN, COLUMNS = re.compile(r"pages\.fields\[0\]\.columns\[\d+\]"), 3
Place = tuple[int, ...]  # () the form, (page,), (page, field), (page, field, column)


def thing(said: Said, place: Place) -> dict[str, Any]:
    """What a place says. Raises LookupError."""
    found: Any = said
    try:
        for name, number in zip(("pages", "fields", "columns"), place, strict=False):
            found = found[name][number]
    except TypeError:
        found = None
    if isinstance(found, dict):
        return found
    raise LookupError(place)


def piece(text: str, place: Place) -> str:
    """The text of a piece with its comments."""
    return _chunk(cut(text), place).body


def pieces(text: str) -> dict[Place, str]:
    """The text of every piece by its place."""
    return {tuple(n for n in (one.page, one.field) if n is not None): one.body for one in cut(text)}


def _chunk(chunks: list[Chunk], place: Place) -> Chunk:
    page, field = (*place, None, None)[:2]
    return next(one for one in chunks if (one.page, one.field) == (page, field))


def set_keys(text: str, place: Place, keys: Said) -> str:
    """A piece with some keys written anew; None takes a key out."""
    wanted = means(text)
    target = thing(wanted, place)
    differing = {name: value for name, value in keys.items() if target.get(name) != value}
    for name, value in differing.items():
        if value is None:
            del target[name]
        else:
            target[name] = copy.deepcopy(value)
    chunks = cut(text)
    chunk = _chunk(chunks, place)
    body = chunk.body
    if len(place) == COLUMNS:
        body = _column(body, place[-1], target)
    else:
        path, kind = (("", "form"), ("pages[0]", "page"), ("pages.fields[0]", "field"))[len(place)]
        for name, value in differing.items():
            body = put(body, path, kind, name, NOTHING if value is None else value).rstrip("\n")
    return _proved(joined(chunks, [moved(one, body) if one is chunk else one for one in chunks]), wanted)


def _columns(body: str) -> list[Span]:
    """The columns of a question, tables in a list."""
    found = [one for one in spans(body) if one.kind == "item" and COLUMN.fullmatch(one.path)]
    if not found:
        raise Unshapely("the columns are written in another way")
    return found


def _column(body: str, number: int, said: Said) -> str:
    one = _columns(body)[number]
    return body[: one.start] + literal(dict(said)) + body[one.end :]


def _with_columns(text: str, place: Place, columns: list[Any], body: str) -> str:
    wanted, chunks = means(text), cut(text)
    thing(wanted, place[:2])["columns"] = columns
    chunk = _chunk(chunks, place)
    return _proved(joined(chunks, [moved(one, body) if one is chunk else one for one in chunks]), wanted)


def add_column(text: str, place: Place, said: Said) -> str:
    """A column behind the others of the question at (page, field)."""
    body = piece(text, place)
    last = _columns(body)[-1]
    columns = [*thing(means(text), place)["columns"], dict(said)]
    return _with_columns(text, place, columns, f"{body[: last.end]},\n  {literal(dict(said))}{body[last.end :]}")


def _column_out(text: str, place: Place) -> str:
    body, number = piece(text, place), place[2]
    every = _columns(body)
    columns = list(thing(means(text), place[:2])["columns"])
    if len(every) == 1:
        raise Unshapely("rows need a column")
    del columns[number]
    cut_from = every[number].start if number + 1 < len(every) else every[number - 1].end
    cut_to = every[number + 1].start if number + 1 < len(every) else every[number].end
    return _with_columns(text, place, columns, body[:cut_from] + body[cut_to:])


def _column_moved(text: str, place: Place, to: int) -> str:
    """Two columns change places; the comments between them stay."""
    body, number = piece(text, place), place[2]
    columns = list(thing(means(text), place[:2])["columns"])
    one, other = (_columns(body)[n] for n in sorted((number, to)))
    low, high = sorted((number, to))
    columns[low], columns[high] = columns[high], columns[low]
    swapped = (
        body[: one.start] + body[other.start : other.end] + body[one.end : other.start]
        + body[one.start : one.end] + body[other.end :]
    )  # fmt: skip
    return _with_columns(text, place, columns, swapped)


def _proved(text: str, wanted: Said) -> str:
    if means(text) != wanted:
        raise Unshapely("this text can only be changed as a whole")
    return text


def _arranged(chunks: list[Chunk], order: list[Chunk], wanted: Said) -> str:
    return _proved(joined(chunks, order), wanted)


def add_field(text: str, place: Place, said: Said) -> str:
    """A question at a place (page, field): those from there on move down."""
    page, number = place
    wanted, chunks = means(text), cut(text)
    wanted["pages"][page].setdefault("fields", []).insert(number, dict(said))
    new = fresh("[[pages.fields]]\n" + block("field", said))
    at = next((n for n, one in enumerate(chunks) if (one.page, one.field) == (page, number)), None)
    if at is None:
        at = max(n for n, one in enumerate(chunks) if one.page == page) + 1
    return _arranged(chunks, [*chunks[:at], new, *chunks[at:]], wanted)


def add_page(text: str, number: int, said: Said, field: Said) -> str:
    """A page with its first question at a place."""
    wanted, chunks = means(text), cut(text)
    wanted.setdefault("pages", []).insert(number, {**said, "fields": [dict(field)]})
    new = [fresh("[[pages]]\n" + block("page", said)), fresh("[[pages.fields]]\n" + block("field", field))]
    at = next((n for n, one in enumerate(chunks) if one.page == number), len(chunks))
    return _arranged(chunks, [*chunks[:at], *new, *chunks[at:]], wanted)


def remove(text: str, place: Place) -> str:
    """A page with its questions, one question, or a column, taken out."""
    if len(place) == COLUMNS:
        return _column_out(text, place)
    wanted, chunks = means(text), cut(text)
    if len(place) == 1:
        del wanted["pages"][place[0]]
        left = [one for one in chunks if one.page != place[0]]
        if not wanted["pages"]:
            del wanted["pages"]
    else:
        fields = wanted["pages"][place[0]]["fields"]
        del fields[place[1]]
        if not fields:
            del wanted["pages"][place[0]]["fields"]
        left = [one for one in chunks if (one.page, one.field) != place]
    return _arranged(chunks, left, wanted)


def move(text: str, place: Place, to: Place) -> str:
    """A page or a question put to another place, counted when it is taken out; a column changed with another."""
    if len(place) == COLUMNS:
        return _column_moved(text, place, to[2])
    wanted, chunks = means(text), cut(text)
    if len(place) == 1:
        wanted["pages"].insert(to[0], wanted["pages"].pop(place[0]))
        order = [one for number in _pages(chunks, place[0], to[0]) for one in chunks if one.page == number]
        return _arranged(chunks, [*(one for one in chunks if one.page is None), *order], wanted)
    said = wanted["pages"][place[0]]["fields"].pop(place[1])
    if not wanted["pages"][place[0]]["fields"]:
        del wanted["pages"][place[0]]["fields"]
    wanted["pages"][to[0]].setdefault("fields", []).insert(to[1], said)
    taken = _chunk(chunks, place)
    left = [one for one in chunks if one is not taken]
    at = next(n for n, one in enumerate(left) if one.page == to[0]) + 1 + to[1]
    return _arranged(chunks, [*left[:at], taken, *left[at:]], wanted)


def _pages(chunks: list[Chunk], number: int, to: int) -> list[int]:
    order = sorted({one.page for one in chunks if one.page is not None})
    order.remove(number)
    order.insert(to, number)
    return order
