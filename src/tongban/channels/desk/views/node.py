"""The node's state, for the system officer."""

from __future__ import annotations

import shutil
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.engines.deadlines import api as deadlines
from tongban.exchange.letters import api as letters
from tongban.kernel.outbox import api as outbox
from tongban.trust.audit import api as audit
from tongban.trust.authority.api import access, officer

GIGABYTE = 1_000_000_000


def database() -> dict[str, Any]:
    """Which database answers, in which version."""
    version = ".".join(map(str, connection.get_database_version()))
    return {"vendor": connection.display_name, "version": version}


@access(officer("system"), methods=("GET",))
def node(request: HttpRequest) -> HttpResponse:
    """Database, news that waits, ledger, calendar, room on the disk. What it cannot know is said so."""
    disk = shutil.disk_usage(settings.CONFIG.folder)
    facts = {
        "database": database(),
        "backlog": outbox.backlog(),
        "dead": len(outbox.dead_letters()),
        "stuck": letters.stuck(),
        "checkpoint": audit.checkpoint(),
        "unsealed": audit.waiting(),
        "years": deadlines.published_years(settings.CONFIG.calendar),
        "free": disk.free / GIGABYTE,
        "config": settings.CONFIG,
    }
    return render(request, "desk/node.html", facts)
