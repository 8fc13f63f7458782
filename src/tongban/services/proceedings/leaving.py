"""What a process throws beyond itself: it begins other processes of this node, or goes to a partner node as a letter.

Called in the transaction of the throw, by every host.
"""

from __future__ import annotations

import datetime as dt
import uuid

from tongban.engines.processes import api as processes
from tongban.exchange.letters import api as letters
from tongban.kernel.declarations import api as declarations
from tongban.kernel.outbox import api as outbox
from tongban.services.proceedings.events import StartDue

NOWHERE = "-"  # no code of a node: the letter is refused, and the officer sees whose fault it is


def begun_by(kind: str, name: str) -> list[tuple[str, str]]:
    """Key and version of each process in force that begins by a message or signal, by key. One query."""
    return [
        (item.key, item.version)
        for item in declarations.current_all("processes")
        if any((one, called) == (kind, name) for _element, one, called in processes.beginnings(item.value))
    ]


def thrown(sent: processes.Sent, at: dt.datetime) -> None:
    """Every process that begins by a signal begins; a message begins one, else it goes to a partner that takes it. A
    message with a `participant` goes there: its code, or with = before it the key of the data that holds the code.
    """
    to = _participant(sent)
    if to is None:
        found = begun_by(sent.kind, sent.name)
        for key, version in found if sent.kind == "signal" else found[:1]:
            number, data = uuid.uuid4().hex, processes.packed(sent.data)
            outbox.publish(StartDue(number, key, version, sent.kind, sent.name, data, sent.business_key), at=at)
        if found or sent.kind == "signal" or not letters.taking(sent.name, at):
            return
    letters.send(
        name=sent.name, data=processes.packed(sent.data), origin=sent.business_key, element=sent.element, at=at,
        to=to or "", correlation=sent.correlation,
    )  # fmt: skip


def _participant(sent: processes.Sent) -> str | None:
    named = sent.properties.get("participant", "") if sent.kind == "message" else ""
    if not named.startswith("="):
        return named or None
    value = sent.data.get(named[1:].strip())
    return value if isinstance(value, str) and value else NOWHERE
