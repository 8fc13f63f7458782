"""The front door of the catalogue (目录): who has which information, under which rule, and who was promised it.

A base register declares its resources in its own block; a package brings others in `catalogue/*.toml`. The needs that a
package publishes become agreements: without one the mediator refuses.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from tongban.exchange.catalogue.declarations import Entry, Item, Need, Resource
from tongban.exchange.catalogue.models import Agreement as Row
from tongban.kernel.declarations import api as declarations
from tongban.kernel.declarations.api import LegalBasis, Text

__all__ = [
    "Agreement", "Entry", "Item", "LegalBasis", "Need", "Resource", "Text", "agreement", "agreements", "declare_folder",
    "declared", "read_entry", "resource", "resources",
]  # fmt: skip

KIND = "catalogue"


@dataclasses.dataclass(frozen=True)
class Agreement:
    """A grant in force. `consumer` is the offer (or unit) that may ask; `legal_basis` is its text."""

    id: int
    consumer: str
    resource: str
    fields: tuple[str, ...]
    purpose: str
    legal_basis: str
    since: dt.datetime


_DECLARED: dict[str, Resource] = {}


def read_entry(text: str, source: str) -> Entry:
    """Reads one catalogue file; its stem is the resource's id. Raises DeclarationError."""
    entry = declarations.parse(text, Entry, source=source)
    if entry.resource is None:
        return entry
    return dataclasses.replace(entry, resource=dataclasses.replace(entry.resource, id=Path(source).stem))


def declare_folder(folder: Path) -> tuple[Resource, ...]:
    """Declares the resources of a base register from the TOML files of a folder; called in the block's `apps.py`."""
    entries = [read_entry(path.read_text(encoding="utf-8"), str(path)) for path in sorted(folder.glob("*.toml"))]
    found = tuple(entry.resource for entry in entries if entry.resource is not None)
    _DECLARED.update({one.id: one for one in found})
    return found


def declared() -> dict[str, Resource]:
    """The resources that base registers declare, by id."""
    return dict(_DECLARED)


def resource(key: str) -> Resource:
    """A resource by id. Raises LookupError when nobody offers it."""
    if key in _DECLARED:
        return _DECLARED[key]
    if not key.isprintable():
        raise LookupError("an information resource has a printable id")
    entry: Entry = declarations.current(KIND, key).value
    if entry.resource is None:
        raise LookupError(f"the catalogue entry {key} holds needs, no resource")
    return entry.resource


def resources() -> tuple[Resource, ...]:
    """Every resource of the node, by id: one query."""
    published = [item.value.resource for item in declarations.current_all(KIND) if item.value.resource is not None]
    return tuple(sorted([*_DECLARED.values(), *published], key=lambda one: one.id))


def _agreement(row: Row) -> Agreement:
    return Agreement(row.pk, row.consumer, row.resource, tuple(row.fields), row.purpose, row.legal_basis, row.since)


def agreement(*, consumer: str, resource: str, purpose: str) -> Agreement | None:
    """The agreement in force between a consumer and a resource for a purpose."""
    rows = Row.objects.filter(consumer=consumer, resource=resource, purpose=purpose, until=None)
    return next((_agreement(row) for row in rows), None)  # a constraint allows one: no order, no limit


def agreements(*, consumer: str = "", resource: str = "") -> tuple[Agreement, ...]:
    """The agreements in force, of one consumer or on one resource if named."""
    rows = Row.objects.filter(until=None).order_by("consumer", "resource", "purpose")
    if consumer:
        rows = rows.filter(consumer=consumer)
    if resource:
        rows = rows.filter(resource=resource)
    return tuple(_agreement(row) for row in rows)
