"""A tiny city with processes, their owners and a publisher."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tongban.governance.models import api
from tongban.kernel.declarations import api as declarations
from tongban.services.cases.tests import city
from tongban.trust.authority.api import Subject

AT = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
ROLES = """
[[roles]]
code = "process-owner"
title = { zh = "流程负责人", en = "Process owner" }
permissions = ["models.edit"]
[[roles]]
code = "process-publisher"
title = { zh = "流程发布人", en = "Process publisher" }
permissions = ["models.publish"]
[[grants]]
posts = ["*.leader"]
scope = "own"
role = "process-owner"
[[grants]]
posts = ["c.mayor"]
scope = "*"
role = "process-publisher"
"""


def publish(folder: Path) -> None:
    """Publishes the city's package with these roles."""
    package = city.write(folder / "tiny", roles={"owners": ROLES})
    declarations.publish(declarations.read(package), at=AT)


NAMED = 'name="步骤decide" tongban:name-en="Step decide"'


def renamed(text: str, zh: str = "决定", en: str = "Decide") -> str:
    found = text.replace(NAMED, f'name="{zh}" tongban:name-en="{en}"')
    assert found != text
    return found


def save(text: str, seen: int, by: Subject, at: dt.datetime, kind: str = "uploaded") -> api.DraftView:
    return api.save(process="health", text=text, seen=seen, kind=kind, by=by, at=at)
