"""A question renamed, and its name in every expression of the form with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tongban.engines.forms.shaping.changes import Place, set_keys, thing
from tongban.engines.forms.shaping.chunks import means

PARTS = re.compile(r'("(?:[^"\\]|\\.)*")')  # texts in an expression keep their words


def rename(text: str, place: Place, name: str) -> str:
    """The text with another name for a question. Raises Unshapely."""
    old = str(thing(means(text), place).get("name", ""))
    text = set_keys(text, place, {"name": name})
    for where, keys in _named(means(text), old, name):
        text = set_keys(text, where, keys)
    return text


def _named(said: dict[str, Any], old: str, new: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    for p, page in enumerate(said.get("pages", ())):
        yield (p,), _changed(page, old, new)
        for f, field in enumerate(page.get("fields", ())):
            yield (p, f), _changed(field, old, new)


def _changed(said: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        key: _in(said[key], old, new) for key in ("show_if", "required", "value") if isinstance(said.get(key), str)
    }
    rules = said.get("requires")
    if isinstance(rules, list) and all(isinstance(one, dict) and isinstance(one.get("that"), str) for one in rules):
        found["requires"] = [{**one, "that": _in(one["that"], old, new)} for one in rules]
    return found


def _in(expression: str, old: str, new: str) -> str:
    pattern = re.compile(rf"(?<![\w.]){re.escape(old)}(?!\w)")
    parts = PARTS.split(expression)
    return "".join(part if n % 2 else pattern.sub(new, part) for n, part in enumerate(parts)) if old else expression
