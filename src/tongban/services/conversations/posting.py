"""Writing into the conversation of a case: by the applicant, at the desk, and as a note of what was said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongban.kernel.declarations.api import Text
from tongban.kernel.web.api import BadInput
from tongban.services.cases import api as cases
from tongban.services.cases.api import About
from tongban.services.conversations.errors import ConversationError
from tongban.services.conversations.models import Message
from tongban.services.notices import api as notices
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import SYSTEM, Subject

WRITE = "conversations.write"
LONGEST, MOST_FILES, A_DAY, AFTER = 5_000, 5, 30, dt.timedelta(days=60)
SAID = ("phone", "window")
TITLE = gettext_lazy("A message about your application %(number)s")


def checked(text: str) -> str:
    """A text as it is kept. Raises ConversationError."""
    found = text.encode("utf-8", "ignore").decode().replace("\0", "").replace("\r\n", "\n").strip()
    if not found:
        raise ConversationError(_("Write a message."), field="text")
    if len(found) > LONGEST:
        raise ConversationError(_("At most %(most)s characters.") % {"most": LONGEST}, field="text")
    return found


def write(
    *,
    number: str,
    text: str,
    key: str,
    by: Subject,
    at: dt.datetime,
    files: Sequence[Any] = (),
    urgent: bool = False,
    channel: str = "",
) -> int:
    """Writes a message; returns its id. The applicant's goes to the desk, an official's to the applicant's inbox and
    mail, with `urgent` also by text message. The same `key` again is the same message. `channel` is "program" for what
    a program sends in the applicant's name.

    Raises ConversationError, cases.NotFound; an official needs `conversations.write`.
    """
    found = checked(text)
    if len(files) > MOST_FILES:
        raise ConversationError(_("At most %(most)s files.") % {"most": MOST_FILES}, field="files")
    with transaction.atomic():
        about = _open(number, by, at)
        side, way = ("authority", "desk") if by.official else ("applicant", channel or "portal")
        row = _kept(about, side, way, found, key, by, at)
        if row is None:
            return again(number, key)
        row.attachments = [_file(number, one, by, at) for one in files]
        row.save(update_fields=["attachments"])
        _done(about, row, by, at, urgent=urgent)
    return row.pk


def _file(number: str, file: Any, by: Subject, at: dt.datetime) -> str:
    try:
        return cases.add_file(number=number, field="message", file=file, by=by, at=at, closed=True).id
    except BadInput as error:
        raise ConversationError(str(error.message), field="files") from None


def note(*, number: str, channel: str, side: str, text: str, key: str, by: Subject, at: dt.datetime) -> int:
    """Keeps what was said by telephone or at the window: `side` says by whom. Raises as `write`."""
    found = checked(text)
    if channel not in SAID or side not in ("applicant", "authority"):
        raise ConversationError(_("Say who spoke, and how."), field="channel")
    with transaction.atomic():
        about = _open(number, by, at)
        if not by.official:
            raise cases.NotFound
        row = _kept(about, side, channel, found, key, by, at)
        if row is None:
            return again(number, key)
        if side == "applicant":
            row.read_at = at  # who wrote it down has heard it
            row.save(update_fields=["read_at"])
        _done(about, row, by, at)
    return row.pk


def mailed(
    *, number: str, text: str, key: str, files: list[str], dropped: list[str], by: Subject, at: dt.datetime
) -> None:
    """Keeps a message that came by mail, whose files are with the case already; the same `key` again undoes them."""
    about = cases.about(number=number, by=SYSTEM, at=at)
    row = _kept(about, "applicant", "mail", checked(text)[:LONGEST], key, by, at)
    if row is None:
        transaction.set_rollback(True)
        return
    row.attachments, row.dropped = files, dropped
    row.save(update_fields=["attachments", "dropped"])
    _done(about, row, by, at)


def again(number: str, key: str) -> int:
    """The message that came before under this key."""
    return int(Message.objects.values_list("pk", flat=True).get(case=number, key=key[:64]))


def _open(number: str, by: Subject, at: dt.datetime) -> About:
    about = cases.about(number=number, by=by, at=at, permission=WRITE)
    if about.closed_at and at > about.closed_at + AFTER:
        raise ConversationError(_("This case has long been closed. Write to the authority or apply again."))
    return about


def _kept(  # noqa: PLR0917 (one step of writing, with all that it was given)
    about: About, side: str, channel: str, text: str, key: str, by: Subject, at: dt.datetime
) -> Message | None:
    """The new row, or None when the key was taken."""
    if not by.official:
        recent = Message.objects.filter(case=about.number, side="applicant", at__gt=at - dt.timedelta(days=1)).count()
        if recent >= A_DAY:
            raise ConversationError(_("That is all for today: the authority will answer what you wrote."))
    post = next((one for one in by.posts if one.unit == about.unit), by.posts[0] if by.posts else None)
    row, made = Message.objects.get_or_create(
        case=about.number,
        key=key[:64],
        defaults={
            "side": side, "channel": channel, "text": text, "by": by.person, "at": at,
            "by_name": by.name if by.official else "",
            "post_zh": post.title.zh if post else "", "post_en": post.title.en if post else "",
            "unit_zh": post.unit_name.zh if post else "", "unit_en": post.unit_name.en if post else "",
        },
    )  # fmt: skip
    return row if made else None


def _done(about: About, row: Message, by: Subject, at: dt.datetime, *, urgent: bool = False) -> None:
    """What follows from a new message, in its transaction: who is told, what the desk still has to read, the ledger."""
    detail = {"message": row.pk, "side": row.side, "channel": row.channel, "files": len(row.attachments)}
    audit.record(
        at=at, by=by, action="conversations.write", object=f"case:{about.number}", case=about.number, detail=detail
    )
    if row.side == "authority":
        Message.objects.filter(case=about.number, side="applicant", read_at=None).update(read_at=at)
        notices.notify(
            kind="urgent-message" if urgent else "message", title=notices.both(TITLE, number=about.number),
            body=Text(row.text, row.text), at=at, person=about.person, credit_code=about.credit_code,
            about=f"message:{row.pk}", case=about.number, key=f"message:{row.pk}",
        )  # fmt: skip
    waiting = Message.objects.filter(case=about.number, side="applicant", read_at=None).exists()
    cases.unread(number=about.number, yes=waiting)
