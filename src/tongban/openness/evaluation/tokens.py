"""The codes by which somebody rates without signing in: on slips, in mails and text messages, behind QR codes.

A code is computed from the node's own key and the number of the case or visit, so that a slip can be printed before
there is anything to rate; tables hold only its hash. 16 characters of 31 are 79 bits: nobody guesses one.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import secrets
from pathlib import Path

from django.conf import settings

from tongban.trust.signatures import api as signatures

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 16
DAYS = 30  # in which a code can be used, from the decision or the visit; in working days it would be longer


@functools.lru_cache(maxsize=16)
def _key(node: Path) -> bytes:
    def fill(folder: Path) -> None:
        signatures.write_secret(folder / "rating.key", secrets.token_bytes(32))

    return (signatures.key_folder("evaluation", fill, node=node) / "rating.key").read_bytes()


def code(about: str) -> str:
    """The code for "case:…" or "visit:…", or for the second rating of one, "again:case:…"."""
    digest = hmac.new(_key(settings.CONFIG.folder), about.encode(), hashlib.sha256).digest()
    number, found = int.from_bytes(digest), ""
    for _place in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        found += ALPHABET[rest]
    return found


def hashed(typed: str) -> str:
    """What the tables know of a code, however it was typed; empty for what cannot be one."""
    plain = "".join(typed[:100].split()).replace("-", "").upper()
    fits = len(plain) == LENGTH and set(plain) <= set(ALPHABET)
    return hashlib.sha256(plain.encode()).hexdigest() if fits else ""


def grouped(code: str) -> str:
    """As people read and type it: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def address(about: str) -> str:
    """Where a link or QR code leads."""
    return f"{settings.CONFIG.site_url}/rate/{code(about)}"
