"""What is wrong with the expressions of a form: names, types, circles, conditions that nobody can meet."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from tongban.engines.forms.cycles import circles
from tongban.engines.forms.declarations import Field, Form, Page
from tongban.engines.forms.reachability import asked_for, can_hold
from tongban.engines.forms.sayings import close, say
from tongban.engines.forms.typing_checks import BY_SHAPE, mistyped
from tongban.engines.rules import api as rules
from tongban.kernel.declarations.api import Problem


@dataclass(frozen=True)
class Place:
    """Somewhere in a form text, to name in problems."""

    source: str
    path: str

    def error(self, key: str, message: str, suggestion: str = "") -> Problem:
        return Problem(self.source, f"{self.path}.{key}" if key else self.path, message, suggestion)

    def warning(self, key: str, message: str) -> Problem:
        return Problem(self.source, f"{self.path}.{key}", message, severity="warning")


def fields_of(form: Form, source: str) -> Iterator[tuple[Place, Page, Field]]:
    """Every field with its page and its place."""
    for p, page in enumerate(form.pages):
        for f, field in enumerate(page.fields):
            yield Place(source, f"pages[{p}].fields[{f}]"), page, field


def check_logic(form: Form, source: str) -> Iterator[Problem]:
    """Yields each problem; an expression that is faulty in itself is not judged further."""
    yield from _circles(form, source)
    every = form.fields()
    earlier: list[Field] = []
    for p, page in enumerate(form.pages):
        place = Place(source, f"pages[{p}]")
        faults = list(_expression(place, "show_if", page.show_if, tuple(earlier), every))
        yield from faults or _reachable(place, form, say("page-never"), page.show_if)
        for f, field in enumerate(page.fields):
            inner = Place(source, f"pages[{p}].fields[{f}]")
            yield from _field(inner, form, page, field, tuple(earlier), sound=not faults)
            earlier.append(field)


def _field(
    place: Place, form: Form, page: Page, field: Field, earlier: tuple[Field, ...], *, sound: bool
) -> Iterator[Problem]:
    every = form.fields()
    inside = list(_expression(place, "show_if", field.show_if, earlier, every))
    yield from inside
    if isinstance(field.required, str):
        yield from _expression(place, "required", field.required, earlier, every)
    yield from _expression(place, "value", field.value, earlier, every, BY_SHAPE.get(field.shape, bool))
    shown = () if inside or not sound else (page.show_if, field.show_if)
    if field.show_if and shown:
        yield from _reachable(place, form, say("field-never"), *shown)
    for n, one in enumerate(field.requires):
        key = f"requires[{n}].that"
        wrong = list(_expression(place, key, one.that, (*earlier, field), every))
        yield from wrong
        if not wrong and shown:
            yield from _contradiction(place, key, form, shown, one.that)


def _circles(form: Form, source: str) -> Iterator[Problem]:
    places = {field.name: place for place, _page, field in fields_of(form, source)}
    for trail in circles(form):
        way = " needs ".join((*trail, trail[0]))
        yield places[trail[0]].error("", say("circle", way=way), say("break-circle"))


def _expression(  # noqa: PLR0917
    place: Place, key: str, text: str, earlier: tuple[Field, ...], every: tuple[Field, ...], wanted: type = bool
) -> Iterator[Problem]:
    if not text:
        return
    names = [field.name for field in every]
    try:
        unknown = asked_for(text, names) - {field.name for field in earlier}
        wrong = None if unknown else mistyped(text, earlier, wanted)
    except rules.FeelError as error:
        at = {"line": error.line, "column": error.column, "fault": error.message}
        yield place.error(key, say("no-feel", text=repr(text), **at), error.suggestion)
        return
    for name in sorted(unknown):
        if name in names:
            yield place.error(key, say("asked-later", name=repr(name)), say("look-back"))
        else:
            near = difflib.get_close_matches(name, [field.name for field in earlier], 1)
            yield place.error(key, say("no-field", name=repr(name)), close(near))
    if wrong:
        words = say("feel-at", line=wrong.line, column=wrong.column, fault=wrong.message)
        yield place.error(key, words, say("like-with-like"))


def _reachable(place: Place, form: Form, message: str, *texts: str) -> Iterator[Problem]:
    if not _possible(form, *texts):
        yield place.error("show_if", message, say("no-answers-true"))


def _contradiction(place: Place, key: str, form: Form, shown: tuple[str, ...], that: str) -> Iterator[Problem]:
    if _possible(form, *shown) and not _possible(form, *shown, that):
        yield place.error(key, say("requirement-never"), say("no-answers-fulfil"))


def _possible(form: Form, *texts: str) -> bool:
    wanted = tuple(text for text in texts if text)
    try:
        return not wanted or can_hold(form, wanted)
    except rules.FeelError:
        return True  # reported where the faulty condition stands
