"""What is wrong with a form before anybody fills it in."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from django.db import Error as DatabaseError

from tongban.engines.forms.declarations import Field, Form
from tongban.engines.forms.logic import Place, check_logic, fields_of
from tongban.engines.forms.sayings import close, say
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
            yield place.warning("label", say("no-english"))
        if not (field.label.zh or field.label.en):
            yield place.error("label", say("no-label"))


def _duplicates(form: Form, source: str) -> Iterator[Problem]:
    pages: set[str] = set()
    for p, page in enumerate(form.pages):
        if page.id in pages:
            yield Problem(source, f"pages[{p}].id", say("second-page", name=repr(page.id)), say("own-id"))
        pages.add(page.id)
    names: dict[str, str] = {}
    for place, _page, field in fields_of(form, source):
        if field.name in names:
            yield place.error(
                "name", say("second-field", name=repr(field.name)), say("first-is", place=names[field.name])
            )
        names.setdefault(field.name, place.path)


def _binding(place: Place, field: Field) -> Iterator[Problem]:
    if not field.bind or not HELD:
        return
    register, _dot, name = field.bind.partition(".")
    if register not in HELD:
        near = difflib.get_close_matches(register, HELD, 1)
        yield place.error("bind", say("unknown-register", name=repr(register)), close(near, sorted(HELD)))
    elif name not in HELD[register]:
        near = difflib.get_close_matches(name, HELD[register], 1)
        words = say("register-holds-no", register=repr(register), name=repr(name))
        yield place.error("bind", words, close(near, sorted(HELD[register])))


def _asks_again(place: Place, field: Field) -> Iterator[Problem]:
    if field.bind or field.asked_because.zh or field.of.widget == "upload":
        return
    labels = {text.strip().casefold() for text in (field.label.zh, field.label.en) if text.strip()}
    for register, items in sorted(HELD.items()):
        for name, title in items.items():
            if labels & {text.strip().casefold() for text in (title.zh, title.en) if text.strip()}:
                yield place.error(
                    "", say("asks-held", label=field.label.zh or repr(field.label.en)),
                    say("bind-or-say", bind=f'"{register}.{name}"'),
                )  # fmt: skip
                return
    if field.kind in IDENTIFIERS and HELD:
        yield place.error("", say("asks-identifier"), say("bind-it"))


def _options(place: Place, field: Field) -> Iterator[Problem]:
    for kind in field.accept:
        if kind not in (*web.TYPES, "jpg"):
            yield place.error("accept", say("unknown-type", name=repr(kind)), close((), web.TYPES))
    bounds = (field.min, field.max)
    if None not in bounds and "today" not in bounds and field.min > field.max:
        yield place.error("min", say("least-over-most", least=field.min, most=field.max))


def _codes(place: Place, field: Field, known: frozenset[str]) -> Iterator[Problem]:
    near = difflib.get_close_matches(field.codes, known, 1)
    yield place.error("codes", say("unknown-codes", name=repr(field.codes)), close(near))


def _is_published(key: str) -> bool:
    try:
        declarations.current("codes", key)
    except (LookupError, DatabaseError):
        return False
    return True
