"""One more party (加签) to a step that several do: only while it is open; afterwards it is refused, never lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import returns as rules
from tongban.engines.processes import settling
from tongban.engines.processes.command import command
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.facts import Step
from tongban.engines.processes.operations.common import key_of, note, peek, working
from tongban.engines.processes.operations.hands import Hands
from tongban.engines.processes.values import packed


def add_party(*, task: int, item: Any, by: str, at: dt.datetime) -> Step:
    """One more instance, for `item`, of the multi-instance activity to which an open task belongs.

    Raises ProcessError for a step of one alone or a party that is there already, AlreadyDone when the step is over.
    """
    packed(item)
    with command(key_of(task), by, at) as running:
        found = settling.open_row(task)
        record = working(running, found)
        tokens = record.loaded().tokens
        host = rules.host_of(tokens, found.token)
        if host.rounds is None:
            raise ProcessError(_("This step is done by one alone; nobody can be added to it."))
        if item in host.rounds.items:
            raise ProcessError(_("This party takes part already."))
        note(record, "added", found.element, item=item)
        game = Hands(record.graph, record.loaded(), at)
        game.add(host.id, item)
        running.take(record, game)
    return running.step(record)


def parties(*, task: int) -> tuple[Any, ...]:
    """The items of those who take part in a step that several do; empty for a step that one does alone."""
    found = settling.open_row(task)
    record = peek(found.instance)
    if record is None or found.token not in record.loaded().tokens:
        return ()
    host = rules.host_of(record.loaded().tokens, found.token)
    return host.rounds.items if host.rounds is not None else ()
