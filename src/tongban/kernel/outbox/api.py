"""The front door of the outbox: news travels upward as events, written in the transaction of the act they tell of.

An event is a frozen dataclass whose fields are text, numbers, booleans, dates, date-times or lists and tables of them.
A subscriber is idempotent by construction: its receipt is a row written in the same transaction as its own work, so a
crash repeats the work only if the work was undone as well.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar, get_type_hints

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Q
from django.utils.dateparse import parse_date, parse_datetime

E = TypeVar("E")
log = logging.getLogger(__name__)
MAX_ATTEMPTS = 8
_encoder = DjangoJSONEncoder()
_KINDS: dict[str, type[Any]] = {}
_SUBSCRIBERS: dict[str, dict[str, Callable[[Any, dt.datetime], None]]] = {}
waiting = threading.Event()


@dataclasses.dataclass(frozen=True)
class DeadLetter:
    """An event that a subscriber could not take after every attempt."""

    id: int
    kind: str
    subscriber: str
    attempts: int
    error: str
    body: dict[str, Any]


def name_of(kind: type[Any]) -> str:
    """The name under which an event is stored: block and class, stable when a block moves to another stratum."""
    return f"{kind.__module__.rsplit('.', 2)[-2]}.{kind.__name__}"


def subscribe(kind: type[E], handler: Callable[[E, dt.datetime], None], *, name: str) -> None:
    """Calls `handler(event, at)` for each event of the kind, in a transaction with its receipt. For `apps.py`."""
    _KINDS[name_of(kind)] = kind
    _SUBSCRIBERS.setdefault(name_of(kind), {})[name] = handler


def publish(event: Any, *, at: dt.datetime) -> None:
    """Writes the event. Raises RuntimeError outside a transaction: news without its act must be impossible."""
    from tongban.kernel.outbox.models import Message  # noqa: PLC0415 (importable before Django)

    if not connection.in_atomic_block:
        raise RuntimeError(f"{type(event).__name__} was published outside the transaction of its act")
    body = {f.name: _plain(getattr(event, f.name)) for f in dataclasses.fields(event)}
    Message.objects.create(kind=name_of(type(event)), body=body, at=at)
    transaction.on_commit(waiting.set)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


def _event(name: str, body: dict[str, Any]) -> Any:
    kind = _KINDS[name]
    readers: dict[Any, Callable[[Any], Any]] = {
        dt.datetime: parse_datetime, dt.date: parse_date, Decimal: Decimal,
    }  # fmt: skip
    found = {}
    for field, hint in get_type_hints(kind).items():
        if field in body:
            value = body[field]
            wants = next((kind for kind in readers if hint is kind or hint == (kind | None)), None)
            value = readers[wants](value) if wants and value is not None else value
            found[field] = tuple(value) if isinstance(value, list) else value
    return kind(**found)


def relay(*, at: dt.datetime, limit: int = 200) -> int:
    """Delivers what is waiting, oldest first; returns the number of deliveries. Safe in several processes."""
    from tongban.kernel.outbox.models import Message  # noqa: PLC0415

    done = 0
    for message in Message.objects.filter(settled=None).order_by("id")[:limit]:
        handlers = _SUBSCRIBERS.get(message.kind, {})
        outcomes = [_deliver(message, name, handler, at) for name, handler in handlers.items()]
        done += outcomes.count("done")
        if all(outcome != "later" for outcome in outcomes):
            Message.objects.filter(pk=message.pk).update(settled=at)
    return done


def _deliver(message: Any, name: str, handler: Callable[[Any, dt.datetime], None], at: dt.datetime) -> str:
    from tongban.kernel.outbox.models import Delivery  # noqa: PLC0415

    receipt, _ = Delivery.objects.get_or_create(message=message, subscriber=name)
    if receipt.done or receipt.dead:
        return "settled"
    if receipt.not_before and receipt.not_before > at:
        return "later"
    try:
        with transaction.atomic():
            locked = Delivery.objects.select_for_update().get(pk=receipt.pk)
            if locked.done:
                return "settled"
            handler(_event(message.kind, message.body), at)
            Delivery.objects.filter(pk=receipt.pk).update(done=at, attempts=locked.attempts + 1, error="")
    except Exception as error:
        attempts = receipt.attempts + 1
        dead = attempts >= MAX_ATTEMPTS
        log.warning("%s could not take %s %s (attempt %s)", name, message.kind, message.pk, attempts, exc_info=True)
        Delivery.objects.filter(pk=receipt.pk, done=None).update(
            attempts=attempts,
            dead=dead,
            error=f"{type(error).__name__}: {error}"[:2000],
            not_before=at + dt.timedelta(seconds=min(2**attempts, 3600)),
        )
        return "settled" if dead else "later"
    return "done"


def drain(*, at: dt.datetime, rounds: int = 50) -> int:
    """Relays until nothing new moves: for commands and tests, where no relay thread runs."""
    total = 0
    for _ in range(rounds):
        moved = relay(at=at)
        total += moved
        if not moved:
            break
    return total


def dead_letters() -> list[DeadLetter]:
    """The events that need a person."""
    from tongban.kernel.outbox.models import Delivery  # noqa: PLC0415

    rows = Delivery.objects.filter(dead=True).select_related("message").order_by("id")
    return [DeadLetter(r.pk, r.message.kind, r.subscriber, r.attempts, r.error, r.message.body) for r in rows]


def redrive(*, letter: int, at: dt.datetime) -> None:
    """Gives a dead letter its attempts back. Raises LookupError when there is no such letter."""
    from tongban.kernel.outbox.models import Delivery, Message  # noqa: PLC0415

    with transaction.atomic():
        row = Delivery.objects.select_for_update().filter(Q(pk=letter) & Q(dead=True)).first()
        if row is None:
            raise LookupError(f"no dead letter {letter}")
        Delivery.objects.filter(pk=letter).update(dead=False, attempts=0, not_before=at)
        Message.objects.filter(pk=row.message_id).update(settled=None)
