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
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from django.db import connection, transaction
from django.db.models import Count, Min, Q
from django.utils.dateparse import parse_date, parse_datetime

E = TypeVar("E")
log = logging.getLogger(__name__)
MAX_ATTEMPTS = 8
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


@dataclasses.dataclass(frozen=True)
class Backlog:
    """Events that not every subscriber has yet: how many, and since when the oldest waits (None: nothing waits)."""

    waiting: int
    oldest: dt.datetime | None


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


_READERS: dict[Any, Callable[[str], Any]] = {dt.datetime: parse_datetime, dt.date: parse_date, Decimal: Decimal}


def _typed(hint: Any, value: Any) -> Any:
    """A stored value as the event's field declares it."""
    if value is None:
        return None
    origin, arguments = get_origin(hint), [one for one in get_args(hint) if one is not type(None)]
    if origin in (Union, types.UnionType):
        return _typed(arguments[0], value)
    if origin is tuple:
        return tuple(_typed(arguments[0], item) for item in value)
    if origin in (dict, Mapping):
        return {key: _typed(arguments[1], item) for key, item in value.items()}
    return _READERS[hint](value) if hint in _READERS else value


def _event(name: str, body: dict[str, Any]) -> Any:
    hints = get_type_hints(_KINDS[name])
    return _KINDS[name](**{field: _typed(hint, body[field]) for field, hint in hints.items() if field in body})


def relay(*, at: dt.datetime, limit: int = 200) -> int:
    """Delivers what is due, oldest first; returns the number of deliveries. Safe in several processes at once.

    A subscriber that fails is tried again later, so it may see a later event before an earlier one.
    """
    from tongban.kernel.outbox.models import Message  # noqa: PLC0415

    due = Q(due=None) | Q(due__lte=at)
    done = 0
    for message in Message.objects.filter(due, settled=None).order_by("id")[:limit]:
        handlers = _SUBSCRIBERS.get(message.kind, {})
        outcomes = [_deliver(message, name, handler, at) for name, handler in handlers.items()]
        done += outcomes.count("done")
        if "later" in outcomes:
            waits = message.deliveries.filter(done=None, dead=False).aggregate(first=Min("not_before"))
            Message.objects.filter(pk=message.pk, settled=None).update(due=waits["first"])
        else:
            Message.objects.filter(pk=message.pk).update(settled=at)
    return done


def _deliver(message: Any, name: str, handler: Callable[[Any, dt.datetime], None], at: dt.datetime) -> str:
    from tongban.kernel.outbox.models import Delivery  # noqa: PLC0415

    receipt, _ = Delivery.objects.get_or_create(message=message, subscriber=name)
    try:
        with transaction.atomic():
            skip = connection.features.has_select_for_update_skip_locked
            locked = Delivery.objects.select_for_update(skip_locked=skip).filter(pk=receipt.pk).first()
            if locked is None or (locked.not_before and locked.not_before > at):
                return "later"
            if locked.done or locked.dead:
                return "settled"
            handler(_event(message.kind, message.body), at)
            Delivery.objects.filter(pk=receipt.pk).update(done=at, attempts=locked.attempts + 1, error="")
    except Exception as error:  # noqa: BLE001 (a subscriber's fault must not stop the others)
        return _failed(receipt.pk, error, at)
    return "done"


def _failed(receipt: int, error: Exception, at: dt.datetime) -> str:
    from tongban.kernel.outbox.models import Delivery  # noqa: PLC0415

    with transaction.atomic():
        row = Delivery.objects.select_for_update().select_related("message").get(pk=receipt)
        if row.done or row.dead:
            return "settled"
        row.attempts += 1
        row.dead = row.attempts >= MAX_ATTEMPTS
        row.error = f"{type(error).__name__}: {error}"[:2000]
        row.not_before = at + dt.timedelta(seconds=min(2**row.attempts, 3600))
        row.save()
    log.warning("%s could not take %s (attempt %s)", row.subscriber, row.message, row.attempts, exc_info=error)
    return "settled" if row.dead else "later"


def drain(*, at: dt.datetime, rounds: int = 50) -> int:
    """Relays until nothing new moves: for commands and tests, where no relay thread runs."""
    total = 0
    for _ in range(rounds):
        moved = relay(at=at)
        total += moved
        if not moved:
            break
    return total


def backlog() -> Backlog:
    """What waits to be delivered. One query."""
    from tongban.kernel.outbox.models import Message  # noqa: PLC0415

    found = Message.objects.filter(settled=None).aggregate(waiting=Count("id"), oldest=Min("at"))
    return Backlog(found["waiting"], found["oldest"])


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
        Message.objects.filter(pk=row.message_id).update(settled=None, due=at)


def forget(*, field: str, value: str) -> int:
    """Removes the events that every subscriber has, and whose body says this: for what may not be kept any longer.
    Reads the whole table. Returns how many.
    """
    from tongban.kernel.outbox.models import Message  # noqa: PLC0415 (as elsewhere in this module)

    return Message.objects.filter(settled__isnull=False, **{f"body__{field}": value}).delete()[0]
