"""The front door of privacy.

Personal data is read inside `access(...)` only; each read is noted with `read(...)`, which writes a row that the
person can see and an entry of the ledger, in the transaction of the caller (PIPL 44, 45, 51).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Literal

from tongban.kernel.declarations.api import LegalBasis, Text
from tongban.trust.audit import api as _audit
from tongban.trust.privacy import context as _context
from tongban.trust.privacy import log as _log
from tongban.trust.privacy import purposes as _purposes
from tongban.trust.privacy import vault as _vault
from tongban.trust.privacy.context import Context, OutsideAccess, Reader
from tongban.trust.privacy.log import Access
from tongban.trust.privacy.personal import Personal, PersonalManager, PersonalQuerySet
from tongban.trust.privacy.purposes import Purpose, UndeclaredPurpose
from tongban.trust.privacy.vault import CannotDecrypt, Erased

__all__ = [
    "Access", "CannotDecrypt", "Context", "Erased", "OutsideAccess", "Personal", "PersonalManager",
    "PersonalQuerySet", "Purpose", "Reader", "UndeclaredPurpose", "access", "accesses_of", "current",
    "declare_purpose", "decrypt", "encrypt", "erase", "purpose", "read", "require_context", "tag", "unchecked",
    "unfaithful",
]  # fmt: skip


def tag(kind: Literal["resident", "legal_entity"], identifier: str) -> str:
    """The blind index of an identifier: HMAC-SHA-256 under the node's key, 32 hexadecimal characters.

    Blanks around it and the case of letters make no difference. Two nodes give different tags.
    """
    return _vault.tag(kind, identifier)


def declare_purpose(code: str, text: Text, legal_basis: LegalBasis) -> None:
    """Declares what personal data is read for; for `apps.py`. Raises ValueError when declared otherwise before."""
    _purposes.declare_purpose(code, text, legal_basis)


def purpose(code: str) -> Purpose:
    """A declared purpose. Raises UndeclaredPurpose."""
    return _purposes.purpose(code)


def access(
    *, purpose: str, by: Reader, at: dt.datetime, case: str = "", legal_basis: str = "", post: str = ""
) -> AbstractContextManager[Context]:
    """Opens the context in which personal data may be read, for this thread or task.

    `legal_basis` is that of the purpose unless a narrower one is named; `post` (a code) is the first one held unless
    named. Raises UndeclaredPurpose, and OutsideAccess for a post that the reader does not hold.
    """
    return _context.access(purpose=purpose, case=case, legal_basis=legal_basis, by=by, at=at, post=post)


def unchecked(*, reason: str, by: _audit.Actor | str, at: dt.datetime) -> AbstractContextManager[Context]:
    """For migrations and loaders, which look at no one in particular: opens personal models, one ledger entry.

    `reason` is a short code. Reads inside are not noted one by one. Raises ValueError without a reason.
    """
    return _context.unchecked(reason=reason, by=by, at=at)


def current() -> Context | None:
    """The open access of this thread or task, if any."""
    return _context.current()


def require_context() -> Context:
    """The open access. Raises OutsideAccess when there is none."""
    return _context.require_context()


def read(
    *,
    subject_tag: str,
    resource: str,
    fields: Sequence[str],
    record: str = "",
    result: str = "ok",
    disclosed_from: dt.datetime | None = None,
) -> None:
    """Notes a read of one subject's data: a row for the person and a ledger entry, in one transaction.

    `resource` and `fields` name what was read, never its values; `record` is an opaque reference.
    `disclosed_from` delays the display to the person (by order). Raises OutsideAccess.
    """
    _log.read(
        subject_tag=subject_tag, resource=resource, fields=fields, record=record, result=result,
        disclosed_from=disclosed_from,
    )  # fmt: skip


def accesses_of(
    *, subject_tag: str, after: int | None = None, limit: int = 20, at: dt.datetime | None = None
) -> list[Access]:
    """Who looked at a subject's data, newest first; `after` is the id of the last one seen.

    Looks whose display is delayed appear once their day has come at `at`; without `at` they do not appear.
    """
    return _log.accesses_of(subject_tag=subject_tag, after=after, limit=limit, at=at)


def unfaithful(*, after: int = 0, limit: int = 1000) -> list[int]:
    """The ids of access rows, above `after`, that differ from what the sealed ledger committed to."""
    return _log.unfaithful(after=after, limit=limit)


def encrypt(subject_tag: str, plaintext: str, *, field: str = "") -> str:
    """AES-256-GCM under the subject's data key, made at first use. `field` binds the text to its place.

    The result is "suite.version.data" in ASCII.
    """
    return _vault.encrypt(subject_tag, plaintext, field)


def decrypt(subject_tag: str, envelope: str, *, field: str = "") -> str:
    """The text. Raises Erased when the subject's key was deleted, CannotDecrypt when the envelope does not fit."""
    return _vault.decrypt(subject_tag, envelope, field)


def erase(*, subject_tag: str, legal_basis: str, by: _audit.Actor | str, at: dt.datetime) -> bool:
    """Deletes the subject's data key: what was encrypted under it is erased everywhere, backups apart (PIPL 47).

    Returns whether there was a key. Writes a ledger entry.
    """
    return _vault.erase(subject_tag, legal_basis=legal_basis, by=by, at=at)
