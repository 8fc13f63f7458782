"""Letters from partners: judged, taken in once, and handed to whoever waits for them.

Taking in is one transaction, handing over another: a sender whose receipt was lost sends again and gets it again.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import Error, IntegrityError, transaction

from tongban.exchange.letters import partners, wire
from tongban.exchange.letters.errors import LetterRefused
from tongban.exchange.letters.events import LetterCame
from tongban.exchange.letters.models import Incoming
from tongban.kernel.outbox import api as outbox
from tongban.trust.audit import api as audit

log = logging.getLogger(__name__)
LONGEST_PAUSE, STUCK_AFTER, PATIENCE = 300, 8, dt.timedelta(days=1)


@dataclass(frozen=True)
class Letter:
    """A letter as it is handed over: `number` is unique on this node, `sender` the code of the partner."""

    number: str
    sender: str
    name: str
    correlation: str
    data: Mapping[str, Any]


Receiver = Callable[[Letter, dt.datetime], str]
_RECEIVERS: dict[str, Receiver] = {}


def register_receiver(name: str, receiver: Receiver) -> None:
    """Plugs in who takes letters; for `apps.py`. `receiver(letter, at)` works in the transaction in which the letter
    counts as taken; it returns who goes on with it, "" when nobody waits for it.
    """
    _RECEIVERS[name] = receiver


def take(*, body: bytes, at: dt.datetime) -> bytes:
    """Takes in a letter; returns the signed receipt, the same for the same letter. Raises LetterRefused."""
    record, signature = wire.opened("letter", wire.LETTER, body)
    found = partners.sender(record["from"], at)
    if not wire.proved(record, signature, found.pinned):
        partners.note_refusal(found.code, LetterRefused("signature").kept, at)
        raise LetterRefused("signature")
    if record["to"] != wire.own_code() or record["name"] not in found.sends:
        refusal = LetterRefused(*(("addressee",) if record["to"] != wire.own_code() else ("message", record["name"])))
        partners.note_refusal(found.code, refusal.kept, at)
        raise refusal
    row = _kept(record, at)
    receipt = {
        "kind": wire.RECEIPT, "id": row.number, "from": wire.own_code(), "to": row.partner, "digest": row.digest,
        "at": row.at.astimezone(dt.UTC).isoformat(),
    }  # fmt: skip
    return wire.signed("receipt", receipt, at=at)


def _kept(record: Mapping[str, str], at: dt.datetime) -> Incoming:
    """The letter's row, made if it is new. Raises LetterRefused for another letter of the same number."""
    digest = wire.digest(record)
    row = Incoming.objects.filter(partner=record["from"], number=record["id"]).first()
    if row is None:
        try:
            with transaction.atomic():
                row = Incoming.objects.create(
                    number=record["id"], partner=record["from"], name=record["name"], correlation=record["correlation"],
                    data=record["data"], digest=digest, sent=wire.moment(record["at"]), at=at, due=at,
                )  # fmt: skip
                outbox.publish(LetterCame(row.pk), at=at)
                _note(row, "take", at)
        except IntegrityError:  # its twin came at the same moment
            row = Incoming.objects.get(partner=record["from"], number=record["id"])
    if row.digest != digest:
        raise LetterRefused("reused")
    return row


def _note(row: Incoming, verb: str, at: dt.datetime, **detail: Any) -> None:
    audit.record(
        at=at, by=f"partner:{row.partner}", action=f"letters.{verb}", object=f"letter:{row.partner}/{row.number}",
        detail=detail,
    )  # fmt: skip


def came(event: LetterCame, at: dt.datetime) -> None:
    """A letter has come: it is handed over at once if somebody waits for it."""
    _hand(event.letter, at)


def hand_over(*, at: dt.datetime, limit: int = 200) -> int:
    """Offers waiting letters again to those who may wait for them by now; returns how many were taken."""
    due = Incoming.objects.filter(state="waiting", due__lte=at).order_by("due", "id")
    return sum(_hand(number, at) for number in list(due.values_list("pk", flat=True)[:limit]))


def _hand(number: int, at: dt.datetime) -> bool:
    with transaction.atomic():
        row = Incoming.objects.select_for_update().filter(pk=number, state="waiting", due__lte=at).first()
        if row is None:
            return False
        letter = Letter(f"{row.partner}/{row.number}", row.partner, row.name, row.correlation, json.loads(row.data))
        error = ""
        try:
            with transaction.atomic():
                row.taken_by = next(filter(None, (one(letter, at) for one in _RECEIVERS.values())), "")[:200]
        except Error:
            raise
        except Exception as fault:  # a process's fault must not stop the other letters
            log.exception("letter %s could not be handed over", row)
            error = f"{type(fault).__name__}: {fault}"[:300]
        if row.taken_by and not error:
            row.state, row.settled, row.settled_by, row.stuck, row.error = "taken", at, row.taken_by[:160], False, ""
            _note(row, "hand", at)
        else:
            _wait(row, error, at)
        row.save()
    return bool(row.taken_by)


def _wait(row: Incoming, error: str, at: dt.datetime) -> None:
    row.attempts, row.error, row.taken_by = row.attempts + 1, error, ""
    row.due = at + dt.timedelta(seconds=min(2 ** min(row.attempts, 10), LONGEST_PAUSE))
    row.stuck = at - row.at >= PATIENCE or (bool(error) and row.attempts >= STUCK_AFTER)
