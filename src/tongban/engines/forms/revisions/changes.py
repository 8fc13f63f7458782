"""What differs between two versions of a form, field by field."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tongban.engines.forms.declarations import Field, Form
from tongban.kernel.declarations.api import Text, literal

TEXTS = ("hint", "help", "asked_because", "pattern_hint", "autocomplete")
LOWER, UPPER = ("min",), ("max", "length", "places")


@dataclass(frozen=True)
class Change:
    """One difference. `kind`: added, removed, moved, relabelled, kind, required, optional, tightened, loosened,
    options-added, options-removed, options-relabelled, condition, binding, columns, computed or wording. `before` and
    `after` are TOML.
    """

    kind: str
    field: str
    label: Text
    before: str = ""
    after: str = ""


def compare(old: Form, new: Form) -> tuple[Change, ...]:
    """Every difference, in the order of the newer form; what was removed comes last."""
    before, after = placed(old), placed(new)
    found: list[Change] = []
    for name, (page, field) in after.items():
        if name not in before:
            found.append(Change("added", name, field.label, after=page))
            continue
        if before[name][0] != page:
            found.append(Change("moved", name, field.label, before[name][0], page))
        found += _differences(before[name][1], field)
        if condition(old, name) != condition(new, name):
            texts = (" and ".join(condition(one, name)) for one in (old, new))
            found.append(Change("condition", name, field.label, *texts))
    found += [Change("removed", name, field.label, page) for name, (page, field) in before.items() if name not in after]
    return tuple(found)


def placed(form: Form) -> dict[str, tuple[str, Field]]:
    """Each field with the page that it stands on."""
    return {field.name: (page.id, field) for page in form.pages for field in page.fields}


def condition(form: Form, name: str) -> tuple[str, ...]:
    """The conditions under which a field is shown."""
    for page in form.pages:
        for field in page.fields:
            if field.name == name:
                return tuple(text for text in (page.show_if, field.show_if) if text)
    return ()


def reworded(old: Text, new: Text) -> bool:
    """Whether a text says something else; a translation that was missing is none."""
    return any(a and a != b for a, b in ((old.zh, new.zh), (old.en, new.en)))


def _differences(old: Field, new: Field) -> Iterator[Change]:
    for one in dataclasses.fields(Field):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if before != after and one.name not in ("name", "show_if"):
            yield from _change(one.name, old, new, before, after)


def _change(key: str, old: Field, new: Field, before: Any, after: Any) -> Iterator[Change]:
    if key == "options":
        yield from _options(old, new)
        return
    kind = {
        "label": "relabelled" if reworded(old.label, new.label) else "wording",
        "kind": "kind", "bind": "binding", "ask_if_missing": "binding", "columns": "columns", "value": "computed",
        "required": "optional" if after is False else "required",
        **dict.fromkeys(TEXTS, "wording"),
    }.get(key) or ("loosened" if _is_looser(key, before, after) else "tightened")  # fmt: skip
    yield Change(kind, new.name, new.label, *(_said(key, value) for value in (before, after)))


def _said(key: str, value: Any) -> str:
    return "" if value in (None, "", ()) else f"{key} = {literal(value)}"


def _is_looser(key: str, before: Any, after: Any) -> bool:
    if after in (None, "", 0, ()):
        return True
    if key == "accept":
        return set(before) <= set(after)
    if before in (None, "", 0, ()) or not (key in LOWER or key in UPPER):
        return False
    try:
        return bool(after < before if key in LOWER else after > before)
    except TypeError:  # a day and "today"
        return False


def _options(old: Field, new: Field) -> Iterator[Change]:
    before = {one.value: one.label for one in old.options}
    after = {one.value: one.label for one in new.options}
    groups = (
        ("options-removed", [value for value in before if value not in after]),
        ("options-added", [value for value in after if value not in before]),
        ("options-relabelled", [value for value in after if value in before and reworded(before[value], after[value])]),
    )
    for kind, values in groups:
        if values:
            yield Change(kind, new.name, new.label, literal(tuple(values)))
