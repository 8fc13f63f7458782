"""Urging (催办): a reminder that is kept and told, and changes nothing of the process."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import models, settling
from tongban.engines.processes.command import command
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.host import Task
from tongban.engines.processes.operations.common import key_of, note

AGAIN = dt.timedelta(hours=4)


class TooSoon(ProcessError):  # noqa: N818 (it names what happened)
    """The task was urged a short time ago: `at`."""

    def __init__(self, *, at: dt.datetime) -> None:
        self.at = at
        super().__init__(
            _("This task was urged at {at}. It can be urged again {hours} hours later."),
            at=at.isoformat(timespec="minutes"),
            hours=int(AGAIN.total_seconds() // 3600),
        )


def urge(*, task: int, by: str, at: dt.datetime) -> Task:
    """Notes that somebody waits for a task; the state stays as it is. Raises TooSoon within four hours of the last."""
    with command(key_of(task), by, at) as running:
        found = settling.open_row(task)
        record = running.record(found.instance)
        last = models.Urge.objects.filter(task=task).order_by("-id").first()
        if last is not None and at < last.at + AGAIN:
            raise TooSoon(at=last.at)
        models.Urge.objects.create(task_id=task, by=by, at=at)
        note(record, "urged", found.element, task=task)
        return settling.held_task(record, found)


def urged(tasks: list[int]) -> dict[int, dt.datetime]:
    """When each of these tasks was urged last; those that nobody urged are left out. One query."""
    found = models.Urge.objects.filter(task__in=tasks).order_by("id").values_list("task", "at")
    return dict(found)
