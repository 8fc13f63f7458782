"""Grids of Form.io as rows: what stands in one, also inside layout and containers, is a column where it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tongban.engines.forms.declarations import Field
from tongban.engines.forms.importing.assembling import Assembly
from tongban.engines.forms.importing.formio_json import is_set, listing, number, table, tables, words, yes
from tongban.engines.forms.importing.formio_kinds import KINDS
from tongban.engines.forms.importing.naming import Names, spoken
from tongban.engines.forms.importing.outcome import MAX_FIELDS
from tongban.engines.forms.kinds.rows import MAX_ROWS, UNFIT

GRIDS = {"datagrid": "table", "editgrid": "group"}
LAYOUT = {"fieldset", "well", "container", "panel", "columns"}
DEEPEST = 20
HIDDEN = "a question that is never shown"
Unsaid = Callable[[dict[str, Any], str, str], None]
Leaf = tuple[dict[str, Any], str, str]  # the component, its place, what its name begins with


def bounds(one: dict[str, Any]) -> dict[str, int]:
    """The least and the most rows."""
    rules = table(one.get("validate"))
    found = {"min": number(rules.get("minLength")), "max": number(rules.get("maxLength"))}
    return {name: most for name, most in found.items() if isinstance(most, int) and 0 < most <= MAX_ROWS}


def columns(form: Assembly, one: dict[str, Any], place: str, unsaid: Unsaid) -> tuple[Field, ...]:
    """The columns of a grid; what can be none is listed, as is what of a column is not carried over (`unsaid`)."""
    names = Names()
    found = [_column(form, leaf, names, unsaid) for leaf in _leaves(form, one, place, "", 0)]
    return tuple(column for column in found if column is not None)[:MAX_FIELDS]


def _column(form: Assembly, leaf: Leaf, names: Names, unsaid: Unsaid) -> Field | None:
    inner, where, path = leaf
    kind, label = words(inner.get("type")), words(inner.get("label")) or words(inner.get("key"))
    where = f"{where} {kind[:30]}".strip()
    if kind not in KINDS or inner.get("hidden") is True:
        form.lose(where, label or kind, f"a row has nothing like {kind[:40]!r}" if kind not in KINDS else HIDDEN)
        return None
    made = KINDS[kind](inner)
    for what, reason in made.lost:
        form.lose(where, f"{label}: {what}", reason)
    unsaid(inner, label, where)
    _lose_condition(form, inner, label, where)
    if not made.kind:
        return None
    name = names.free((path + words(inner.get("key"))).replace(".", "_") or label)
    facts = made.facts | {"required": yes(table(inner.get("validate")).get("required"))}
    facts["hint"] = spoken(words(inner.get("description")))
    try:
        column = Field(name=name, kind=made.kind, label=spoken(label or name), **facts)
    except (ValueError, TypeError) as error:
        form.lose(where, label, str(error).partition(": ")[2] or str(error))
        return None
    if column.of.widget in UNFIT:
        form.lose(where, label, f"a column is no {made.kind}")
        return None
    return column


def _lose_condition(form: Assembly, inner: dict[str, Any], label: str, where: str) -> None:
    said = table(inner.get("conditional"))
    if said.get("when") or is_set(said.get("json")):
        form.lose(where, f"{label}: conditional", "inside rows nothing has a condition; it is always shown")


def _leaves(form: Assembly, one: dict[str, Any], place: str, path: str, depth: int) -> Iterator[Leaf]:
    """What is asked in each row, in reading order."""
    for count, raw in enumerate(listing(one.get("components"))):
        inner, where = table(raw), f"{place}.components[{count}]"
        kind = words(inner.get("type"))
        if kind in LAYOUT and depth < DEEPEST:
            below = f"{path}{words(inner.get('key'))}." if kind == "container" else path
            _lose_condition(form, inner, words(inner.get("label")), where)
            yield from _leaves(form, inner, where, below, depth + 1)
            for side, column in enumerate(tables(inner.get("columns"))):
                yield from _leaves(form, column, f"{where}.columns[{side}]", below, depth + 1)
        elif inner and not (kind == "button" and words(inner.get("action")) in ("submit", "reset", "", "saveState")):
            yield inner, where, path
