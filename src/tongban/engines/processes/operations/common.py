"""What the operations share: the task they begin with, and checks of what people write."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import guards, models, rows, settling
from tongban.engines.processes.command import Command
from tongban.engines.processes.errors import Held, NotFound, ProcessError
from tongban.engines.processes.host import Task
from tongban.engines.processes.marking import Note
from tongban.engines.processes.settling import OpenTask
from tongban.engines.processes.store import HEAD, Record

LONGEST = 2_000


def key_of(task: int) -> str:
    """The business key of a task. Raises NotFound."""
    found = rows.select(models.Task, ("business_key",), {"id": task})
    if not found:
        raise NotFound(_("There is no task {number}."), number=task)
    return str(found[0][0])


def held(task: int, by: str) -> OpenTask:
    """An open task that nobody else holds. Raises NotFound, AlreadyDone, Held."""
    found = settling.open_row(task)
    if found.assignee not in ("", by):
        raise Held(by=found.assignee)
    return found


def peek(instance: int) -> Record | None:
    """An instance that has not ended, without a lock: for looking only."""
    states = {"id": instance, "status": ["running", "suspended"]}
    for *head, status in rows.select(models.Instance, (*HEAD, "status"), states):
        record = Record(*head)
        record.suspended = status == "suspended"
        return record
    return None


def working(running: Command, found: OpenTask) -> Record:
    """The instance of a task, which may go on. Raises Suspended, NotFound."""
    record = running.record(found.instance)
    if record.suspended:
        raise guards.Suspended
    return record


def written(reason: str) -> str:
    """A reason as it is kept. Raises ProcessError when there is none or it is too long."""
    text = reason.strip()
    if not text or len(text) > LONGEST:
        raise ProcessError(_("Give a reason of 1 to {most} characters."), most=LONGEST)
    return text


def note(record: Record, kind: str, element: str, **data: object) -> None:
    record.notes.append(Note(kind, element, data=data))


def moved(record: Record, found: OpenTask, running: Command) -> Task:
    """The task as it is now, told to the host."""
    task = settling.held_task(record, found)
    record.host.task_moved(task, running.at)
    return task
