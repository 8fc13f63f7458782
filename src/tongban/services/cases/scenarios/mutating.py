"""Whether scenarios notice a change: each question of a form is dropped and each condition turned round in turn."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tongban.engines.forms import api as forms
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import DeclarationError, Item, Package
from tongban.services.cases.scenarios import publishing


@dataclass(frozen=True)
class Mutant:
    """A form with one change. `change` says which, such as "drop area"."""

    form: str
    change: str
    package: Package


@dataclass(frozen=True)
class Tally:
    """`survivors`: the changes that neither the checks of the package nor a scenario noticed, as (form, change)."""

    possible: int
    tried: int
    survivors: tuple[tuple[str, str], ...]


def mutate(package: Package, *, at: dt.datetime, seconds: float) -> Tally:
    """Tries the mutants of every form that an offer asks with until the time is over; nothing remains of them."""
    until = time.monotonic() + seconds
    every = list(mutants(package))
    survivors, tried = [], 0
    for one in every:
        if time.monotonic() > until:
            break
        tried += 1
        if not _noticed(one, at):
            survivors.append((one.form, one.change))
    return Tally(len(every), tried, tuple(survivors))


def mutants(package: Package) -> Iterator[Mutant]:
    """Every mutant, form by form."""
    asking = {item.value.form for item in package.of("offers")}
    for item in package.of("forms"):
        if item.key in asking:
            for change, form in _changed(item.value):
                yield Mutant(item.key, change, _with(package, item, form))


def _changed(form: forms.Form) -> Iterator[tuple[str, forms.Form]]:
    for p, page in enumerate(form.pages):
        if page.show_if:
            yield f"turn {page.id}", _page(form, p, replace(page, show_if=_turned(page.show_if)))
        for f, asked in enumerate(page.fields):
            rest = (*page.fields[:f], *page.fields[f + 1 :])
            if rest:
                yield f"drop {asked.name}", _page(form, p, replace(page, fields=rest))
            if asked.show_if:
                other = replace(asked, show_if=_turned(asked.show_if))
                fields = (*page.fields[:f], other, *page.fields[f + 1 :])
                yield f"turn {asked.name}", _page(form, p, replace(page, fields=fields))


def _turned(condition: str) -> str:
    return f"if {condition} then false else true"


def _page(form: forms.Form, place: int, page: forms.Page) -> forms.Form:
    return replace(form, pages=(*form.pages[:place], page, *form.pages[place + 1 :]))


def _with(package: Package, item: Item, form: forms.Form) -> Package:
    text = forms.written(form)
    other = replace(item, text=text, value=form, version=declarations.version_of(text))
    return replace(package, items=tuple(other if one is item else one for one in package.items))


def _noticed(mutant: Mutant, at: dt.datetime) -> bool:
    asking = {item.key for item in mutant.package.of("offers") if item.value.form == mutant.form}
    scenarios = [item for item in mutant.package.of(publishing.KIND) if item.value.offer in asking]
    try:
        for one in scenarios:
            if not all(done.green for done in publishing.rehearse(mutant.package, at=at, only=one.key)):
                return True
    except DeclarationError:
        return True
    return False
