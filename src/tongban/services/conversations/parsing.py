"""What a mail says: its text without the quoted history, and its files. Any bytes are read; nothing is trusted."""

from __future__ import annotations

import email
import email.policy
import email.utils
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail
from html.parser import HTMLParser

MOST_PARTS, LONGEST = 60, 20_000
QUOTE = re.compile(r"^(>|On .{5,200} wrote:$|在 ?.{5,200}写道[:：]$|-{2,} ?(原始邮件|Original Message) ?-{2,})")
OWN = frozenset({"", "no"})


@dataclass(frozen=True)
class Letter:
    """A mail: `key` tells it from others, `sender` is an address or empty, `automatic` says that no person wrote it,
    `recipients` are those that its head names, `files` are pairs of name and content.
    """

    key: str
    sender: str
    recipients: tuple[str, ...]
    automatic: bool
    text: str
    files: tuple[tuple[str, bytes], ...]


def letter(data: bytes) -> Letter:
    """Reads a mail as it came. Never raises for what is in it."""
    mail = email.message_from_bytes(data, policy=email.policy.compat32)
    ident = _head(mail, "Message-ID") or hashlib.sha256(data).hexdigest()
    parts = list(_parts(mail))
    texts = [_decoded(one) for one in parts if one.get_content_type() == "text/plain" and not one.get_filename()]
    pages = [_stripped(_decoded(one)) for one in parts if one.get_content_type() == "text/html"]
    wanted = [one for one in parts if _is_file(one)]
    heads = [value for name in ("To", "Cc", "Delivered-To", "X-Original-To") for value in mail.get_all(name, [])]
    sender = email.utils.parseaddr(_head(mail, "From"))[1]
    return Letter(
        key="mail:" + hashlib.sha256(ident.encode("utf-8", "replace")).hexdigest()[:48],
        sender=sender,
        recipients=tuple(address for _name, address in email.utils.getaddresses([str(one) for one in heads])),
        automatic=_head(mail, "Auto-Submitted").lower() not in OWN or not sender,
        text=unquoted(next((one for one in texts if one.strip()), "") or next(iter(pages), "")),
        files=tuple((_name(one), _bytes(one)) for one in wanted),
    )


def _head(mail: Mail, name: str) -> str:
    return str(mail.get(name, "")).strip()[:2_000]


def _parts(mail: Mail) -> Iterator[Mail]:
    """The leaves, at most MOST_PARTS of them; what is nested in an attached mail is a leaf too."""
    waiting, count = [mail], 0
    while waiting and count < MOST_PARTS:
        one = waiting.pop(0)
        count += 1
        if one.is_multipart():
            waiting += [part for part in one.get_payload() if isinstance(part, Mail)]
        else:
            yield one


def _is_file(part: Mail) -> bool:
    return bool(part.get_filename()) or part.get_content_maintype() not in ("text", "multipart", "message")


def _name(part: Mail) -> str:
    try:
        name = part.get_filename() or "file"
        return str(email.header.make_header(email.header.decode_header(name)))[:200]
    except (ValueError, LookupError, TypeError, email.errors.MessageError):
        return "file"


def _bytes(part: Mail) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError, TypeError):
        return b""
    return data if isinstance(data, bytes) else b""


def _decoded(part: Mail) -> str:
    charset = str(part.get_content_charset() or "utf-8")
    try:
        return _bytes(part).decode(charset, "replace")
    except (LookupError, ValueError):
        return _bytes(part).decode("utf-8", "replace")


class _Text(HTMLParser):
    """Collects what a page says, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.hidden += tag in ("script", "style")
        if tag in ("br", "p", "div", "li", "tr"):
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def _stripped(page: str) -> str:
    reader = _Text()
    reader.feed(page[: LONGEST * 20])
    return "".join(reader.found)


def unquoted(text: str) -> str:
    """What was written anew: everything before the quoted history, at most LONGEST characters."""
    kept: list[str] = []
    for line in text[: LONGEST * 2].replace("\r\n", "\n").split("\n"):
        if QUOTE.match(line.strip()):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip()[:LONGEST]
