"""What an entry says: made at the time of the act, in canonical form, without personal values."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from tongban.trust.audit.canonical import canonical
from tongban.trust.audit.models import Leaf

LONGEST = 200
# A resident number in the clear: division, birth date, order, check character. Every act pays for this search: that no
# digit stands before is looked at last, so that the search can skip to the digits.
_NUMBER = re.compile(
    r"[1-9][0-9]{5}(?<![0-9]{7})(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9])"
)
Detail = Mapping[str, str | int | bool | None]


class Actor(Protocol):
    """Who acts: the person and account, what kind of subject, the posts held now."""

    @property
    def person(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def posts(self) -> tuple[Any, ...]: ...


class NotForTheLedger(ValueError):  # noqa: N818 (it names what came in)
    """A value that an entry must not carry: a resident number, free text, a fraction. The message names it."""


@dataclass(frozen=True)
class Entry:
    """A sealed entry. `body` is the exact text that the tree proves; the rest is read from it."""

    index: int
    ticket: int
    body: str
    at: dt.datetime
    actor: str
    kind: str
    account: str
    posts: tuple[str, ...]
    action: str
    object: str
    purpose: str
    case: str
    result: str
    detail: dict[str, Any]
    commitment: str


def _actor(by: Actor | str) -> dict[str, Any]:
    if isinstance(by, str):
        return {"kind": "system", "person": by}
    found = {
        "kind": by.kind,
        "person": by.person,
        "account": by.account,
        "posts": [post.code for post in by.posts],
        "assurance": getattr(by, "assurance", 0),
        "acting_for": getattr(by, "acting_for", ""),
    }
    return {key: value for key, value in found.items() if value}


def _utc(at: dt.datetime) -> str:
    if at.tzinfo is None:
        raise NotForTheLedger("at: a time without a zone")
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _checked(name: str, value: Any) -> None:
    if isinstance(value, str) and (len(value) > LONGEST or "\n" in value):
        raise NotForTheLedger(f"{name}: at most {LONGEST} characters on one line; free text has no place here")


def body(*, at: dt.datetime, by: Actor | str, values: Mapping[str, str], detail: Detail) -> str:
    """The canonical text of an entry. Raises NotForTheLedger, CanonicalError."""
    for part in (values, detail):
        for name, value in part.items():
            if value:
                _checked(name, value)
    entry: dict[str, Any] = {"v": 1, "at": _utc(at), "zone": settings.CONFIG.zone, "by": _actor(by)}
    entry |= {name: value for name, value in values.items() if value}
    if detail:
        entry["detail"] = dict(detail)
    text = canonical(entry).decode()
    if _NUMBER.search(text):
        raise NotForTheLedger("a resident number in the clear: pass its privacy tag, or a commitment")
    return text


def add(text: str) -> int:
    """One insert into what waits. Raises RuntimeError outside a transaction."""
    database = transaction.get_connection()
    if not database.in_atomic_block:
        raise RuntimeError("an audit entry was recorded outside the transaction of its act")
    if database.vendor == "sqlite" and not database.execute_wrappers and not database.force_debug_cursor:
        try:  # every act pays for this: Django's cursor would cost three times what the statement costs
            return int(database.connection.execute("INSERT INTO audit_pending (body) VALUES (?)", [text]).lastrowid)
        except sqlite3.Error:
            with database.wrap_database_errors:
                raise
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO audit_pending (body) VALUES (%s) RETURNING id", [text])
        return int(cursor.fetchone()[0])


def columns(text: str) -> dict[str, Any]:
    """The search columns of a leaf, read from its body."""
    entry = json.loads(text)
    return {
        "at": dt.datetime.fromisoformat(entry["at"]),
        "actor": entry["by"].get("person") or entry["by"]["kind"],
        "action": entry["action"],
        "object": entry["object"],
        "case": entry.get("case", ""),
    }


def entry_of(leaf: Leaf) -> Entry:
    entry = json.loads(leaf.body)
    by = entry["by"]
    return Entry(
        index=leaf.index,
        ticket=leaf.ticket,
        body=leaf.body,
        kind=by["kind"],
        account=by.get("account", ""),
        posts=tuple(by.get("posts", ())),
        purpose=entry.get("purpose", ""),
        result=entry["result"],
        detail=entry.get("detail", {}),
        commitment=entry.get("commitment", ""),
        **columns(leaf.body),
    )
