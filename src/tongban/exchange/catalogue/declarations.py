"""What a package writes in `catalogue/*.toml`: a resource that a unit offers, and the needs of the package's offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tongban.kernel.declarations.api import LegalBasis, Text

ItemType = Literal["text", "date", "number", "boolean", "list"]
KeyKind = Literal["resident_number", "credit_code", "code"]


@dataclass(frozen=True)
class Item:
    """One information item (信息项). `level` is its secrecy, 0 open."""

    name: str
    title: Text
    type: ItemType = "text"
    level: int = 0


@dataclass(frozen=True)
class Resource:
    """An information resource (信息资源): the stem of the file is its id, such as `population.basic`.

    `key` says what it is asked by; `personal` that an item tells of a resident, so that each read is noted.
    """

    title: Text
    provider: str
    sharing: Literal["unconditional", "conditional", "not_shared"]
    legal_basis: LegalBasis
    fields: tuple[Item, ...]
    key: KeyKind = "code"
    personal: bool = False
    register: str = ""
    summary: Text = field(default_factory=lambda: Text("", ""))
    id: str = ""

    def item(self, name: str) -> Item | None:
        """The item of this name."""
        return next((item for item in self.fields if item.name == name), None)

    def __post_init__(self) -> None:
        names = [item.name for item in self.fields]
        if len(names) != len(set(names)):
            raise ValueError("an item is declared twice")
        if not names:
            raise ValueError("a resource has at least one item")
        if self.key == "resident_number" and not self.personal:
            raise ValueError('a resource with key = "resident_number" is personal')


@dataclass(frozen=True)
class Need:
    """What an offer asks of a resource: these fields, for this purpose, on this basis. Published, it is a grant."""

    offer: str
    resource: str
    fields: tuple[str, ...]
    purpose: str
    legal_basis: LegalBasis

    def __post_init__(self) -> None:
        if not self.fields:
            raise ValueError("a need names at least one field")


@dataclass(frozen=True)
class Entry:
    """One file of `catalogue/`: a resource, or needs, or both."""

    resource: Resource | None = None
    needs: tuple[Need, ...] = ()

    def __post_init__(self) -> None:
        if self.resource is None and not self.needs:
            raise ValueError("expected [resource] or [[needs]]")
