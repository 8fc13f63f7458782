"""Reading the conversation of a case, and what of it is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from tongban.engines.forms import api as forms
from tongban.kernel.declarations.api import Text
from tongban.services.cases import api as cases
from tongban.services.cases.api import About
from tongban.services.conversations.models import Message
from tongban.services.conversations.posting import WRITE
from tongban.services.notices import api as notices
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import Subject
from tongban.trust.privacy import api as privacy


@dataclass(frozen=True)
class MessageView:
    """A message as a page shows it. `who` is the official's name, for the desk only; `ways` say how it went out by mail
    and text message; `read_at` is when the other side read it.
    """

    id: int
    side: str
    channel: str
    text: str
    files: tuple[forms.Attachment, ...]
    dropped: tuple[str, ...]
    unit: str
    who: str
    at: dt.datetime
    read_at: dt.datetime | None
    ways: tuple[notices.Delivery, ...]


@dataclass(frozen=True)
class Thread:
    """The whole conversation in order; `unread` are the messages that the reader's side has not read."""

    about: About
    messages: tuple[MessageView, ...]
    unread: int
    may_write: bool


def forget(*, case: str) -> int:
    """Removes what was written about a case; returns how many messages."""
    return Message.objects.filter(case=case).delete()[0]


def thread(*, number: str, by: Subject, at: dt.datetime) -> Thread:
    """The conversation of a case for its applicant, or for an official of a unit that takes part; the applicant sees
    that an official looked. Raises cases.NotFound. A constant number of queries.
    """
    about = cases.about(number=number, by=by, at=at)
    rows = list(Message.objects.filter(case=number).order_by("id"))
    if by.official and rows and about.tag:
        with privacy.access(purpose="case-handling", by=by, at=at, case=number):
            privacy.read(
                subject_tag=about.tag, resource="conversations.messages", fields=["text"], record=f"case:{number}"
            )
    wanted = [name for row in rows for name in row.attachments]
    files = {one.id: one for one in forms.attachments(ids=wanted)} if wanted else {}
    ways = notices.ways(case=number) if rows else {}
    other = "applicant" if by.official else "authority"
    return Thread(
        about,
        tuple(_shown(row, files, ways, by) for row in rows),
        sum(1 for row in rows if row.side == other and row.read_at is None),
        not by.official or _may(number, by, at),
    )


def _may(number: str, by: Subject, at: dt.datetime) -> bool:
    try:
        cases.about(number=number, by=by, at=at, permission=WRITE)
    except cases.NotFound:
        return False
    return True


def _shown(
    row: Message, files: dict[str, forms.Attachment], ways: dict[str, tuple[notices.Delivery, ...]], by: Subject
) -> MessageView:
    post = f" {Text(row.post_zh, row.post_en)}" if by.official and row.post_zh else ""
    return MessageView(
        id=row.pk,
        side=row.side,
        channel=row.channel,
        text=row.text,
        files=tuple(files[name] for name in row.attachments if name in files),
        dropped=tuple(row.dropped),
        unit=f"{Text(row.unit_zh, row.unit_en)}{post}",
        who=row.by_name if by.official else "",
        at=row.at,
        read_at=row.read_at,
        ways=ways.get(f"message:{row.pk}", ()),
    )


def seen(*, number: str, by: Subject, at: dt.datetime) -> int:
    """Marks what the other side wrote as read; again changes nothing. For officials with `conversations.write`.

    Returns how many changed. Raises cases.NotFound.
    """
    with transaction.atomic():
        cases.about(number=number, by=by, at=at, permission=WRITE)
        other = "applicant" if by.official else "authority"
        done = Message.objects.filter(case=number, side=other, read_at=None).update(read_at=at)
        if done:
            audit.record(
                at=at, by=by, action="conversations.seen", object=f"case:{number}", case=number, detail={"count": done}
            )
            if by.official:
                cases.unread(number=number, yes=False)
    return done


def unread(*, numbers: Sequence[str], by: Subject) -> dict[str, int]:
    """How many messages the subject's side has not read, by case; cases without any are left out. One query.

    The caller has found the numbers in lists that the subject may see.
    """
    other = "applicant" if by.official else "authority"
    rows = Message.objects.filter(case__in=list(numbers), side=other, read_at=None)
    return dict(rows.values_list("case").annotate(Count("pk")))
