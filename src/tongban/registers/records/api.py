"""The front door of the register kernel: current state, both histories, changes by the authority of each field.

A register is declared once, in the `apps.py` of the block that keeps it. Values are JSON values: dates are ISO 8601
text, numbers decimal text. A register of residents is personal: it is read only inside `privacy.access`, and each read
is noted for the resident to see. `resource` names the information resource through which a read came, for that note.
"""

from __future__ import annotations

from tongban.registers.records.changing import Change, Load, bulk_load, change, create, settle_finding
from tongban.registers.records.feed import FeedEntry, assign_positions, feed
from tongban.registers.records.filtering import Search
from tongban.registers.records.findings import Doubt, findings
from tongban.registers.records.plugging import declare
from tongban.registers.records.reading import Past, Record, Version, as_of, count, find, get, history, search
from tongban.registers.records.types import (
    Field,
    NotRegistered,
    RecordError,
    RegisterType,
    register_type,
    register_types,
)

__all__ = [
    "Change", "Doubt", "FeedEntry", "Field", "Load", "NotRegistered", "Past", "Record", "RecordError", "RegisterType",
    "Search", "Version", "as_of", "assign_positions", "bulk_load", "change", "count", "create", "declare", "feed",
    "find", "findings", "get", "history", "register_type", "register_types", "search", "settle_finding",
]  # fmt: skip
