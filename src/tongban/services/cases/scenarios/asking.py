"""What a trip expects of the form itself: what it shows, computes and says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tongban.engines.forms import api as forms


@dataclass(frozen=True)
class Try:
    """Something typed on the way that is wrong: `answers` in place of the trip's own, and what the form must say of
    them, in English, by question.
    """

    answers: dict[str, Any]
    messages: dict[str, str]


@dataclass(frozen=True)
class Asked:
    """Questions that the answers of the trip must show or must not, and values that must be computed, as texts."""

    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    computed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Filled:
    """A form as the trip filled it in; `prefilled` is what registers answered or the trip has them answer."""

    key: str
    form: forms.Form
    values: dict[str, Any]
    prefilled: dict[str, forms.Prefilled]

    @property
    def course(self) -> forms.Course:
        return forms.course(self.form, self.values, self.prefilled)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.form.fields())


Fault = tuple[str, str]


def faults(filled: Filled, asked: Asked) -> Iterator[Fault]:
    """Each expectation that does not hold: its place, and words with what was found."""
    course = filled.course
    for name in asked.shown:
        if name not in course.shown:
            yield "asked.shown", f"expected {name}, found that it is {_absent(filled, name)}"
    for name in asked.hidden:
        if name in course.shown or name not in filled.names:
            yield "asked.hidden", f"expected {name} hidden, found that it is {_absent(filled, name, 'shown')}"
    for name, wanted in asked.computed.items():
        found = computed_text(course.computed.get(name))
        if found != wanted:
            yield f"asked.computed.{name}", f"expected {wanted or 'nothing'}, found {found or 'nothing'}"


def computed_text(value: object) -> str:
    """A computed value as a trip writes it."""
    return "" if value is None else str(value)


def _absent(filled: Filled, name: str, otherwise: str = "hidden") -> str:
    return otherwise if name in filled.names else "no question of the form"


def try_faults(filled: Filled, one: Try, place: str, at: dt.datetime) -> Iterator[Fault]:
    """Each message that a wrong answer does not bring."""
    found = messages(filled, one.answers, at)
    for name, wanted in one.messages.items():
        if found.get(name, "") != wanted:
            said = repr(found[name]) if name in found else "nothing"
            yield f"{place}.messages.{name}", f"expected {wanted!r}, found {said}"


def messages(filled: Filled, answers: dict[str, Any], at: dt.datetime) -> dict[str, str]:
    """What the form says, by question, when some answers stand in place of the trip's own."""
    every = forms.validate_all(form=filled.form, values=filled.values | answers, prefilled=filled.prefilled, at=at)
    return {one.field: str(one.message) for one in every}
