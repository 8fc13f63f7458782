"""How the node and the channel speak: JSON bodies, signed with a shared secret over the time and the body.

Header `Bank-Signature: t=<unix seconds>,v1=<hex of HMAC-SHA256(secret, t "." body)>`. A message older or newer than the
window is refused, so that a recorded one is soon worthless; what it asks for is idempotent besides.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal, cast

from django.conf import settings

from tongban.kernel.money.api import Money, MoneyError
from tongban.kernel.web.api import BadInput, decode_json

HEADER = "Bank-Signature"
WINDOW = dt.timedelta(minutes=5)
MAX_BYTES = 10_000
_SIGNATURE = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")
Fault = Literal["unsigned", "replay", "malformed"]
PaymentState = Literal["paid", "refused", "waiting"]


class Refused(Exception):  # noqa: N818 (the message is refused; nothing of ours failed)
    """A message is not signed by the other side, is not fresh, or is not what was agreed on."""

    def __init__(self, reason: Fault) -> None:
        super().__init__(reason)
        self.reason: Fault = reason


@dataclass(frozen=True)
class Status:
    """What the channel says of an order; `reference` is its own number of the payment."""

    order: str
    state: PaymentState
    amount: Money
    reference: str


def secret() -> bytes:
    """The secret shared with the channel: set by the operator, else made once in the node folder."""
    if settings.CONFIG.bank_secret:
        return str(settings.CONFIG.bank_secret).encode()
    path: Path = settings.CONFIG.folder / "keys" / "bank.secret"
    if not path.is_file():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    """Writes the file beside its place and links it there: of two processes, the second keeps the first one's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()


def _mac(seconds: int, body: bytes) -> str:
    return hmac.new(secret(), b"%d." % seconds + body, hashlib.sha256).hexdigest()


def sign(body: bytes, *, at: dt.datetime) -> str:
    """The value of the signature header."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_mac(seconds, body)}"


def verify(body: bytes, signature: str, *, at: dt.datetime, window: dt.timedelta = WINDOW) -> None:
    """Raises Refused unless the body was signed with the secret within the window."""
    match = _SIGNATURE.fullmatch(signature)
    if match is None or not hmac.compare_digest(_mac(int(match[1]), body), match[2]):
        raise Refused("unsigned")
    if abs(at.timestamp() - int(match[1])) > window.total_seconds():
        raise Refused("replay")


def packed(message: dict[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def unpacked(body: bytes, kind: str) -> dict[str, str]:
    """The texts of a message of this kind. Raises Refused."""
    try:
        message = decode_json(body, max_bytes=MAX_BYTES, max_depth=2)
    except BadInput:
        raise Refused("malformed") from None
    if not isinstance(message, dict) or message.get("kind") != kind:
        raise Refused("malformed")
    if any(not isinstance(value, str) or len(value) > MAX_BYTES for value in message.values()):
        raise Refused("malformed")
    return message


def written(status: Status, kind: str) -> bytes:
    """A status as a message."""
    return packed(
        {
            "kind": kind,
            "order": status.order,
            "state": status.state,
            "amount": str(status.amount.amount),
            "currency": status.amount.currency,
            "reference": status.reference,
        }
    )


def status_of(body: bytes, kind: str) -> Status:
    """The status in a message. Raises Refused."""
    message = unpacked(body, kind)
    state = message.get("state")
    try:
        amount = Money(Decimal(message["amount"]), message["currency"])
        order, reference = message["order"][:40], message["reference"]
    except (KeyError, InvalidOperation, MoneyError):
        raise Refused("malformed") from None
    if state not in ("paid", "refused", "waiting") or len(reference) > 64 or (state == "paid" and not reference):  # noqa: PLR2004 (width of the column)
        raise Refused("malformed")
    return Status(order, cast("PaymentState", state), amount, reference)
