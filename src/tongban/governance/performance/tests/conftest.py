from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.utils import translation

from tongban.engines.processes.tests.eventlog.past import MODEL, past
from tongban.trust.authority import api as authority
from tongban.trust.authority import models
from tongban.trust.authority.api import SYSTEM, Subject

SINCE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture()
def played(db) -> dict[str, object]:
    """Four straight cases, one that goes round three times, one still open; two units. Gives the graphs by version."""
    root = models.Unit.objects.create(code="c", path="0001", name_zh="市", name_en="City", division="430700", kind="x")
    for place, name in enumerate(("one", "two")):
        models.Unit.objects.create(
            code=name, path=f"0001000{place + 1}", parent=root, name_zh=f"局{name}", name_en=f"Bureau {name}",
            division="430700", kind="x",
        )  # fmt: skip
    past()
    return {"v1": MODEL}


@pytest.fixture()
def official(played) -> Callable[..., Subject]:
    """Makes an official of the first unit with these permissions."""

    def make(*permissions: str, name: str = "leader") -> Subject:
        unit = models.Unit.objects.get(code="one")
        post = models.Post.objects.create(code=f"one.{name}", unit=unit, title_zh=name, title_en=name)
        authority.appoint(person=name, post=post.code, since=SINCE, at=SINCE, by=SYSTEM)
        for permission in permissions:
            models.Grant.objects.create(
                holder=f"post:{post.code}", permission=permission, scope=unit, since=SINCE, origin="test",
                reason="test", proposed_by="a", proposed_at=SINCE, approved_by="b", approved_at=SINCE,
            )  # fmt: skip
        held = authority.posts_of(person=name, at=SINCE)
        return Subject(kind="official", person=name, name=name, posts=held)

    return make


@pytest.fixture()
def leader(official) -> Subject:
    return official("performance.read", "performance.export", "performance.simulate")
