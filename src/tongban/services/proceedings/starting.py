"""Processes that begin by what was thrown, by letters, and by the clock; each beginning counts once."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tongban.engines.processes import api as processes
from tongban.exchange.letters import api as letters
from tongban.kernel.declarations import api as declarations
from tongban.services.proceedings.events import StartDue
from tongban.services.proceedings.host import NAME
from tongban.services.proceedings.leaving import begun_by
from tongban.services.proceedings.models import Clockwork

LONGEST = 80  # of a process's key inside a business key


def start(event: StartDue, at: dt.datetime) -> None:
    """Begins a process in the transaction of the event's receipt; the business key holds the number of the throw."""
    names = {event.kind: event.name}
    _begin((event.process, event.version), event.number, event.data, event.by, at, **names)


def _begin(
    definition: tuple[str, str], number: str, data: Mapping[str, Any], by: str, at: dt.datetime, **names: str
) -> str:
    key = f"{definition[0][:LONGEST]}/{number}"
    graph: processes.Graph = declarations.pinned("processes", *definition).value
    with contextlib.suppress(processes.AlreadyDone):
        processes.start(
            host=NAME, definition=definition, graph=graph, business_key=key, data=processes.received(dict(data)),
            by=by[:160], at=at, **names,
        )  # fmt: skip
    return key


def receive(letter: letters.Letter, at: dt.datetime) -> str:
    """A letter goes to whoever waits for it under its correlation key, else it begins a process; the business key of
    who goes on with it, "" for nobody.
    """
    data, sender = processes.received(dict(letter.data)), f"node:{letter.sender}"
    taken = processes.receive(
        message_id=f"letter:{letter.number}", name=letter.name, data=data, by=sender, at=at,
        correlation=letter.correlation,
    )  # fmt: skip
    if taken is not None:
        return taken.business_key or f"instance {taken.instance}"
    for definition in begun_by("message", letter.name)[:1]:
        number = hashlib.sha256(letter.number.encode()).hexdigest()[:32]
        return _begin(definition, number, letter.data, sender, at, message=letter.name)
    return ""


def tick(*, at: dt.datetime) -> int:
    """Arms the timer starts of processes that came into force since, in place of their earlier version's; returns of
    how many. The engine's own tick then begins them when they are due.
    """
    armed = {row.process: row.version for row in Clockwork.objects.all()}
    found = [item for item in declarations.current_all("processes") if _ticks(item) or item.key in armed]
    return sum(_arm(item, at) for item in found if armed.get(item.key) != item.version)


def _ticks(item: declarations.Item) -> bool:
    return any(kind == "timer" for _element, kind, _name in processes.beginnings(item.value))


def _arm(item: declarations.Item, at: dt.datetime) -> bool:
    with transaction.atomic():
        row = Clockwork.objects.select_for_update().get_or_create(process=item.key, defaults={"version": ""})[0]
        if row.version == item.version:
            return False
        processes.schedule(
            host=NAME, definition=(item.key, item.version), graph=item.value, business_key=item.key[:LONGEST],
            by=f"process:{item.key}"[:160], at=at,
        )  # fmt: skip
        Clockwork.objects.filter(pk=row.pk).update(version=item.version)
    return True
