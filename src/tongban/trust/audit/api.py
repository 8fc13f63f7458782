"""The front door of the ledger.

An act records its entry in its own transaction; the sequencer seals entries into a Merkle tree (RFC 6962) whose
root it signs as a checkpoint (C2SP tlog-checkpoint). An entry carries identifiers, codes and keyed commitments:
never a personal value, never a plain hash of one, never free text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from tongban.trust.audit import entries as _entries
from tongban.trust.audit import proofs, sequencer, verification
from tongban.trust.audit.append_only import Allow, Refuse, append_only, erasable, erasable_where
from tongban.trust.audit.canonical import CanonicalError, canonical
from tongban.trust.audit.entries import Actor, Entry, NotForTheLedger
from tongban.trust.audit.erasing import erasing
from tongban.trust.audit.models import Leaf, Pending
from tongban.trust.audit.note import NoteError, NoteKey
from tongban.trust.audit.proofs import Consistency, Proof
from tongban.trust.audit.sequencer import Checkpoint, use_key
from tongban.trust.audit.verification import Verdict

__all__ = [
    "Actor",
    "Allow",
    "CanonicalError",
    "Checkpoint",
    "Consistency",
    "Entry",
    "NotForTheLedger",
    "NoteError",
    "NoteKey",
    "Proof",
    "Refuse",
    "Verdict",
    "append_only",
    "canonical",
    "checkpoint",
    "consistency",
    "entries",
    "erasable",
    "erasable_where",
    "erasing",
    "export",
    "inclusion",
    "index_of",
    "record",
    "seal",
    "use_key",
    "verify",
    "waiting",
]  # fmt: skip


def record(
    *,
    at: dt.datetime,
    by: Actor | str,
    action: str,
    object: str,  # noqa: A002 (the ledger's own word for what is acted upon)
    purpose: str = "",
    case: str = "",
    result: str = "ok",
    detail: Mapping[str, Any] | None = None,
    commitment: str = "",
) -> int:
    """Writes an entry in the caller's transaction (one insert) and returns its ticket.

    `action` is "block.verb", `object` "kind:identifier". `detail`: codes, identifiers and whole numbers, at most 200
    characters each. `commitment`: HMAC over personal detail that is kept elsewhere and may be erased.
    Raises RuntimeError outside a transaction, NotForTheLedger or CanonicalError for a value that may not be written.
    """
    values = {
        "action": action, "object": object, "purpose": purpose, "case": case, "result": result,
        "commitment": commitment,
    }  # fmt: skip
    return _entries.add(_entries.body(at=at, by=by, values=values, detail=detail or {}))


def seal(*, at: dt.datetime, limit: int = 500) -> Checkpoint | None:
    """Seals up to `limit` waiting entries, oldest first; None when nothing waits. Safe in several processes."""
    return sequencer.seal(at=at, limit=limit)


def checkpoint() -> Checkpoint | None:
    """The latest signed state; None before the first entry."""
    return sequencer.latest()


def waiting() -> int:
    """How many entries wait to be sealed."""
    return Pending.objects.count()


def index_of(ticket: int) -> int | None:
    """Where the entry of a ticket stands in the ledger; None while it waits."""
    return Leaf.objects.filter(ticket=ticket).values_list("index", flat=True).first()


def inclusion(index: int) -> Proof:
    """Proof that an entry is in the latest checkpoint (RFC 6962, 2.1.1). Raises LookupError."""
    return proofs.inclusion(index)


def consistency(old: int, new: int) -> Consistency:
    """Proof that the ledger of size `new` only adds to that of size `old` (RFC 6962, 2.1.2). Raises LookupError."""
    return proofs.consistency(old, new)


def verify(*, known: str = "") -> Verdict:
    """Recomputes everything from the entries: edits, deletions, insertions, changes of order, truncation.

    `known` is the signed note of a checkpoint that somebody kept elsewhere: with it a rewritten or shortened
    ledger is found even where every row and signature inside the database fits.
    """
    return verification.verify(known=known)


def entries(
    *,
    object: str | None = None,  # noqa: A002
    case: str | None = None,
    actor: str | None = None,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    after: int | None = None,
    limit: int = 50,
) -> list[Entry]:
    """Sealed entries, newest first. `since` is included, `until` is not; `after` is the index of the last one seen."""
    wanted = {
        "object": object, "case": case, "actor": actor, "at__gte": since, "at__lt": until, "index__lt": after,
    }  # fmt: skip
    rows = Leaf.objects.filter(**{name: value for name, value in wanted.items() if value is not None})
    return [_entries.entry_of(leaf) for leaf in rows.order_by("-index")[:limit]]


def export() -> Iterator[Entry]:
    """All sealed entries, oldest first, without holding them in memory.

    The UTF-8 bytes of each `body` are a leaf: with a checkpoint's note and the key's verifier an auditor can rebuild
    the tree without this program.
    """
    return proofs.export()
