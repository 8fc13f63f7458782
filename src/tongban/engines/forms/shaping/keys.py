"""The keys of one piece: written anew, added where they belong, taken out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from tongban.engines.forms.declarations import Field, Form, Page
from tongban.engines.forms.toml_places import Span, spans
from tongban.kernel.declarations.api import literal

ORDER = {
    "form": tuple(one.name for one in dataclasses.fields(Form)),
    "page": ("id", "title", "intro", "show_if", "fields"),
    "field": tuple(one.name for one in dataclasses.fields(Field)),
}
assert set(ORDER["page"]) == {one.name for one in dataclasses.fields(Page)}  # noqa: S101 (a key added there)
NOTHING = object()


def block(kind: str, said: Mapping[str, Any]) -> str:
    """The keys of a new piece, one a line."""
    return "".join(f"{name} = {literal(said[name])}\n" for name in sorted(said, key=lambda one: _rank(kind, one)))


def _rank(kind: str, name: str) -> int:
    order = ORDER[kind]
    return order.index(name) if name in order else len(order)


def put(body: str, path: str, kind: str, key: str, value: Any) -> str:
    """A piece with one key written anew; `NOTHING` takes the key out. `path` is what headers in the piece call it."""
    found = _matches(body, path, key)
    exact = len(found) == 1 and found[0].kind == "key" and found[0].path == _under(path, key)
    if exact and value is not NOTHING:
        return body[: found[0].value] + literal(value) + body[found[0].end :]
    for one in sorted(found, key=lambda one: -one.start):
        body = _without(body, one)
    return body if value is NOTHING else _added(body, path, kind, key, value)


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _matches(body: str, path: str, key: str) -> list[Span]:
    """Assignments of the key, its parts written apart, tables of its own; none inside another."""
    name = _under(path, key)
    own = [one for one in spans(body) if one.kind != "item" and _is(one.path, name)]
    found = []
    for one in own:
        around = (other for other in own if other is not one and other.kind == "key")
        if not any(other.value <= one.start and one.end <= other.end for other in around):
            found.append(one)
    return [one for one in found if one.kind == "header" or not _below_header(one, found, body)]


def _is(path: str, name: str) -> bool:
    return path == name or path.startswith((f"{name}.", f"{name}["))


def _below_header(one: Span, found: list[Span], body: str) -> bool:
    """Whether an assignment goes together with the header of its table."""
    return any(other.kind == "header" and other.start < one.start < _end(body, other) for other in found)


def _end(body: str, header: Span) -> int:
    return min(
        (one.start for one in spans(body) if one.kind == "header" and one.start > header.start), default=len(body)
    )


def _without(body: str, one: Span) -> str:
    start = body.rfind("\n", 0, one.start) + 1
    if one.kind == "header":
        return (body[:start] + body[_end(body, one) :]).rstrip("\n")
    line = body.find("\n", one.end)
    return body[:start] + (body[line + 1 :] if line >= 0 else "")


def _added(body: str, path: str, kind: str, key: str, value: Any) -> str:
    """Behind the last key that comes before it in the usual order."""
    rank, own = _rank(kind, key), len(path) + 1 if path else 0
    every = spans(body)
    headers = [one for one in every if one.kind == "header" and one.path != path]
    limit = min((one.start for one in headers), default=len(body))
    before = [
        one.end for one in every
        if one.kind == "key" and one.start < limit and _direct(one.path, path)
        and _rank(kind, one.path[own:].partition(".")[0]) < rank
    ]  # fmt: skip
    heads = [one.end for one in every if one.kind == "header" and one.path == path]
    start = max(before or heads or [0])
    line = body.find("\n", start) if start else -1
    place = len(body) if start and line < 0 else line + 1
    gap = "\n" if place and body[place - 1] != "\n" else ""
    return body[:place] + f"{gap}{key} = {literal(value)}\n" + body[place:]


def _direct(path: str, above: str) -> bool:
    return path.startswith(f"{above}.") if above else "[" not in path
