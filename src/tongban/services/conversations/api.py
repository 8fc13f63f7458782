"""The front door of conversations.

thread = conversations.thread(number=number, by=subject, at=at)         # thread.messages, thread.unread
conversations.write(number=number, text="…", key=uuid, by=subject, at=at, files=…, urgent=True)
conversations.note(number=number, channel="phone", side="applicant", text="…", key=uuid, by=official, at=at)
conversations.seen(number=number, by=subject, at=at); conversations.unread(numbers=[…], by=subject)
conversations.take_mail(data=sys.stdin.buffer.read(), to="reply+…@city.example", at=at)

Refusals: ConversationError (with `field`), cases.NotFound, MailRefused.
"""

from tongban.services.conversations.errors import ConversationError
from tongban.services.conversations.mailing import MailRefused, take_mail
from tongban.services.conversations.posting import note, write
from tongban.services.conversations.reading import MessageView, Thread, forget, seen, thread, unread
from tongban.services.conversations.snippets import SnippetView, drop_snippet, filled, save_snippet, snippets

__all__ = [
    "ConversationError", "MailRefused", "MessageView", "SnippetView", "Thread", "drop_snippet", "filled", "forget",
    "note", "save_snippet", "seen", "snippets", "take_mail", "thread", "unread", "write",
]  # fmt: skip
