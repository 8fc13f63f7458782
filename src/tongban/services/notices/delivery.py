"""Sending what was written: subscribers of the outbox, which tries again until the gateway takes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tongban.kernel.declarations.api import Text
from tongban.services.notices import gateways, inbox, models, replies
from tongban.services.notices.contacts import Contact, contact_of, owner_of
from tongban.services.notices.events import NoticeWritten
from tongban.services.notices.inbox import Notice
from tongban.services.notices.kinds import KINDS
from tongban.services.notices.links import link_of
from tongban.services.notices.wording import both, join
from tongban.trust.authority.api import Subject

ANSWER = _("You can answer this mail: your answer comes to those who handle your case.")
FOOTER = _("This message was sent automatically. Sign in at %(site)s to read more and to act.")
NAMED = _("%(name)s: %(title)s.")
SIGN_IN = _("Sign in to read more.")


@dataclass(frozen=True)
class Delivery:
    """How a notice went out: `channel` mail or sms; `state` waiting, sent, muted, nowhere (no address)."""

    channel: str
    state: str
    at: dt.datetime


def send_by_mail(event: NoticeWritten, at: dt.datetime) -> None:
    """The outbox's subscriber for mail. Raises OSError, so that it is tried again."""
    row = models.Notice.objects.get(pk=event.notice)
    contact = contact_of(owner_of(row.person, row.credit_code))
    state = _state(row.kind, contact, contact.mail)
    if state == "sent":
        notice = inbox.shown(row)
        footer = both(FOOTER, site=settings.CONFIG.site_url)
        reply = replies.reply_address(row.case)
        footer = join(footer, both(ANSWER)) if reply else footer
        parts = (notice.body, link_of(row.kind, row.about), footer)
        body = "\n\n".join(part.inn(contact.language) for part in parts if part.zh)
        title = notice.title.inn(contact.language)
        gateways.send_mail(to=contact.mail, title=title, body=body, id=str(row.pk), reply=reply)
    _note(row, "mail", state, at)


def send_by_sms(event: NoticeWritten, at: dt.datetime) -> None:
    """The outbox's subscriber for text messages: urgent kinds only. Raises SendFailed: it is tried again."""
    row = models.Notice.objects.get(pk=event.notice)
    if not KINDS[row.kind].urgent:
        return
    contact = contact_of(owner_of(row.person, row.credit_code))
    state = _state(row.kind, contact, contact.phone)
    if state == "sent":
        name = Text(settings.CONFIG.name_zh, settings.CONFIG.name_en)
        link = link_of(row.kind, row.about)
        short = join(both(NAMED, name=name, title=inbox.shown(row).title), link if link.zh else both(SIGN_IN))
        text = short.inn(contact.language)
        gateways.sms_gateway().send(to=contact.phone, text=text, id=f"notice-{row.pk}")
    _note(row, "sms", state, at)


def _state(kind: str, contact: Contact, address: str) -> str:
    if kind in contact.muted and not KINDS[kind].required:
        return "muted"
    return "sent" if address else "nowhere"


def _note(row: models.Notice, channel: str, state: str, at: dt.datetime) -> None:
    models.Delivery.objects.update_or_create(notice=row, channel=channel, defaults={"state": state, "at": at})


def deliveries(*, notice: int, by: Subject) -> tuple[Delivery, ...]:
    """How one of the subject's own notices went out. Raises LookupError."""
    found = inbox.notice(notice=notice, by=by)
    rows = models.Delivery.objects.filter(notice_id=found.id).order_by("channel")
    known = {row.channel: Delivery(row.channel, row.state, row.at) for row in rows}
    ways = ("mail", "sms") if found.kind.urgent else ("mail",)
    return tuple(known.get(channel, Delivery(channel, "waiting", found.at)) for channel in ways)


def ways(*, case: str) -> dict[str, tuple[Delivery, ...]]:
    """How the notices of a case went out, by what they are about: for those who wrote them. Two queries."""
    rows = models.Notice.objects.filter(~Q(case=""), case=case).prefetch_related("deliveries")
    found: dict[str, tuple[Delivery, ...]] = {}
    for row in rows:
        known = {one.channel: Delivery(one.channel, one.state, one.at) for one in row.deliveries.all()}
        wanted = ("mail", "sms") if KINDS[row.kind].urgent else ("mail",)
        found[row.about] = tuple(known.get(channel, Delivery(channel, "waiting", row.at)) for channel in wanted)
    return found


__all__ = ["Delivery", "Notice", "deliveries", "send_by_mail", "send_by_sms", "ways"]
