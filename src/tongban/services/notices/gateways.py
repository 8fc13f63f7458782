"""The ways out: mail through Django, text messages through an HTTP gateway, and files where neither is set."""

from __future__ import annotations

import json
import os
import tempfile
import urllib.parse
from pathlib import Path
from typing import Protocol

import urllib3
from django.conf import settings
from django.core.mail import EmailMessage

from tongban.kernel.web import api as web

TIMEOUT = 5  # seconds: the outbox tries again, and nobody waits behind a slow gateway
OK = range(200, 300)


class SendFailed(OSError):  # noqa: N818 (it names what happened)
    """A gateway did not take the message; the outbox tries again."""


class SmsGateway(Protocol):
    """Takes one text message. `id` is the same for every attempt, so that a gateway can drop a repetition."""

    def send(self, *, to: str, text: str, id: str) -> None:  # noqa: A002
        """Raises SendFailed."""


class FileSms:
    """Writes each message as a JSON file into the node folder: for demonstration and for lines that carry files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, *, to: str, text: str, id: str) -> None:  # noqa: A002
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".part-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"id": id, "to": to, "text": text}, file, ensure_ascii=False)
        Path(name).replace(self.folder / f"{id}.json")


class HttpSms:
    """Posts {"id", "to", "text"} as JSON to the gateway of the operator; any answer but 2xx is a failure."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pool = urllib3.PoolManager(timeout=TIMEOUT, retries=False)

    def send(self, *, to: str, text: str, id: str) -> None:  # noqa: A002
        try:
            answer = self.pool.request("POST", self.address, json={"id": id, "to": to, "text": text}, redirect=False)
        except urllib3.exceptions.HTTPError as error:
            raise SendFailed(f"the text message gateway did not answer: {type(error).__name__}") from error
        if answer.status not in OK:
            raise SendFailed(f"the text message gateway answered {answer.status}")


def sms_gateway() -> SmsGateway:
    """The gateway of the node's settings."""
    address = settings.CONFIG.sms
    return HttpSms(address) if address else FileSms(settings.CONFIG.folder / "outgoing" / "sms")


def send_mail(*, to: str, title: str, body: str, id: str, reply: str = "") -> None:  # noqa: A002
    """Sends one plain mail; answers to it go to `reply` if given.

    Raises OSError (SMTP's errors are) when the server does not take it.
    """
    host = urllib.parse.urlsplit(settings.CONFIG.site_url).hostname or "localhost"
    message = EmailMessage(
        subject=" ".join(title.split()),
        body=body,
        from_email=settings.CONFIG.mail_from,
        to=[to],
        reply_to=[reply] if reply else None,
        headers={"Message-ID": f"<notice-{id}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=web.mail_connection(),
    )
    message.send()
