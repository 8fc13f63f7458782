"""What proceedings tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class StartDue:
    """A process is to begin: taken by this block's own subscriber. `number` is unique to the throw and the process,
    `kind` message or signal, `data` the packed variables, `by` who threw.
    """

    number: str
    process: str
    version: str
    kind: str
    name: str
    data: dict[str, Any]
    by: str
