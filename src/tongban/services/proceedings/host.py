"""The host of processes that nobody applied for: they run by themselves, so it gives no work to people or services."""

from __future__ import annotations

import datetime as dt

from tongban.engines.processes import api as processes
from tongban.kernel.declarations import api as declarations
from tongban.services.proceedings import leaving

NAME = "proceedings"


class ProceedingsHost(processes.Host):
    """What is published is in force; what is thrown goes its way; tasks and services are refused (see checks)."""

    def graph(self, key: str, version: str | None) -> tuple[processes.Graph, str]:
        known = version or declarations.current("processes", key).version
        graph: processes.Graph = declarations.pinned("processes", key, known).value
        return graph, known

    def task_created(self, task: processes.Task, at: dt.datetime) -> tuple[str, ...]:
        del at
        raise LookupError(f"{task.definition[0]}: nobody is given the task {task.element} without an application")

    def call_requested(self, call: processes.Call, at: dt.datetime) -> None:
        del at
        raise LookupError(f"no service {call.operation!r} without an application (element {call.element})")

    def thrown(self, sent: processes.Sent, at: dt.datetime) -> None:
        leaving.thrown(sent, at)
