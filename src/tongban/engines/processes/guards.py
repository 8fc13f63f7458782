"""What forbids a command on a task or process that is otherwise there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.settling import OpenTask
from tongban.engines.processes.store import Record


class Suspended(ProcessError):  # noqa: N818 (it names what happened)
    """The process stands still by order; nobody may complete a task in it until it goes on."""

    def __init__(self) -> None:
        super().__init__(_("This process is suspended. It must be resumed before a step can be completed."))


class Delegated(ProcessError):  # noqa: N818
    """The task was delegated by `owner`, who gets it back and completes it."""

    def __init__(self, *, owner: str) -> None:
        self.owner = owner
        super().__init__(_("This task was delegated. Give it back with your result; who delegated it completes it."))


def workable(record: Record, held: OpenTask) -> None:
    """Raises Suspended or Delegated for a task that cannot be completed now."""
    if record.suspended:
        raise Suspended
    own(held)


def own(held: OpenTask) -> None:
    """Raises Delegated for a task that its assignee has to give back to who delegated it."""
    if held.owner:
        raise Delegated(owner=held.owner)
