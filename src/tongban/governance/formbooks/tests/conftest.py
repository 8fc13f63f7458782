from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction

from tongban.governance.drafts import api as drafts
from tongban.governance.drafts.tests.people import _english, official, other, owner, publisher
from tongban.governance.formbooks.tests.town import SHOP, publish
from tongban.trust.authority.api import Subject

__all__ = ["_english", "official", "other", "owner", "publisher"]


@pytest.fixture(scope="module")
def _town(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        publish(tmp_path_factory.mktemp("town"))
        yield
        transaction.set_rollback(True)


@pytest.fixture()
def town(_town: None, db: None) -> None:
    """A city whose market bureau asks with the form `shop`."""


@pytest.fixture()
def office() -> str:
    """The unit whose leaders own the text."""
    return "market"


@pytest.fixture()
def draft(owner: Subject, at: dt.datetime) -> drafts.DraftView:
    return drafts.open_draft(**SHOP, by=owner, at=at)
