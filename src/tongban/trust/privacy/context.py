"""The context in which personal data may be read: who, for what, in which case, under which article, when."""

from __future__ import annotations

import contextlib
import contextvars
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction

from tongban.trust.audit import api as audit
from tongban.trust.privacy.purposes import purpose as declared


class Reader(audit.Actor, Protocol):
    """Who reads: an actor with the privacy tag of their own resident number."""

    @property
    def resident_tag(self) -> str: ...


@dataclass(frozen=True)
class Context:
    """An open access. `post` is the post in whose name is read; None for people without one."""

    purpose: str
    case: str
    legal_basis: str
    by: Reader | None
    at: dt.datetime
    post: Any = None
    unchecked: str = ""  # the reason, where no person's access is concerned


class OutsideAccess(RuntimeError):  # noqa: N818 (a refusal)
    """Personal data was asked for outside privacy.access()."""


_context: contextvars.ContextVar[Context | None] = contextvars.ContextVar("privacy", default=None)


def current() -> Context | None:
    return _context.get()


def require_context() -> Context:
    found = _context.get()
    if found is None:
        raise OutsideAccess("personal data is read inside privacy.access(purpose=…, legal_basis=…, by=…, at=…) only")
    return found


@contextlib.contextmanager
def _within(found: Context) -> Iterator[Context]:
    token = _context.set(found)
    try:
        yield found
    finally:
        _context.reset(token)


def _acting(by: Reader, post: str) -> Any:
    if not post:
        return by.posts[0] if by.posts else None
    for held in by.posts:
        if held.code == post:
            return held
    raise OutsideAccess(f"{by.person or by.kind} does not hold post {post!r}")


def access(
    *, purpose: str, case: str, legal_basis: str, by: Reader, at: dt.datetime, post: str
) -> contextlib.AbstractContextManager[Context]:
    basis = legal_basis or declared(purpose).legal_basis.citation
    return _within(Context(declared(purpose).code, case, basis, by, at, _acting(by, post)))


@contextlib.contextmanager
def unchecked(*, reason: str, by: audit.Actor | str, at: dt.datetime) -> Iterator[Context]:
    if not reason:
        raise ValueError("unchecked access to personal data needs a reason")
    with transaction.atomic():
        audit.record(at=at, by=by, action="privacy.unchecked", object="personal:all", detail={"reason": reason})
    with _within(Context("", "", "", None, at, unchecked=reason)) as found:
        yield found
