"""What a grant may ask of an object: the attributes that blocks declare for their permissions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tongban.kernel.declarations.api import Text

Kind = Literal["string", "number", "date", "boolean"]


@dataclass(frozen=True)
class Attribute:
    """A property of the objects of a permission. `scale`: the database keeps the number times this (100: yuan kept as
    fen).
    """

    name: str
    kind: Kind
    title: Text
    scale: int = 1


_DECLARED: dict[str, tuple[Attribute, ...]] = {}


def declare_attributes(*attributes: Attribute, permissions: Iterable[str]) -> None:
    """Declares what conditions on grants of these permissions may ask; for `apps.py`. Raises ValueError when it is
    declared otherwise already.
    """
    for permission in permissions:
        if _DECLARED.setdefault(permission, attributes) != attributes:
            raise ValueError(f"the attributes of {permission!r} are declared twice, differently")


def attributes_of(permission: str) -> dict[str, Attribute]:
    """The attributes of a permission's objects by name; none when no block declared any."""
    return {one.name: one for one in _DECLARED.get(permission, ())}
