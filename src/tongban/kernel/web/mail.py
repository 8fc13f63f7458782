"""The way out for mail: the server of the node's settings, or files in the node folder where none is set."""

from __future__ import annotations

import urllib.parse
from typing import Any

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.filebased import EmailBackend as Files
from django.core.mail.backends.smtp import EmailBackend as Server

TIMEOUT = 5  # seconds: nobody waits behind a slow server
PORTS = {"smtp": 25, "smtps": 465}


def mail_connection(**options: Any) -> BaseEmailBackend:
    """Django's mail connection of the node; its EMAIL_BACKEND. Sending raises OSError when nobody takes it."""
    if not settings.CONFIG.mail:
        return Files(file_path=str(settings.CONFIG.folder / "outgoing" / "mail"), **options)
    url = urllib.parse.urlsplit(settings.CONFIG.mail)
    return Server(
        host=url.hostname or "localhost",
        port=url.port or PORTS.get(url.scheme, 25),
        username=urllib.parse.unquote(url.username or ""),
        password=urllib.parse.unquote(url.password or ""),
        use_ssl=url.scheme == "smtps",
        use_tls="starttls" in urllib.parse.parse_qs(url.query, keep_blank_values=True),
        timeout=TIMEOUT,
        **options,
    )
