"""Who answers for a resource inside this node."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Held:
    """What a provider found: JSON values of the fields asked, the date of its knowledge, and where it stands."""

    values: Mapping[str, Any]
    as_of: dt.date
    reference: str


Provider = Callable[[str, tuple[str, ...], dt.datetime], Held | None]
_PROVIDERS: dict[str, Provider] = {}


def register_provider(resource: str, provider: Provider) -> None:
    """Plugs a resource in; called in the `apps.py` of the block that holds it.

    `provider(key, fields, at)` returns what it holds, or None. For a personal resource it is called inside
    `privacy.access` and notes the read by `privacy.read` under the resource's id, as the register kernel does.
    """
    _PROVIDERS[resource] = provider


def provider_of(resource: str) -> Provider | None:
    """The provider of a resource, if it is plugged in."""
    return _PROVIDERS.get(resource)
