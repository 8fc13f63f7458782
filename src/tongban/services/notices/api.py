"""The front door of notices.

page = notices.inbox(by=subject, after=request.GET.get("after", ""))     # page.rows, page.next, page.unread
notices.mark_read(notice=one.id, by=subject, at=at)                       # without `notice`: all
notices.notify(kind="message", title=Text(…), body=Text(…), person=…, at=at)
notices.save_contact(by=subject, at=at, mail=…, phone=…, language="en", muted=["rating"])
"""

from tongban.services.notices.contacts import Contact, contact, kinds, save_contact
from tongban.services.notices.delivery import Delivery, deliveries, ways
from tongban.services.notices.errors import ContactError
from tongban.services.notices.gateways import SendFailed, SmsGateway
from tongban.services.notices.inbox import Inbox, Notice, forget, inbox, mark_read, notice, notify, unread
from tongban.services.notices.kinds import Kind
from tongban.services.notices.links import declare_link
from tongban.services.notices.replies import replied_case, reply_address
from tongban.services.notices.wording import both

__all__ = [
    "Contact", "ContactError", "Delivery", "Inbox", "Kind", "Notice", "SendFailed", "SmsGateway", "both", "contact",
    "declare_link", "deliveries", "forget", "inbox", "kinds", "mark_read", "notice", "notify", "replied_case",
    "reply_address", "save_contact", "unread", "ways",
]  # fmt: skip
