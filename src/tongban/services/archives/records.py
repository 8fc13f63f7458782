"""What of a list is signed and given to the archive: canonical, without anything of anybody whose case it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tongban.services.archives.models import DestructionList, Item
from tongban.trust.signatures import api as signatures

Record = dict[str, Any]


def signed(row: DestructionList, items: Sequence[Item], at: dt.datetime) -> tuple[Record, Record]:
    """The record of a list about to be carried out, and the node's signature over it."""
    record = {
        "kind": "destruction-list", "number": row.number, "made_by": row.made_by_name,
        "made_at": row.made_at.isoformat(), "signed_by": row.signed_by_name, "signed_at": at.isoformat(),
        "items": [
            {"case": one.case, "service": one.title_zh, "unit": one.unit, "closed_on": one.closed_on.isoformat(),
             "kept_until": one.over_on.isoformat(), "rule": one.basis, "verdict": one.verdict, "why": one.why}
            for one in items
        ],
    }  # fmt: skip
    return record, dict(signatures.sign_record(record=record, at=at).envelope())


def certificate(row: DestructionList, destroyed: Sequence[str], at: dt.datetime) -> Record:
    """That a list was carried out: which cases are destroyed, with the node's signature."""
    record = {
        "kind": "destruction-certificate", "list": row.number, "done_at": at.isoformat(), "cases": list(destroyed),
    }  # fmt: skip
    return {"record": record, "signature": dict(signatures.sign_record(record=record, at=at).envelope())}
