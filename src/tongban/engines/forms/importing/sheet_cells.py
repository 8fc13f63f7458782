"""The columns of a form as a spreadsheet: one for each thing that a question can say, found in the declarations."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, get_type_hints

from tongban.engines.forms.declarations import Field, Form, Page
from tongban.engines.forms.options import Option
from tongban.kernel.declarations.api import DeclarationError, Text, literal, parse_toml

LANGUAGES = ("zh", "en")
ALIASES = {
    "页": "page", "名称": "name", "类型": "kind", "标签": "label zh", "中文标签": "label zh", "英文标签": "label en",
    "label": "label zh", "标题": "title zh", "必填": "required", "选项": "options", "显示条件": "show_if",
    "提示": "hint zh", "hint": "hint zh", "title": "title zh", "intro": "intro zh",
}  # fmt: skip
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,20})?")
BAR = re.compile(r"(?<!\\)\|")
PARTS = 3  # value | 中文 | English
LISTED = re.compile(r"[A-Za-z0-9_.-]+")  # items that stand on lines of their own
PLAIN = Text("", "")
TRUE, FALSE = ("true", "yes", "是"), ("false", "no", "否")


def columns(kind: Any) -> tuple[tuple[str, str, Any], ...]:
    """(heading, member, type) of each column of Form, Page or Field; a text has one for each language."""
    hints = get_type_hints(kind)
    found: list[tuple[str, str, Any]] = []
    for one in dataclasses.fields(kind):
        if one.name in ("fields", "pages") and kind is not Field:
            continue
        if hints[one.name] is Text:
            found += [(f"{one.name} {language}", one.name, language) for language in LANGUAGES]
        else:
            found.append((one.name, one.name, hints[one.name]))
    return tuple(found)


def cells(thing: Field | Page | Form) -> Iterator[str]:
    """What stands in the columns, in their order; what is understood without it stays empty."""
    otherwise = {one.name: one.default for one in dataclasses.fields(thing)}
    for _heading, name, hint in columns(type(thing)):
        value = getattr(thing, name)
        if hint in LANGUAGES:
            yield getattr(value, hint)
        elif name != "required" and (value is None or value == () or value == otherwise[name]):
            yield ""
        else:
            yield shown(value)


def shown(value: Any) -> str:
    """A value as one writes it into a cell: a line for each item where the items are plain."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | Decimal | dt.date):
        return literal(value)
    items: list[Any] = list(value) if isinstance(value, tuple) else [None]
    if all(isinstance(one, Option) and _is_plain(one) for one in items):
        return "\n".join(_line(one) for one in items)
    if all(isinstance(one, str) and LISTED.fullmatch(one) for one in items):
        return "\n".join(items)
    return literal(value)


def _is_plain(option: Option) -> bool:
    texts = (option.value, option.label.zh, option.label.en)
    only = dataclasses.replace(option, value="", label=PLAIN) == Option("", PLAIN)
    said = any(texts[1:]) and not option.value.startswith("[")
    return only and said and all(one == one.strip() and one.isprintable() for one in texts)


def _line(option: Option) -> str:
    texts = [option.value, option.label.zh, option.label.en]
    return " | ".join(_barred(one) for one in (texts if texts[2] else texts[:2]))


def _barred(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _unbarred(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def read(hint: Any, name: str, text: str) -> Any:
    """The raw value of a cell that is not empty, as TOML would give it."""
    if (name == "required" or hint is bool) and text.lower() in TRUE + FALSE:
        return text.lower() in TRUE
    if hint is str or name in ("required", "kind"):
        return text
    if name == "options" and not text.startswith("["):
        return [_option(line) for line in text.split("\n") if line.strip()]
    if hint == tuple[str, ...] and not text.startswith(("[", "{")):
        return [line.strip() for line in re.split(r"[\n,，]", text) if line.strip()]
    return _exact(hint, text)


def _exact(hint: Any, text: str) -> Any:
    if DAY.fullmatch(text):
        return _day(text)
    if NUMBER.fullmatch(text):
        return Decimal(text) if "." in text else int(text)
    try:
        return text if hint is Any else parse_toml(f"cell = {text}", "")["cell"]
    except DeclarationError:
        return text


def _day(text: str) -> dt.date | str:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text


def _option(line: str) -> dict[str, Any]:
    parts = [_unbarred(part.strip()) for part in BAR.split(line)]
    value, zh, en = (*parts, "", "")[:PARTS]
    return {"value": value, "label": {"zh": zh or ("" if en else value), "en": en}}


def heading(text: str, known: Sequence[str]) -> str:
    """The column that a heading means; empty for none."""
    name = " ".join(text.lower().replace("_zh", " zh").replace("_en", " en").split())
    name = ALIASES.get(name, name)
    return name if name in known else ""
