"""A tiny city with processes, their owners and a publisher."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.tests.people import roles
from tongban.kernel.declarations import api as declarations
from tongban.services.cases.tests import city
from tongban.trust.authority.api import Subject

AT = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
HEALTH = {"kind": "processes", "key": "health"}


def publish(folder: Path) -> None:
    """Publishes the city's package with these roles."""
    package = city.write(folder / "tiny", roles={"owners": roles("models")})
    declarations.publish(declarations.read(package), at=AT)


NAMED = 'name="步骤decide" tongban:name-en="Step decide"'


def renamed(text: str, zh: str = "决定", en: str = "Decide") -> str:
    found = text.replace(NAMED, f'name="{zh}" tongban:name-en="{en}"')
    assert found != text
    return found


def save(text: str, seen: int, by: Subject, at: dt.datetime, how: str = "uploaded") -> drafts.DraftView:
    return drafts.save(**HEALTH, text=text, seen=seen, how=how, by=by, at=at)
