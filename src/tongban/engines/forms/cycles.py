"""Whether the conditions and computed values of a form depend on one another in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from tongban.engines.forms.declarations import Field, Form, Page
from tongban.engines.forms.reachability import names_in


def expressions(page: Page, field: Field) -> Iterator[str]:
    """What decides whether a field is shown, needed, and what it is."""
    yield page.show_if
    yield field.show_if
    yield field.value
    if isinstance(field.required, str):
        yield field.required


def depends(form: Form) -> dict[str, frozenset[str]]:
    """Field to the fields that its conditions and its value name."""
    every = [field.name for field in form.fields()]
    return {
        field.name: frozenset(name for text in expressions(page, field) if text for name in names_in(text, every))
        & frozenset(every)
        for page in form.pages
        for field in page.fields
    }


def circles(form: Form) -> list[tuple[str, ...]]:
    """Each circle once, from the field that stands first in the form: ("a", "b") says a needs b and b needs a."""
    needs = depends(form)
    order = {name: place for place, name in enumerate(needs)}
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in needs:
        trail = _back(start, needs, order)
        if len(trail) > 1:  # a field that looks at itself is told so where it does
            found.setdefault(frozenset(trail), trail)
    return list(found.values())


def _back(start: str, needs: dict[str, frozenset[str]], order: dict[str, int]) -> tuple[str, ...]:
    """The shortest way from a field back to itself."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while waiting:
        trail = waiting.pop(0)
        for name in sorted(needs[trail[-1]], key=lambda one: order[one]):
            if name == start:
                return trail
            if name not in seen:
                seen.add(name)
                waiting.append((*trail, name))
    return ()
