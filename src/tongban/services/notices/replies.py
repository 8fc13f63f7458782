"""Addresses at which mails about a case can be answered: signed, so that nobody can write into another's case."""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import re
import secrets
from pathlib import Path

from django.conf import settings

from tongban.trust.signatures import api as signatures

LENGTH = 16  # characters of base 32: 80 bits
TAKEN = re.compile(r"(?P<number>[0-9]{6}-[0-9]{4}-[0-9]{6,9}-[0-9A-Z])\.(?P<sign>[A-Z2-7]{16})")


@functools.lru_cache(maxsize=16)
def _key(node: Path) -> bytes:
    def fill(folder: Path) -> None:
        signatures.write_secret(folder / "reply.key", secrets.token_bytes(32))

    return (signatures.key_folder("notices", fill, node=node) / "reply.key").read_bytes()


def _sign(number: str) -> str:
    found = hmac.new(_key(settings.CONFIG.folder), f"reply\0{number}".encode(), hashlib.sha256).digest()
    return base64.b32encode(found).decode()[:LENGTH]


def reply_address(case: str) -> str:
    """The address for answers to mails about a case; empty when the node takes none (setting `mail_reply`)."""
    name, at, domain = settings.CONFIG.mail_reply.partition("@")
    if not (case and name and at and TAKEN.fullmatch(f"{case}.{'A' * LENGTH}")):
        return ""
    return f"{name}+{case.lower()}.{_sign(case).lower()}@{domain}"


def replied_case(address: str) -> str:
    """The case that an address belongs to; empty for any address that this node did not sign."""
    found = TAKEN.search(address.partition("@")[0].upper())
    if found is None or not hmac.compare_digest(found["sign"], _sign(found["number"])):
        return ""
    return found["number"]
