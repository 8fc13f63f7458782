"""A reply that comes by mail: its signed address says to which case it belongs (see services/notices)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.web.api import BadInput
from tongban.services.cases import api as cases
from tongban.services.conversations import posting
from tongban.services.conversations.errors import ConversationError
from tongban.services.conversations.parsing import Letter, letter
from tongban.services.notices import api as notices
from tongban.trust.authority.api import SYSTEM, Subject

LARGEST = 30_000_000


class MailRefused(ValueError):  # noqa: N818 (what happened to it)
    """The mail belongs to no conversation; the message says why, for the mail server's answer to its sender."""


def take_mail(*, data: bytes, to: str, at: dt.datetime) -> str:
    """Puts a mail into the conversation it answers; returns the case's number, or an empty text for a mail that no
    person wrote (an out-of-office note), which is dropped. The same mail again changes nothing.

    `to` is the address at which it arrived; without it, one that its head names. Raises MailRefused.
    """
    if len(data) > LARGEST:
        raise MailRefused("the mail is too large")
    found = letter(data)
    number = next((one for one in map(notices.replied_case, [to] if to else found.recipients) if one), "")
    if not number:
        raise MailRefused("this address takes replies to our mails only; sign in to write to us")
    if found.automatic:
        return ""
    try:
        with transaction.atomic():
            _take(number, found, at)
    except cases.NotFound:
        raise MailRefused("the case does not exist any more") from None
    except ConversationError as error:
        raise MailRefused(str(error)) from None
    return number


def _take(number: str, found: Letter, at: dt.datetime) -> None:
    about = cases.about(number=number, by=SYSTEM, at=at)
    by = Subject("resident", person=about.person, acting_for=about.credit_code, resident_tag=about.tag)
    kept, dropped = _files(number, found, by, at)
    text = found.text or (_("(only files)") if kept or dropped else "")
    posting.mailed(number=number, text=text, key=found.key, files=kept, dropped=dropped, by=by, at=at)


def _files(number: str, found: Letter, by: Subject, at: dt.datetime) -> tuple[list[str], list[str]]:
    """Ids of the files that were taken, and the names of those that were not: of another kind, too large, too many."""
    kept: list[str] = []
    dropped: list[str] = []
    for name, data in found.files:
        try:
            if len(kept) < posting.MOST_FILES:
                kept.append(_kept(number, name, data, by, at))
            else:
                dropped.append(name)
        except BadInput:
            dropped.append(name)
    return kept, dropped[:20]


def _kept(number: str, name: str, data: bytes, by: Subject, at: dt.datetime) -> str:
    return cases.add_file(number=number, field="message", file=data, name=name, by=by, at=at, closed=True).id
