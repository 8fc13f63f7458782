"""Writing notices and reading them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q

from tongban.kernel.declarations.api import Text
from tongban.kernel.outbox import api as outbox
from tongban.services.notices import models
from tongban.services.notices.events import NoticeWritten
from tongban.services.notices.kinds import KINDS, Kind
from tongban.trust.authority.api import Subject

MAX_LIMIT = 100
LONGEST_KEY = 19  # digits of a database key
MAX_TITLE = 300


@dataclass(frozen=True)
class Notice:
    """What somebody was told. `about` is an opaque reference such as "bill:…", `case` a receipt number or empty."""

    id: int
    kind: Kind
    title: Text
    body: Text
    about: str
    case: str
    at: dt.datetime
    read_at: dt.datetime | None


@dataclass(frozen=True)
class Inbox:
    """A page of notices, the newest first; `next` is the key of the next page or empty; `unread` counts all."""

    rows: tuple[Notice, ...]
    next: str
    unread: int


def shown(row: models.Notice) -> Notice:
    kind = KINDS.get(row.kind, KINDS["message"])
    title, body = Text(row.title_zh, row.title_en), Text(row.body_zh, row.body_en)
    return Notice(row.pk, kind, title, body, row.about, row.case, row.at, row.read_at)


def forget(*, case: str) -> int:
    """Removes what was told about a case, with how it went out; returns how many notices."""
    rows = models.Notice.objects.filter(Q(case=case) | Q(about=f"case:{case}"))
    return rows.delete()[1].get("notices.Notice", 0)


def notify(
    *,
    kind: str,
    title: Text,
    body: Text,
    at: dt.datetime,
    person: str = "",
    credit_code: str = "",
    about: str = "",
    case: str = "",
    key: str = "",
) -> Notice | None:
    """Writes a notice in both languages and sends it on its ways; None when `key` was told before.

    Joins the caller's transaction. Raises KeyError for an unknown kind, ValueError without an addressee.
    """
    if not (person or credit_code):
        raise ValueError("a notice is for a person or a company")
    row = models.Notice(
        kind=KINDS[kind].code, person=person, credit_code=credit_code, about=about, case=case, key=key, at=at,
        title_zh=title.zh[:MAX_TITLE], title_en=title.inn("en")[:MAX_TITLE], body_zh=body.zh, body_en=body.inn("en"),
    )  # fmt: skip
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if key and models.Notice.objects.filter(key=key).exists():
                return None
            raise
        outbox.publish(NoticeWritten(row.pk, row.kind), at=at)
    return shown(row)


def _own(by: Subject) -> Q:
    if not by.person:
        return Q(pk__in=[])
    return Q(credit_code=by.acting_for) if by.acting_for else Q(person=by.person)


def unread(*, by: Subject) -> int:
    """How many notices the subject has not read. One query."""
    return models.Notice.objects.filter(_own(by), read_at=None).count()


def inbox(*, by: Subject, after: str = "", limit: int = 20, unread_only: bool = False) -> Inbox:
    """The subject's own notices, or those of the company acted for. Two queries, however many there are."""
    rows = models.Notice.objects.filter(_own(by)).order_by("-id")
    rows = rows.filter(read_at=None) if unread_only else rows
    if after.isascii() and after.isdigit() and len(after) < LONGEST_KEY:
        rows = rows.filter(pk__lt=int(after))
    size = max(1, min(limit, MAX_LIMIT))
    found = list(rows[: size + 1])
    more = str(found[size - 1].pk) if len(found) > size else ""
    return Inbox(tuple(shown(row) for row in found[:size]), more, unread(by=by))


def notice(*, notice: int, by: Subject) -> Notice:
    """One of the subject's own notices. Raises LookupError."""
    row = models.Notice.objects.filter(_own(by), pk=notice).first()
    if row is None:
        raise LookupError("no such notice")
    return shown(row)


def mark_read(*, by: Subject, at: dt.datetime, notice: int | None = None) -> int:
    """Marks one of the subject's own notices, or all, as read; what was read stays read since then. Returns how many
    changed.
    """
    rows = models.Notice.objects.filter(_own(by), read_at=None)
    rows = rows.filter(pk=notice) if notice is not None else rows
    return rows.update(read_at=at)
