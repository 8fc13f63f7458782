"""Tasks handed over: transferred for good (转办), or delegated (委派) and given back with the result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from tongban.engines.processes import guards, models, rows, settling
from tongban.engines.processes.command import command
from tongban.engines.processes.errors import ProcessError
from tongban.engines.processes.host import Task
from tongban.engines.processes.operations.common import held, key_of, moved, note


def transfer(*, task: int, to: Iterable[str], assignee: str, by: str, at: dt.datetime) -> Task:
    """Gives an open task to other candidates for good, and at once to a person if one is named; whoever holds it now
    loses it. The host has checked that `by` may.
    """
    candidates = tuple(dict.fromkeys(to))
    if not candidates:
        raise ProcessError(_("Say to whom the task goes."))
    with command(key_of(task), by, at) as running:
        found = settling.open_row(task)
        record = running.record(found.instance)
        rows.delete(models.Candidate, {"task_id": task})
        rows.insert(models.Candidate, [{"task_id": task, "reference": one, "open": True} for one in candidates])
        rows.update(models.Task, {"assignee": assignee, "owner": ""}, {"id": task})
        data = {"task": task, "from": found.assignee, "to": list(candidates), "assignee": assignee}
        note(record, "transferred", found.element, **data)
        return moved(record, replace(found, assignee=assignee, owner=""), running)


def delegate(*, task: int, assignee: str, by: str, at: dt.datetime) -> Task:
    """Lets another person prepare one's task: they give it back with `resolve`, and nobody completes it before.

    Raises Held, Delegated, AlreadyDone.
    """
    if not assignee or assignee == by:
        raise ProcessError(_("Delegate the task to another person."))
    with command(key_of(task), by, at) as running:
        found = held(task, by)
        guards.own(found)
        record = running.record(found.instance)
        rows.update(models.Task, {"assignee": assignee, "owner": by}, {"id": task})
        note(record, "delegated", found.element, task=task, assignee=assignee)
        return moved(record, replace(found, assignee=assignee, owner=by), running)


def resolve(*, task: int, by: str, at: dt.datetime) -> Task:
    """Gives a delegated task back to who delegated it. Raises Held when another person holds it."""
    with command(key_of(task), by, at) as running:
        found = held(task, by)
        if not found.owner:
            raise ProcessError(_("This task was not delegated."))
        record = running.record(found.instance)
        rows.update(models.Task, {"assignee": found.owner, "owner": ""}, {"id": task})
        note(record, "resolved", found.element, task=task, assignee=found.owner)
        return moved(record, replace(found, assignee=found.owner, owner=""), running)
