"""Which conditions a form has, and which way each went with some answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tongban.engines.forms.declarations import Field, Form
from tongban.engines.forms.kinds.given import Computed
from tongban.engines.forms.walk import Fixed, Values, Walk, is_fixed
from tongban.engines.rules import api as rules


@dataclass(frozen=True)
class Condition:
    """A FEEL condition of a page or question (`place`, by its short name): of being shown, of being required, or one
    that its answer must meet.
    """

    place: str
    what: Literal["shown", "required", "holds"]
    feel: str


@dataclass(frozen=True)
class Course:
    """One way through a form: pages and questions that were shown, answers that were given or fetched as they are
    stored, values that were computed, and the conditions that were asked with what came of each (null is not true).
    """

    pages: tuple[str, ...]
    shown: tuple[str, ...]
    answered: dict[str, object]
    computed: dict[str, object]
    outcomes: tuple[tuple[Condition, bool], ...]


def conditions(form: Form) -> tuple[Condition, ...]:
    """Every condition, in reading order."""
    found: list[Condition] = []
    for page in form.pages:
        found += [Condition(page.id, "shown", page.show_if)] if page.show_if else []
        for field in page.fields:
            found += [Condition(field.name, "shown", field.show_if)] if field.show_if else []
            found += _inner(field)
    return tuple(found)


def _inner(field: Field) -> Iterator[Condition]:
    if isinstance(field.required, str) and field.required:
        yield Condition(field.name, "required", field.required)
    for one in field.requires:
        yield Condition(field.name, "holds", one.that)


def course(form: Form, values: Values, prefilled: Fixed | None = None) -> Course:
    """The way that these answers take."""
    walk = Walk(form, values, prefilled)
    through = walk.through()
    fields = [field for _page, some in through for field in some]
    pages = {page.id for page, _some in through}
    shown = {field.name for field in fields}
    computed = {field.name: walk.value(field) for field in fields if isinstance(field.of, Computed)}
    given = {one.name: walk.value(one) for one in fields if one.of.asks and not one.of.is_empty(walk.value(one))}
    outcomes = []
    for page in form.pages:
        asked = [Condition(page.id, "shown", page.show_if)] if page.show_if else []
        for field in page.fields if page.id in pages else ():
            asked += [Condition(field.name, "shown", field.show_if)] if field.show_if else []
            if field.name in shown and not is_fixed(field, walk.prefilled):
                asked += [one for one in _inner(field) if one.what == "required" or field.name in given]
        outcomes += [(one, rules.evaluate(one.feel, walk.known) is True) for one in asked]
    return Course(
        tuple(page.id for page, _some in through),
        tuple(field.name for field in fields),
        given,
        computed,
        tuple(outcomes),
    )
