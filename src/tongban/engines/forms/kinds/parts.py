"""An answer of several parts, each a field of a plain kind. Posted as `name-part`, kept as a JSON object."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from tongban.engines.forms.kinds.kind import Kind, last
from tongban.kernel.declarations.api import Text

if TYPE_CHECKING:
    from tongban.engines.forms.declarations import Field


@cache
def part(name: str, kind: str, label: Text, **more: Any) -> Field:
    """A part of an answer, itself a field."""
    from tongban.engines.forms.declarations import Field  # noqa: PLC0415 (a field knows its kind, a kind its parts)

    return Field(name=name, kind=kind, label=label, **more)


@dataclass(frozen=True)
class Parts(Kind):
    """`parts` says which; `check` judges them together."""

    feel: ClassVar[str] = "context"
    widget: ClassVar[str] = "parts"

    def parts(self, field: Field) -> tuple[Field, ...]:
        """The parts of this field, in order."""
        raise NotImplementedError

    def check(self, field: Field, kept: Mapping[str, Any]) -> None:
        """Raises ValueError for the person when the parts do not fit one another."""

    def is_empty(self, value: Any) -> bool:
        if isinstance(value, dict):
            return all(super(Parts, self).is_empty(one) for one in value.values())
        return super().is_empty(value)

    def names(self, field: Field, posted: Mapping[str, Any], name: str) -> set[str]:
        found = {name}
        for one in self.parts(field):
            found |= one.of.names(one, posted, f"{name}-{one.name}")
        return found

    def posted(self, field: Field, posted: Mapping[str, Any], name: str, before: Any) -> Any:
        if name in posted:
            return last(posted, name)
        if not self.names(field, posted, name) & set(posted):
            return before
        return self.collected(self.parts(field), posted, name, before if isinstance(before, dict) else {})

    def collected(self, parts: tuple[Field, ...], posted: Mapping[str, Any], name: str, before: dict[str, Any]) -> Any:
        """The parts as they were posted; None when all are empty."""
        found = {one.name: one.of.posted(one, posted, f"{name}-{one.name}", before.get(one.name)) for one in parts}
        filled = {key: value for key, value in found.items() if value not in (None, "", [])}
        return filled or None

    def read(self, field: Field, raw: Any, at: dt.datetime) -> Any:
        kept = read_parts(self.parts(field), raw, at)
        self.check(field, kept)
        return kept

    def typed(self, field: Field, value: Any) -> Any:
        return typed_parts(self.parts(field), value)

    def display(self, field: Field, value: Any, at: dt.datetime) -> str:
        return _("; ").join(f"{label}: {shown}" for label, shown in shown_parts(self.parts(field), value, at))

    def export(self, field: Field, value: Any, at: dt.datetime) -> str:
        given = value if isinstance(value, dict) else {}
        return "; ".join(one.of.export(one, given.get(one.name), at) for one in self.parts(field))

    def schema(self, field: Field, at: dt.datetime | None) -> dict[str, Any]:
        return schema_of_parts(self.parts(field), at)


def read_parts(parts: tuple[Field, ...], raw: Any, at: dt.datetime) -> dict[str, Any]:
    """The parts to keep, each judged by its own kind. Raises ValueError naming the part."""
    if not isinstance(raw, dict):
        raise ValueError(_("This answer cannot be read. Write it again."))  # noqa: TRY004 (for the person)
    kept: dict[str, Any] = {}
    for one in parts:
        value = raw.get(one.name)
        if one.of.is_empty(value):
            if one.required is True:
                raise ValueError(one.of.missing(one))
            continue
        try:
            kept[one.name] = one.of.read(one, value, at)
        except ValueError as error:
            raise ValueError(_("%(part)s: %(fault)s") % {"part": one.label, "fault": error}) from None
    return kept


def typed_parts(parts: tuple[Field, ...], value: Any) -> dict[str, Any] | None:
    """The parts as FEEL sees them; None when there are none."""
    if not isinstance(value, dict):
        return None
    given = {one.name: value.get(one.name) for one in parts}
    return {one.name: None if one.of.is_empty(given[one.name]) else one.of.typed(one, given[one.name]) for one in parts}


def shown_parts(parts: tuple[Field, ...], value: Any, at: dt.datetime) -> list[tuple[str, str]]:
    """Label and text of each part that was answered."""
    given = value if isinstance(value, dict) else {}
    pairs = [(one, given.get(one.name)) for one in parts]
    return [(str(one.label), one.of.display(one, it, at)) for one, it in pairs if not one.of.is_empty(it)]


def schema_of_parts(parts: tuple[Field, ...], at: dt.datetime | None) -> dict[str, Any]:
    """An object with these parts and no other."""
    return {
        "type": "object",
        "properties": {one.name: one.of.schema(one, at) for one in parts},
        "required": [one.name for one in parts if one.required is True],
        "additionalProperties": False,
    }
