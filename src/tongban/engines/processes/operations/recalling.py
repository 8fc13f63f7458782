"""Taking back one's own step (取回) while nobody has begun what followed; where several answer, one's own answer."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import models
from tongban.engines.processes.command import command
from tongban.engines.processes.errors import NotFound, ProcessError
from tongban.engines.processes.facts import Step
from tongban.engines.processes.operations import withdrawing
from tongban.engines.processes.operations.common import key_of, note, peek
from tongban.engines.processes.operations.following import NEVER, PASSED, TooLate, followed
from tongban.engines.processes.operations.hands import Hands
from tongban.engines.processes.reach import doubts
from tongban.engines.processes.store import Record
from tongban.engines.processes.values import unpacked


def recall(*, task: int, by: str, at: dt.datetime) -> Step:
    """Takes a task back that one has completed: it is open again, with what was written. Of a step that several do,
    only the answer of this task is withdrawn; those of the others stand. Raises TooLate.
    """
    with command(key_of(task), by, at) as running:
        row = models.Task.objects.get(pk=task)
        record = _record(running.records, row, by)
        note(record, "recalled", row.element, task=task)
        game = Hands(record.graph, record.loaded(), at)
        _undo(record, row, game)
        if game.status != "running" or any(answer is False for _scope, answer in doubts(record.graph, game.tokens)):
            raise TooLate(PASSED)
        running.take(record, game)
    return running.step(record)


def recallable(*, task: int, by: str, at: dt.datetime) -> bool:
    """Whether a completed task may be taken back now; for looking only, the command checks again under the lock."""
    row = models.Task.objects.filter(pk=task).first()
    found = peek(row.instance_id) if row is not None else None
    if row is None or found is None:
        return False
    try:
        record = _record({found.id: found}, row, by)
        _undo(record, row, Hands(record.graph, record.loaded(), at))
    except ProcessError:
        return False
    return True


def _undo(record: Record, row: models.Task, game: Hands) -> None:
    """Plays the way back. Raises TooLate."""
    line = _completed(record, row)
    if row.loop is not None:
        withdrawing.withdraw(record, row, line, game)
        return
    parent, gone = followed(record, line)
    game.back(parent, record.graph.nodes[row.element], gone)


def _record(records: dict[int, Record], row: models.Task, by: str) -> Record:
    """The running instance of a task that this person has completed."""
    if row.state != "done" or row.done_by != by:
        raise ProcessError(_("Only a step that you completed yourself can be taken back."))
    record = records.get(row.instance_id)
    if record is None:
        raise NotFound(_("This process has ended, or there is none of this number: {number}."), number=row.instance_id)
    if record.suspended:
        raise TooLate(NEVER)
    return record


def _completed(record: Record, row: models.Task) -> models.History:
    """The line that says the task was done. Raises TooLate when it was taken back since, or is not known any more."""
    found = models.History.objects.filter(instance=record.id, element=row.element, kind__in=("completed", "recalled"))
    lines = list(found.order_by("id"))
    line = next((one for one in lines if (one.kind, one.token) == ("completed", row.token)), None)
    again = [one for one in lines if one.kind == "recalled" and (unpacked(one.data) or {}).get("task") == row.pk]
    if (
        line is None
        or any(one.at >= (row.done_at or one.at) for one in again)
        or (row.token in record.loaded().tokens and row.loop is None)
    ):
        raise TooLate(PASSED)
    return line
