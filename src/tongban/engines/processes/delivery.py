"""Messages and signals between business keys and from other nodes: each taken once, each in a transaction of its own.

Whoever throws writes a letter in the transaction of the throw; it is taken away in the transaction that delivers it.
A message from outside leaves a receipt under the id that its sender gave it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from django.db import Error, IntegrityError, transaction
from django.db.models import Exists, OuterRef

from tongban.engines.processes import joins, letters, models
from tongban.engines.processes.command import Command, command
from tongban.engines.processes.facts import Received
from tongban.engines.processes.values import unpacked
from tongban.engines.processes.wiring import wiring

log = logging.getLogger(__name__)
BATCH = 100
POST = "post"


def signal(*, name: str, data: Mapping[str, Any], by: str, at: dt.datetime) -> int:
    """Gives a signal to everybody on this node who waits for it now, under each business key in a transaction of its
    own; returns under how many it was heard. What a signal starts, the host starts by `start(..., signal=name)`.
    """
    with transaction.atomic():
        posted = letters.post_signal(name, data, "", at)
    return sum(_tried(letter.pk, letter.business_key, by, at) for letter in posted)


def deliver(*, at: dt.datetime, limit: int = 1000) -> int:
    """Delivers messages and signals between business keys, the oldest first; returns how many. `tick` does it too.
    Those for suspended processes wait; what cannot be delivered is marked and hinders nobody.
    """
    halted = models.Instance.objects.filter(business_key=OuterRef("business_key"), status="suspended")
    done, last = 0, 0
    while done < limit:
        waiting = models.Letter.objects.filter(~Exists(halted), stuck="", pk__gt=last).order_by("pk")
        batch = list(waiting.values_list("pk", "business_key")[: min(BATCH, limit - done)])
        if not batch:
            break
        done += sum(_tried(number, key, POST, at) for number, key in batch)
        last = batch[-1][0]
    return done


def _tried(number: int, key: str, by: str, at: dt.datetime) -> bool:
    """Delivers a letter; one that cannot be is marked as stuck."""
    try:
        with command(key, by, at) as running:
            row = models.Letter.objects.select_for_update().filter(pk=number, stuck="").first()
            if row is None or any(record.suspended for record in running.records.values()):
                return False
            row.delete()
            _hand_over(running, row)
    except Error:
        raise
    except Exception as error:  # a host's or a model's fault must not stop the other letters
        log.exception("letter %s to %s could not be delivered", number, key)
        models.Letter.objects.filter(pk=number).update(stuck=f"{type(error).__name__}: {error}"[:500])
        return False
    return True


def _hand_over(running: Command, row: models.Letter) -> None:
    if not _heard(running, row) and row.kind == "message":
        raise LookupError(f"nobody under {row.business_key} waits for the message {row.name!r} any longer")


def _heard(running: Command, row: models.Letter) -> bool:
    data, heard = unpacked(row.data), False
    for record in list(running.records.values()):
        if record.status != "running":
            continue
        if row.kind == "signal":
            heard |= running.tell(record, row.name, data)
            continue
        found = joins.listener(wiring(record.graph), record.loaded().tokens, row.name, row.correlation)
        if found is not None:
            spot = found
            running.play(record, lambda game: game.fire(*spot, data))  # noqa: B023 (played at once)
            return True
    return heard


def receive(
    *, message_id: str, name: str, data: Mapping[str, Any], by: str, at: dt.datetime, correlation: str = "",
    business_key: str = "",
) -> Received | None:  # fmt: skip
    """Takes a message from outside exactly once, whoever sends it again under the same id. Without a business key the
    correlation key finds who waits for it. None when nobody does; nothing is kept then, the sender may try again.
    """
    known = _known(message_id)
    if known is not None:
        return known
    key = business_key or letters.waiting_key(name, correlation)
    if not key:
        return None
    try:
        with command(key, by, at) as running:
            for record in list(running.records.values()):
                tokens = record.loaded().tokens if record.status == "running" and not record.suspended else {}
                found = joins.listener(wiring(record.graph), tokens, name, correlation)
                if found is not None:
                    models.Receipt.objects.create(message_id=message_id, received=at, instance_id=record.id)
                    spot = found
                    running.play(record, lambda game: game.fire(*spot, data))  # noqa: B023 (played at once)
                    return Received(record.id, again=False, business_key=key)
    except IntegrityError:
        known = _known(message_id)
        if known is None:
            raise
        return known
    return None


def _known(message_id: str) -> Received | None:
    row = models.Receipt.objects.filter(message_id=message_id).first()
    return Received(row.instance_id, again=True) if row is not None else None
