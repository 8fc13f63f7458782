"""A form text cut into its pieces: its head, each page, each question, with the comments above it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from tongban.engines.forms.toml_places import spans

HEAD = re.compile(r"pages\[(\d+)\](?:\.fields\[(\d+)\])?")
COMMENT = re.compile(r"(?:^[ \t]*#[^\n]*\n)+\Z", re.MULTILINE)


class Unshapely(ValueError):  # noqa: N818 (a refusal)
    """A text that cannot be changed piece by piece: it is no TOML, or says its pages in another way."""


@dataclass(frozen=True)
class Chunk:
    """A piece of the text: `page` and `field` count from 0, None for what is above them; `tail`: empty lines below."""

    page: int | None
    field: int | None
    body: str
    tail: str


def means(text: str) -> dict[str, Any]:
    """What a text says. Raises Unshapely for what is no TOML."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise Unshapely(str(error)) from None


def cut(text: str) -> list[Chunk]:
    """The pieces in their order. Raises Unshapely."""
    said = means(text)
    heads = [(found, one.start) for one in spans(text) if one.kind == "header" and (found := HEAD.fullmatch(one.path))]
    places = [(int(found[1]), None if found[2] is None else int(found[2])) for found, _start in heads]
    pages = said.get("pages", [])
    if places != _places(pages):
        raise Unshapely("the pages are written in another way")
    marks = [0, *(_above(text, start) for _found, start in heads), len(text)]
    pieces = [text[a:b] for a, b in pairwise(marks)]
    names: list[tuple[int | None, int | None]] = [(None, None), *places]
    return [_chunk(*name, piece) for name, piece in zip(names, pieces, strict=True)]


def _places(pages: Any) -> list[tuple[int, int | None]]:
    if not isinstance(pages, list) or not all(isinstance(page, dict) for page in pages):
        raise Unshapely("pages are no tables")
    found: list[tuple[int, int | None]] = []
    for place, page in enumerate(pages):
        found.append((place, None))
        found += [(place, field) for field in range(len(page.get("fields", [])))]
    return found


def _above(text: str, start: int) -> int:
    """Where the comments begin that stand directly above a header."""
    line = text.rfind("\n", 0, start) + 1
    found = COMMENT.search(text[:line])
    return found.start() if found else line


def _chunk(page: int | None, field: int | None, piece: str) -> Chunk:
    body = piece.rstrip("\n")
    return Chunk(page, field, body, piece[len(body) :])


def joined(before: list[Chunk], after: list[Chunk]) -> str:
    """The pieces in another order, with others among them: the empty lines between places stay where they were."""
    last = before[-1].tail or "\n"
    tails = [one.tail if one is not before[-1] else "\n\n" for one in after]
    return "".join(one.body + tail for one, tail in zip(after[:-1], tails, strict=False)) + after[-1].body + last


def fresh(body: str) -> Chunk:
    """A piece that was not there before."""
    return Chunk(None, None, body.strip("\n"), "\n\n")


def moved(chunk: Chunk, body: str) -> Chunk:
    """The same piece with another text."""
    return replace(chunk, body=body)
