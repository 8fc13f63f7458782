"""What is wrong with a form before anybody fills it in."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import Error as DatabaseError

from tongban.engines.forms.declarations import Field, Form, Page
from tongban.engines.forms.reachability import asked_for, can_hold
from tongban.engines.rules import api as rules
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Package, Problem, Text
from tongban.kernel.web import api as web

HELD: dict[str, dict[str, Text]] = {}
IDENTIFIERS = ("resident_number", "credit_code")


def declare_held(*, register: str, items: Mapping[str, Text]) -> None:
    """Hands in what a register holds (field name to title), so that no form asks it. For a register's `apps.py`."""
    HELD.setdefault(register, {}).update(items)


@dataclass(frozen=True)
class _Place:
    """Somewhere in a form text, to name in problems."""

    source: str
    path: str

    def error(self, key: str, message: str, suggestion: str = "") -> Problem:
        return Problem(self.source, f"{self.path}.{key}" if key else self.path, message, suggestion)

    def warning(self, key: str, message: str) -> Problem:
        return Problem(self.source, f"{self.path}.{key}", message, severity="warning")


def _fields(form: Form, source: str) -> Iterator[tuple[_Place, Page, Field]]:
    for p, page in enumerate(form.pages):
        for f, field in enumerate(page.fields):
            yield _Place(source, f"pages[{p}].fields[{f}]"), page, field


def check_form(package: Package, item: Item) -> Iterator[Problem]:
    """Yields each problem of one form of a package."""
    form: Form = item.value
    yield from _duplicates(form, item.source)
    yield from _logic(form, item.source)
    for place, _page, field in _fields(form, item.source):
        yield from _binding(place, field)
        yield from _asks_again(place, field)
        yield from _options(place, field, package)
        if not field.label.en:
            yield place.warning("label", "no English text")
        if not (field.label.zh or field.label.en):
            yield place.error("label", "a field needs a label")


def _duplicates(form: Form, source: str) -> Iterator[Problem]:
    pages: set[str] = set()
    for p, page in enumerate(form.pages):
        if page.id in pages:
            yield Problem(source, f"pages[{p}].id", f"a second page {page.id!r}", "give each page an id of its own")
        pages.add(page.id)
    names: dict[str, str] = {}
    for place, _page, field in _fields(form, source):
        if field.name in names:
            yield place.error("name", f"a second field {field.name!r}", f"the first is {names[field.name]}")
        names.setdefault(field.name, place.path)


def _logic(form: Form, source: str) -> Iterator[Problem]:
    every = [field.name for field in form.fields()]
    earlier: list[str] = []
    for p, page in enumerate(form.pages):
        place = _Place(source, f"pages[{p}]")
        faults = list(_condition(place, "show_if", page.show_if, earlier, every))
        yield from faults or _reachable(place, form, "the page can never be shown", page.show_if)
        for f, field in enumerate(page.fields):
            inner = _Place(source, f"pages[{p}].fields[{f}]")
            inside = list(_condition(inner, "show_if", field.show_if, earlier, every))
            yield from inside
            if isinstance(field.required, str):
                yield from _condition(inner, "required", field.required, earlier, every)
            if field.show_if and not inside and not faults:
                yield from _reachable(inner, form, "the field can never be shown", page.show_if, field.show_if)
            earlier.append(field.name)


def _condition(place: _Place, key: str, text: str, earlier: list[str], every: list[str]) -> Iterator[Problem]:
    if not text:
        return
    try:
        names = asked_for(text, every)
    except rules.FeelError as error:
        where = f"line {error.line}, column {error.column}: {error.message}"
        yield place.error(key, f"{text!r} is no FEEL condition: {where}", error.suggestion)
        return
    for name in sorted(names - set(earlier)):
        if name in every:
            yield place.error(key, f"{name!r} is asked here or later", "a condition looks back only")
        else:
            near = difflib.get_close_matches(name, earlier, 1)
            yield place.error(key, f"there is no field {name!r}", f"did you mean {near[0]!r}?" if near else "")


def _reachable(place: _Place, form: Form, message: str, *texts: str) -> Iterator[Problem]:
    wanted = tuple(text for text in texts if text)
    try:
        reachable = not wanted or can_hold(form, wanted)
    except rules.FeelError:
        return  # reported where the faulty condition stands
    if not reachable:
        yield place.error("show_if", message, "no combination of answers makes the condition true")


def _binding(place: _Place, field: Field) -> Iterator[Problem]:
    if not field.bind or not HELD:
        return
    register, _dot, name = field.bind.partition(".")
    if register not in HELD:
        near = difflib.get_close_matches(register, HELD, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(HELD))}"
        yield place.error("bind", f"unknown register {register!r}", hint)
    elif name not in HELD[register]:
        near = difflib.get_close_matches(name, HELD[register], 1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(HELD[register]))}"
        yield place.error("bind", f"register {register!r} holds no {name!r}", hint)


def _asks_again(place: _Place, field: Field) -> Iterator[Problem]:
    if field.bind or field.asked_because.zh or field.of.widget == "upload":
        return
    labels = {text.strip().casefold() for text in (field.label.zh, field.label.en) if text.strip()}
    for register, items in sorted(HELD.items()):
        for name, title in items.items():
            if labels & {text.strip().casefold() for text in (title.zh, title.en) if text.strip()}:
                yield place.error(
                    "", f"asks for {field.label.zh or field.label.en!r}, which a register holds",
                    f'bind = "{register}.{name}", or say why it must be asked in asked_because',
                )  # fmt: skip
                return
    if field.kind in IDENTIFIERS and HELD:
        yield place.error(
            "", "asks for an identifier that a register holds", "bind it, or say why it must be asked in asked_because"
        )


def _options(place: _Place, field: Field, package: Package) -> Iterator[Problem]:
    for kind in field.accept:
        if kind not in (*web.TYPES, "jpg"):
            yield place.error("accept", f"unknown type {kind!r}", f"known: {', '.join(web.TYPES)}")
    bounds = (field.min, field.max)
    if None not in bounds and "today" not in bounds and field.min > field.max:
        yield place.error("min", f"the least, {field.min}, is more than the most, {field.max}")
    if field.codes and package.find("codes", field.codes) is None and not _is_published(field.codes):
        known = [item.key for item in package.of("codes")]
        near = difflib.get_close_matches(field.codes, known, 1)
        yield place.error("codes", f"unknown code list {field.codes!r}", f"did you mean {near[0]!r}?" if near else "")


def _is_published(key: str) -> bool:
    try:
        declarations.current("codes", key)
    except (LookupError, DatabaseError):
        return False
    return True
