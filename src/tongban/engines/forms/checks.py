"""What is wrong with a form before anybody fills it in."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from django.db import Error as DatabaseError

from tongban.engines.forms.declarations import Field, Form
from tongban.engines.forms.logic import Place, check_logic, fields_of
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import Item, Package, Problem, Text
from tongban.kernel.web import api as web

HELD: dict[str, dict[str, Text]] = {}
IDENTIFIERS = ("resident_number", "credit_code")


def declare_held(*, register: str, items: Mapping[str, Text]) -> None:
    """Hands in what a register holds (field name to title), so that no form asks it. For a register's `apps.py`."""
    HELD.setdefault(register, {}).update(items)


def check_form(package: Package, item: Item) -> Iterator[Problem]:
    """Yields each problem of one form of a package."""
    form: Form = item.value
    yield from check_text(form, item.source, None)
    for place, _page, field in fields_of(form, item.source):
        yield from _binding(place, field)
        yield from _asks_again(place, field)
        if field.codes and package.find("codes", field.codes) is None and not _is_published(field.codes):
            yield from _codes(place, field, frozenset(one.key for one in package.of("codes")))


def check_text(form: Form, source: str, codes: frozenset[str] | None) -> Iterator[Problem]:
    """Yields what can be said of a form without a node; `codes` are the known code lists, None when nobody knows."""
    yield from _duplicates(form, source)
    yield from check_logic(form, source)
    for place, _page, field in fields_of(form, source):
        yield from _options(place, field)
        if codes is not None and field.codes and field.codes not in codes:
            yield from _codes(place, field, codes)
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
    for place, _page, field in fields_of(form, source):
        if field.name in names:
            yield place.error("name", f"a second field {field.name!r}", f"the first is {names[field.name]}")
        names.setdefault(field.name, place.path)


def _binding(place: Place, field: Field) -> Iterator[Problem]:
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


def _asks_again(place: Place, field: Field) -> Iterator[Problem]:
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


def _options(place: Place, field: Field) -> Iterator[Problem]:
    for kind in field.accept:
        if kind not in (*web.TYPES, "jpg"):
            yield place.error("accept", f"unknown type {kind!r}", f"known: {', '.join(web.TYPES)}")
    bounds = (field.min, field.max)
    if None not in bounds and "today" not in bounds and field.min > field.max:
        yield place.error("min", f"the least, {field.min}, is more than the most, {field.max}")


def _codes(place: Place, field: Field, known: frozenset[str]) -> Iterator[Problem]:
    near = difflib.get_close_matches(field.codes, known, 1)
    yield place.error("codes", f"unknown code list {field.codes!r}", f"did you mean {near[0]!r}?" if near else "")


def _is_published(key: str) -> bool:
    try:
        declarations.current("codes", key)
    except (LookupError, DatabaseError):
        return False
    return True
